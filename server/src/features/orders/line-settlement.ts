import { and, eq, notInArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { ENDED_STATUSES } from '../../domain/service-status.ts'
import type { Tx } from '../../platform/db.ts'
import { withCause } from '../../platform/with-cause.ts'
import { serviceStartLine } from '../documents/service-lines.ts'
import type { LineEvent, LineSettlement } from '../documents/settlement.ts'
import { services } from '../services/tables.ts'
import { closeOrder } from './close-order.ts'
import { boughtStarts, takeBackStarts } from './take-back-start.ts'

/**
 * The first period of an ordered service. Paid, the order is paid with it; withdrawn to the last
 * one, the order is cancelled.
 */
export const orderedServiceLine: LineSettlement = {
  async paid(tx, env, lines, event) {
    const outcome = await serviceStartLine.paid(tx, env, lines, event)
    const { orderId, documentId } = event
    if (orderId) await closeOrder(tx, env, orderId, { to: 'paid', documentId })
    return outcome
  },
  async withdrawn(tx, env, withdrawn) {
    await serviceStartLine.withdrawn(tx, env, withdrawn)
    for (const { event, cause } of withdrawn) await closeWhenEmpty(tx, withCause(env, cause), event)
  },
  async refunded(tx, env, lines, { takeBack }) {
    if (takeBack) await takeBackStarts(tx, env, lines)
  },
  bought: boughtStarts,
}

async function closeWhenEmpty(tx: Tx, env: Env, { orderId, documentId }: LineEvent): Promise<void> {
  if (!orderId) return
  const living = await tx
    .select({ id: services.id })
    .from(services)
    .where(and(eq(services.orderId, orderId), notInArray(services.status, [...ENDED_STATUSES])))
    .limit(1)
  if (living.length > 0) return
  await closeOrder(tx, env, orderId, { to: 'cancelled', reason: 'withdrawn', documentId })
}
