import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { type CouponRefusal, couponRefusal } from '../../domain/coupon.ts'
import { type Discount, WHOLE } from '../../domain/discount.ts'
import { formatMoney } from '../../domain/money.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { tellChanged } from '../../platform/stream.ts'
import type { Language, Text } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { type Coupon, findCoupon, usesByCustomer } from './queries.ts'
import { coupons, couponUses } from './tables.ts'

/** The order that a coupon is given for. */
export interface CouponWish {
  code: string
  customerId: string
  currency: string
  /** Of all lines, before discount and tax. */
  subtotal: bigint
  productIds: readonly string[]
  now: number
}

export type CouponJudgement =
  | { kind: 'applies'; coupon: Coupon; discount: Discount }
  | { kind: 'refused'; refusal: CouponRefusal }

/** Whether a code takes something off an order, and what. Nothing is written. */
export async function judgeCoupon(db: Db | Tx, wish: CouponWish): Promise<CouponJudgement> {
  const coupon = await findCoupon(db, wish.code)
  if (!coupon) return { kind: 'refused', refusal: { code: 'coupon_unknown' } }
  const refusal = couponRefusal(coupon, {
    ...wish,
    fits: wish.productIds.some((id) => isFor(coupon, id)),
    usedByCustomer: await usesByCustomer(db, coupon.id, wish.customerId),
  })
  if (refusal) return { kind: 'refused', refusal }
  return { kind: 'applies', coupon, discount: discountIn(coupon, wish.currency) }
}

/** Whether a coupon is for a product. */
export const isFor = ({ productIds }: Coupon, productId: string): boolean =>
  productIds.length === 0 || productIds.includes(productId)

function discountIn({ kind, basisPoints, amounts }: Coupon, currency: string): Discount {
  if (kind === 'fixed') return { kind, amount: BigInt(amounts[currency] ?? '0') }
  return { kind, basisPoints: Math.min(basisPoints, WHOLE) }
}

/**
 * Counts one use by compare-and-set, before anything else of the order is locked: of two orders at
 * once for the last use one gets it. False when it is used up. The customer is locked by the caller,
 * which makes the limit per customer hold.
 */
export async function takeUse(tx: Tx, couponId: string): Promise<boolean> {
  const taken = await tx
    .update(coupons)
    .set({ useCount: sql`${coupons.useCount} + 1` })
    .where(
      and(
        eq(coupons.id, couponId),
        isNull(coupons.archivedAt),
        or(isNull(coupons.maxUses), lt(coupons.useCount, coupons.maxUses)),
      ),
    )
    .returning({ id: coupons.id })
  return taken.length > 0
}

/** What a use that was taken was for. */
export interface CouponUse {
  couponId: string
  customerId: string
  orderId: string
  currency: string
  amount: bigint
}

export async function recordUse(tx: Tx, env: Env, use: CouponUse): Promise<void> {
  await tx.insert(couponUses).values({ ...use, id: newId(), usedAt: env.now })
  await tellChanged(tx, [{ subject: 'coupon', id: use.couponId, customerId: null }])
}

/** The order was cancelled unpaid: its uses are given back, once. */
export async function releaseUses(ctx: Context, orderId: string): Promise<void> {
  const now = ctx.clock.now()
  await inTransaction(ctx, async (tx) => {
    const released = await tx
      .update(couponUses)
      .set({ releasedAt: now })
      .where(and(eq(couponUses.orderId, orderId), isNull(couponUses.releasedAt)))
      .returning({ couponId: couponUses.couponId })
    for (const { couponId } of released) {
      await tx
        .update(coupons)
        .set({ useCount: sql`greatest(${coupons.useCount} - 1, 0)` })
        .where(eq(coupons.id, couponId))
      await tellChanged(tx, [{ subject: 'coupon', id: couponId, customerId: null }])
    }
  })
}

/** A refusal in words. */
export function refusalText(
  refusal: CouponRefusal,
  { zone, currency, language }: { zone: string; currency: string; language: Language },
): Text {
  const key = `problem.${refusal.code}`
  switch (refusal.code) {
    case 'coupon_not_started':
      return { key, params: { from: { instant: refusal.from, zone } } }
    case 'coupon_minimum':
      return {
        key,
        params: { minimum: formatMoney({ amount: refusal.minimum, currency }, language) },
      }
    default:
      return { key }
  }
}
