import { and, count, desc, eq, ilike, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../platform/pagination.ts'
import { customers } from '../customers/tables.ts'
import type { CouponFilters, couponJson, couponUseJson } from './schemas.ts'
import { type Amounts, coupons, couponUses } from './tables.ts'

export type Coupon = typeof coupons.$inferSelect

/** The coupon of a code, whatever its case; null when there is none. */
export async function findCoupon(db: Db | Tx, code: string): Promise<Coupon | null> {
  const [row] = await db
    .select()
    .from(coupons)
    .where(eq(sql`lower(${coupons.code})`, code.trim().toLowerCase()))
  return row ?? null
}

/** Uses by one customer that were not given back. */
export async function usesByCustomer(db: Db | Tx, couponId: string, customerId: string) {
  const [row] = await db
    .select({ n: count() })
    .from(couponUses)
    .where(
      and(
        eq(couponUses.couponId, couponId),
        eq(couponUses.customerId, customerId),
        isNull(couponUses.releasedAt),
      ),
    )
  return row?.n ?? 0
}

/** What a coupon took off orders, by the order's id. */
export async function couponsOfOrders(db: Db | Tx, orderIds: readonly string[]) {
  if (orderIds.length === 0) return new Map<string, OrderCoupon>()
  const rows = await db
    .select({ use: couponUses, code: coupons.code })
    .from(couponUses)
    .innerJoin(coupons, eq(coupons.id, couponUses.couponId))
    .where(inArray(couponUses.orderId, [...orderIds]))
  return new Map(
    rows.map(({ use, code }): [string, OrderCoupon] => {
      const { couponId, amount, currency } = use
      return [use.orderId, { couponId, code, amount: toMoneyJson({ amount, currency }) }]
    }),
  )
}

export interface OrderCoupon {
  couponId: string
  code: string
  amount: { amount: string; currency: string }
}

/** Coupons, the newest first. */
export async function listCoupons(db: Db, filters: CouponFilters) {
  const part = `%${(filters.q ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`
  const wanted = and(
    filters.archived === 'true' ? isNotNull(coupons.archivedAt) : isNull(coupons.archivedAt),
    filters.q ? or(ilike(coupons.code, part), ilike(coupons.notes, part)) : undefined,
  )
  const rows = await db
    .select()
    .from(coupons)
    .where(and(wanted, after(filters.cursor)))
    .orderBy(desc(coupons.createdAt), desc(coupons.id))
    .limit(filters.limit + 1)
  const [total] = await db.select({ n: count() }).from(coupons).where(wanted)
  const page = toPage(rows, filters.limit, (row) => [toInstantJson(row.createdAt), row.id])
  return { ...page, total: { count: total?.n ?? 0, exact: true } }
}

function after(cursor: string | undefined) {
  if (!cursor) return undefined
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${coupons.createdAt}, ${coupons.id}) < (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

const MOST_USES = 200

/** The latest orders that a coupon was used for. */
export async function latestUses(
  db: Db,
  couponId: string,
): Promise<z.input<typeof couponUseJson>[]> {
  const rows = await db
    .select({ use: couponUses, customer: customers })
    .from(couponUses)
    .innerJoin(customers, eq(customers.id, couponUses.customerId))
    .where(eq(couponUses.couponId, couponId))
    .orderBy(desc(couponUses.usedAt), desc(couponUses.id))
    .limit(MOST_USES)
  return rows.map(({ use, customer: { id, number, name } }) => ({
    orderId: use.orderId,
    customer: { id, number, name },
    amount: toMoneyJson({ amount: use.amount, currency: use.currency }),
    usedAt: toInstantJson(use.usedAt),
    releasedAt: toInstantJson(use.releasedAt),
  }))
}

const moneyOf = (amounts: Amounts) =>
  Object.entries(amounts).map(([currency, amount]) => ({ amount, currency }))

export function toCouponJson(coupon: Coupon): z.input<typeof couponJson> {
  return {
    ...coupon,
    amounts: moneyOf(coupon.amounts),
    minimums: moneyOf(coupon.minimums),
    validFromAt: toInstantJson(coupon.validFromAt),
    validUntilAt: toInstantJson(coupon.validUntilAt),
    createdAt: toInstantJson(coupon.createdAt),
    archivedAt: toInstantJson(coupon.archivedAt),
  }
}
