import { and, eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
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

const closeOpen = preparedIn((db) =>
  db
    .update(orders)
    .set({
      state: sql`${sql.placeholder('to')}`,
      settledAt: sql`${sql.param(sql.placeholder('at'), orders.settledAt)}`,
      nextAt: null,
    })
    .where(and(eq(orders.id, sql.placeholder('orderId')), eq(orders.state, 'open')))
    .returning({ customerId: orders.customerId })
    .prepare('order_closed'),
)

/** Ends an open order, once: a second call finds it ended and does nothing. */
export async function closeOrder(
  tx: Tx,
  env: Env,
  orderId: string,
  { to, reason, documentId, note }: OrderEnd,
): Promise<void> {
  const [closed] = await closeOpen(tx).execute({ orderId, to, at: env.now })
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
