import { distribute, roundHalfUp, splitMoney } from './money.ts'

/** What a coupon takes off: hundredths of a percent of each price, or a fixed sum in minor units. */
export type Discount =
  | { readonly kind: 'percent'; readonly basisPoints: number }
  | { readonly kind: 'fixed'; readonly amount: bigint }

/** A whole: 100 % in basis points. */
export const WHOLE = 10_000

/**
 * Prices after a discount. What is taken off is worked out on their sum, rounded once (half up) and
 * spread over them, so that the parts add up to it exactly; never more than there is.
 *
 * @example discounted([1000n, 1000n], { kind: 'percent', basisPoints: 1000 }) // [900n, 900n]
 */
export function discounted(prices: readonly bigint[], discount: Discount): bigint[] {
  const sum = prices.reduce((total, price) => total + price, 0n)
  if (sum === 0n) return [...prices]
  const parts =
    discount.kind === 'percent'
      ? percentParts(prices, sum, BigInt(discount.basisPoints))
      : splitMoney(discount.amount < sum ? discount.amount : sum, prices)
  return prices.map((price, index) => price - (parts[index] ?? 0n))
}

function percentParts(prices: readonly bigint[], sum: bigint, basisPoints: bigint): bigint[] {
  const whole = BigInt(WHOLE)
  const off = roundHalfUp(sum * basisPoints, whole)
  return distribute(
    off,
    prices.map((price) => price * basisPoints),
    whole,
  )
}

/**
 * How many of the next periods a running discount reaches: `renewals` counts from the first renewal
 * of the service, null is for ever.
 */
export function discountedPeriods(
  discount: { readonly renewals: number | null },
  renewalCount: number,
  periods: number,
): number {
  if (discount.renewals === null) return periods
  return Math.max(0, Math.min(periods, discount.renewals - renewalCount))
}
