import { and, eq, inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { couponsOfOrders, type OrderCoupon } from '../coupons/queries.ts'
import { customers } from '../customers/tables.ts'
import { lockDocuments } from '../documents/lock-document.ts'
import type { Document } from '../documents/settlement.ts'
import { documents } from '../documents/tables.ts'
import { lockServices } from '../operations/lock-services.ts'
import type { Service } from '../services/subject.ts'
import { services } from '../services/tables.ts'
import { orders } from './tables.ts'

export type Order = typeof orders.$inferSelect

/** An order with its document and services. */
export interface OrderSubject {
  order: Order
  customer: Pick<typeof customers.$inferSelect, 'id' | 'number' | 'name'>
  /** Null only when it was never opened. */
  document: Document | null
  services: Service[]
  /** What a coupon took off. */
  coupon: OrderCoupon | null
}

/** Reads many, in a handful of queries. */
export async function loadOrders(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, OrderSubject>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ order: orders, customer: customers })
    .from(orders)
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(inArray(orders.id, [...ids]))
  const documentRows = await db.select().from(documents).where(ofOrders(ids))
  const serviceRows = await db
    .select()
    .from(services)
    .where(inArray(services.orderId, [...ids]))
    .orderBy(services.number)
  const coupons = await couponsOfOrders(db, ids)
  const byOrder = new Map(documentRows.map((row) => [row.orderId, row]))
  const servicesByOrder = Map.groupBy(serviceRows, (row) => row.orderId)
  return new Map(
    rows.map(({ order, customer: { id, number, name } }) => [
      order.id,
      {
        order,
        customer: { id, number, name },
        document: byOrder.get(order.id) ?? null,
        services: servicesByOrder.get(order.id) ?? [],
        coupon: coupons.get(order.id) ?? null,
      },
    ]),
  )
}

/** Credit notes name the order too; the document of an order is its invoice. */
const ofOrders = (ids: readonly string[]) =>
  and(inArray(documents.orderId, [...ids]), eq(documents.kind, 'invoice'))

/** Services, then documents, then the orders themselves: the way payments lock them. */
async function lockOrders(tx: Tx, ids: readonly string[]): Promise<void> {
  const serviceRows = await tx
    .select({ id: services.id })
    .from(services)
    .where(inArray(services.orderId, [...ids]))
  await lockServices(
    tx,
    serviceRows.map((row) => row.id),
  )
  const documentRows = await tx.select({ id: documents.id }).from(documents).where(ofOrders(ids))
  await lockDocuments(
    tx,
    documentRows.map((row) => row.id),
  )
  await tx
    .select({ id: orders.id })
    .from(orders)
    .where(inArray(orders.id, [...ids]))
    .orderBy(orders.id)
    .for('no key update')
}

export const orderSubject: SubjectKind<OrderSubject> = {
  noun: 'order',
  plural: 'orders',
  load: (db, ids) => loadOrders(db, ids),
  lock: lockOrders,
  customerOf: ({ order }) => order.customerId,
}

/** One locked order with its facts; null when it is not there. */
export async function takeOrder(tx: Tx, id: string): Promise<OrderSubject | null> {
  await lockOrders(tx, [id])
  return (await loadOrders(tx, [id])).get(id) ?? null
}
