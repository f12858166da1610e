import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { tellChanged } from '../../platform/stream.ts'
import { recordUse } from '../coupons/use-coupon.ts'
import { customers } from '../customers/tables.ts'
import type { NewLine } from '../documents/open-documents.ts'
import { openDocument } from '../documents/open-documents.ts'
import { settleDocument } from '../documents/settle-document.ts'
import { record } from '../history/record.ts'
import { createServices, type NewService } from '../services/create.ts'
import { type OrderWish, type PlannedOrder, planOrder } from './plan-order.ts'
import type { PreferredServers } from './prefer-servers.ts'
import { type ReservedItem, reserveUnits } from './reserve-units.ts'
import { orders } from './tables.ts'
import { type OrderNotice, takeCoupon } from './take-coupon.ts'
import { unpaidTimeline } from './unpaid-policy.ts'

export interface NewOrder extends OrderWish {
  /** The version that was accepted; null when staff order and the terms are accepted outside. */
  termsVersionId: string | null
  /** From `preferServers`, asked before the transaction. */
  preferredServers?: PreferredServers
}

export interface PlacedOrder {
  orderId: string
  number: number
  documentId: string
  serviceIds: string[]
  /** What the buyer should know: a coupon that lapsed. */
  notices: OrderNotice[]
}

/**
 * Places an order: n services in `pending`, their stock and places, and one open document that is
 * due when an unpaid order is given up. An order that costs nothing is settled at once. 422 naming
 * the field when it cannot be had; then nothing is kept.
 */
export async function placeOrder(tx: Tx, env: Env, wanted: NewOrder): Promise<PlacedOrder> {
  await tx
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.id, wanted.customerId))
    .for('no key update')
  const { plan, notices } = await takeCoupon(tx, await planOrder(tx, env, wanted))
  const { customer, zone } = plan
  const { kind, id: actorId, name } = env.actor
  const reserved = await reserveUnits(tx, env, plan.items, wanted.preferredServers)
  const timeline = await unpaidTimeline(tx, {
    orderedAt: env.now,
    customerPolicy: customer.policy,
    units: plan.items.map((item) => ({
      cycle: item.service.cycle,
      product: plan.catalogue.get(item.product.id),
    })),
    zone,
  })
  const [order] = await tx
    .insert(orders)
    .values({
      id: newId(),
      customerId: customer.id,
      state: 'open',
      termsVersionId: wanted.termsVersionId,
      placedBy: { kind, id: actorId, name },
      createdAt: env.now,
      nextAt: timeline.remindAt ?? timeline.cancelAt,
    })
    .returning()
  if (!order) throw new Error('order not placed')
  const { services, lines } = await makeServices(tx, env, { order, plan, reserved })
  const { documentId } = await openDocument(tx, env, {
    customerId: customer.id,
    currency: customer.currency,
    orderId: order.id,
    dueAt: timeline.cancelAt,
    lines,
  })
  if (plan.coupon?.kind === 'applies') {
    const { coupon, off: amount } = plan.coupon
    const { id: customerId, currency } = customer
    const use = { couponId: coupon.id, orderId: order.id, customerId, currency, amount }
    await recordUse(tx, env, use)
  }
  const { id: orderId, number } = order
  const placed = { orderId, number, documentId, serviceIds: services, notices }
  await tell(tx, env, { placed, customerId: customer.id, plan })
  if (lines.every((line) => line.unitPrice === 0n)) await settleDocument(tx, env, documentId)
  return placed
}

interface Units {
  order: typeof orders.$inferSelect
  plan: PlannedOrder
  reserved: readonly ReservedItem[]
}

/** One service per unit, and the document's lines for each. */
async function makeServices(tx: Tx, env: Env, { order, plan, reserved }: Units) {
  const held = reserved.flatMap(({ stockHeld, serverIds }) =>
    serverIds.map((serverId) => ({ stockHeld, serverId })),
  )
  const services = await createServices(
    tx,
    env,
    plan.units.map(({ item, lines, discount }, index): NewService => {
      const { serverId = null, stockHeld = false } = held[index] ?? {}
      return {
        ...item.service,
        initialPrice: lines[0]?.unitPrice ?? item.service.initialPrice,
        discount,
        customerId: plan.customer.id,
        orderId: order.id,
        serverId,
        placeHeld: serverId !== null,
        stockHeld,
      }
    }),
  )
  const lines = plan.units.flatMap((unit, index): NewLine[] =>
    unit.lines.map((line) => ({ ...line, serviceId: services[index]?.id ?? null })),
  )
  return { services: services.map((service) => service.id), lines }
}

interface Told {
  placed: PlacedOrder
  customerId: string
  plan: PlannedOrder
}

async function tell(tx: Tx, env: Env, { placed, customerId, plan }: Told): Promise<void> {
  const { orderId, number, documentId } = placed
  await record(tx, env, [
    {
      subject: 'order',
      subjectId: orderId,
      customerId,
      kind: 'order.placed',
      after: {
        number,
        ...(plan.coupon?.kind === 'applies'
          ? { coupon: plan.coupon.code, discount: plan.coupon.off }
          : {}),
        items: plan.items.map(({ product, service, quantity }) => ({
          product: product.name.en,
          cycle: service.cycle,
          quantity,
          price: service.price,
        })),
      },
    },
  ])
  emit(tx, 'order.placed', [{ orderId, customerId, documentId }])
  await tellChanged(tx, [{ subject: 'order', id: orderId, customerId }])
}
