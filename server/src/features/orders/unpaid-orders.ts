import { and, asc, eq, isNotNull, lte, min } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { HOUR, type Instant } from '../../domain/instant.ts'
import { AUTOMATION } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { DueLoop } from '../../platform/due.ts'
import { emit } from '../../platform/events.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { loadProducts } from '../catalog/queries.ts'
import { customers } from '../customers/tables.ts'
import { record } from '../history/record.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { cancelOrder } from './cancel-order.ts'
import { closeOrder } from './close-order.ts'
import { type OrderSubject, takeOrder } from './order-subject.ts'
import { orders } from './tables.ts'
import { type UnpaidTimeline, unpaidTimeline } from './unpaid-policy.ts'

const PER_RUN = 20
const RETRY_MS = HOUR

/** The unpaid-order timeline: a reminder, then the end. */
export function unpaidOrders(ctx: Context): DueLoop {
  return {
    name: 'orders',
    everyMs: 60_000,
    async runDue(now) {
      const due = await ctx.db
        .select({ id: orders.id })
        .from(orders)
        .where(and(eq(orders.state, 'open'), lte(orders.nextAt, now)))
        .orderBy(asc(orders.nextAt), asc(orders.id))
        .limit(PER_RUN)
      for (const { id } of due) await takeStep(ctx, id, now)
      return due.length
    },
    async nextDue() {
      const [row] = await ctx.db
        .select({ at: min(orders.nextAt) })
        .from(orders)
        .where(and(eq(orders.state, 'open'), isNotNull(orders.nextAt)))
      return row?.at ?? null
    },
  }
}

/** An order whose step fails is tried again later and holds up no other. */
async function takeStep(ctx: Context, orderId: string, now: Instant): Promise<void> {
  const env: Env = { ctx, actor: AUTOMATION, now, cause: { kind: 'policy', step: 'unpaid_order' } }
  try {
    await inTransaction(ctx, (tx) => stepUnpaidOrder(tx, env, orderId))
  } catch (err) {
    ctx.log.error({ err, orderId }, 'unpaid order')
    await ctx.db
      .update(orders)
      .set({ nextAt: now + RETRY_MS })
      .where(and(eq(orders.id, orderId), lte(orders.nextAt, now)))
  }
}

/**
 * Does what is due for an unpaid order: the reminder once, the end, or nothing. Safe to call at any
 * time; two callers do each step once. An issued invoice is left to staff, who credit it.
 */
export async function stepUnpaidOrder(tx: Tx, env: Env, orderId: string): Promise<void> {
  const subject = await takeOrder(tx, orderId)
  if (subject?.order.state !== 'open') return
  const { order, document, services } = subject
  const documentId = document?.id ?? null
  if (document?.paidAt) return closeOrder(tx, env, orderId, { to: 'paid', documentId })
  if (document?.state === 'issued' || !services.some((service) => service.status === 'pending'))
    return setNext(tx, orderId, null)
  const timeline = await timelineOf(tx, subject)
  if (timeline.cancelAt <= env.now) {
    const cancelled = await cancelOrder(tx, env, subject, { reason: 'unpaid', note: '' })
    return cancelled ? undefined : setNext(tx, orderId, null)
  }
  const { remindAt, cancelAt } = timeline
  const reminds = remindAt !== null && order.remindedAt === null
  if (!reminds || remindAt > env.now) return setNext(tx, orderId, reminds ? remindAt : cancelAt)
  await tx
    .update(orders)
    .set({ remindedAt: env.now, nextAt: cancelAt })
    .where(eq(orders.id, orderId))
  const { customerId } = order
  await record(tx, env, [
    {
      subject: 'order',
      subjectId: orderId,
      customerId,
      kind: 'order.reminded',
      after: { cancelAt },
    },
  ])
  emit(tx, 'order.reminded', [{ orderId, customerId, documentId, cancelAt }])
}

async function setNext(tx: Tx, orderId: string, nextAt: Instant | null): Promise<void> {
  await tx.update(orders).set({ nextAt }).where(eq(orders.id, orderId))
}

/** By the policies as they are now: a changed delay reaches orders that wait already. */
async function timelineOf(tx: Tx, { order, services }: OrderSubject): Promise<UnpaidTimeline> {
  const [customer] = await tx.select().from(customers).where(eq(customers.id, order.customerId))
  const productIds = services.map((service) => service.productId).filter((id) => id !== null)
  const catalogue = await loadProducts(tx, [...new Set(productIds)])
  const { timeZone: zone } = await readSettings(tx, businessSettings)
  return unpaidTimeline(tx, {
    orderedAt: order.createdAt,
    customerPolicy: customer?.policy ?? {},
    units: services.map(({ cycle, policy, productId }) => ({
      cycle,
      policy,
      product: catalogue.get(productId ?? ''),
    })),
    zone,
  })
}
