import { and, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { kept } from '../../platform/kept-query.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { orders } from './tables.ts'

export interface OrderEnd {
  to: 'paid' | 'cancelled'
  /** For `cancelled`: what the customer is told it was for. */
  reason?: 'unpaid' | 'staff' | 'withdrawn'
  documentId: string | null
  note?: string
}

/** Ends an open order, once: a second call finds it ended and does nothing. */
export async function closeOrder(
  tx: Tx,
  env: Env,
  orderId: string,
  { to, reason, documentId, note }: OrderEnd,
): Promise<void> {
  const [closed] = await kept(
    tx
      .update(orders)
      .set({ state: to, settledAt: env.now, nextAt: null })
      .where(and(eq(orders.id, orderId), eq(orders.state, 'open')))
      .returning(),
  )
  if (!closed) return
  const { customerId } = closed
  await record(tx, env, [
    {
      subject: 'order',
      subjectId: orderId,
      customerId,
      kind: `order.${to}`,
      before: { state: 'open' },
      after: { state: to, ...(reason ? { reason } : {}) },
      note: note || null,
    },
  ])
  emit(tx, `order.${to}`, [{ orderId, customerId, documentId, ...(reason ? { reason } : {}) }])
  await tellChanged(tx, [{ subject: 'order', id: orderId, customerId }])
}
