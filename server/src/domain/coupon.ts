import type { Instant } from './instant.ts'

/** What decides whether a coupon may be used. Amounts are minor units, by currency. */
export interface CouponTerms {
  readonly kind: 'percent' | 'fixed'
  readonly amounts: Readonly<Record<string, string>>
  readonly minimums: Readonly<Record<string, string>>
  readonly validFromAt: Instant | null
  readonly validUntilAt: Instant | null
  readonly maxUses: number | null
  readonly maxUsesPerCustomer: number | null
  readonly useCount: number
  readonly archivedAt: Instant | null
}

/** The order that it is to be used for. */
export interface CouponOrder {
  readonly now: Instant
  readonly currency: string
  /** Of all lines, before discount and tax. */
  readonly subtotal: bigint
  /** Whether any of the products is one that the coupon is for. */
  readonly fits: boolean
  /** Uses by this customer so far. */
  readonly usedByCustomer: number
}

export type CouponRefusal =
  | { readonly code: 'coupon_unknown' }
  | { readonly code: 'coupon_not_started'; readonly from: Instant }
  | { readonly code: 'coupon_expired'; readonly until: Instant }
  | { readonly code: 'coupon_used_up' }
  | { readonly code: 'coupon_used_by_you' }
  | { readonly code: 'coupon_other_products' }
  | { readonly code: 'coupon_other_currency' }
  | { readonly code: 'coupon_minimum'; readonly minimum: bigint }

/** Why a coupon takes nothing off an order; null when it does. Valid until means to that moment. */
export function couponRefusal(coupon: CouponTerms, order: CouponOrder): CouponRefusal | null {
  const { validFromAt, validUntilAt, maxUses, maxUsesPerCustomer } = coupon
  if (coupon.archivedAt !== null) return { code: 'coupon_unknown' }
  if (validFromAt !== null && order.now < validFromAt)
    return { code: 'coupon_not_started', from: validFromAt }
  if (validUntilAt !== null && order.now >= validUntilAt)
    return { code: 'coupon_expired', until: validUntilAt }
  if (maxUses !== null && coupon.useCount >= maxUses) return { code: 'coupon_used_up' }
  if (maxUsesPerCustomer !== null && order.usedByCustomer >= maxUsesPerCustomer)
    return { code: 'coupon_used_by_you' }
  if (!order.fits) return { code: 'coupon_other_products' }
  if (coupon.kind === 'fixed' && coupon.amounts[order.currency] === undefined)
    return { code: 'coupon_other_currency' }
  const minimum = BigInt(coupon.minimums[order.currency] ?? '0')
  return order.subtotal < minimum ? { code: 'coupon_minimum', minimum } : null
}

/**
 * Whether a refusal can come between the basket and the order although nobody did anything wrong:
 * then the order goes on without the discount and says so. The others are mistakes to correct.
 */
export function mayLapse({ code }: CouponRefusal): boolean {
  return code === 'coupon_expired' || code === 'coupon_used_up'
}
