import { isRecurring } from '../../domain/cycle.ts'
import { type Discount, discounted } from '../../domain/discount.ts'
import { splitMoney } from '../../domain/money.ts'
import type { ServiceDiscount } from '../../domain/service-option.ts'
import type { Language } from '../../platform/text.ts'
import { withCoupon } from '../coupons/coupon-text.ts'
import type { Coupon } from '../coupons/queries.ts'
import { isFor } from '../coupons/use-coupon.ts'
import type { NewLine } from '../documents/open-documents.ts'
import type { PlannedItem } from './plan-item.ts'

/** One unit of an item: it becomes a service with these lines. */
export interface PlannedUnit {
  item: PlannedItem
  /** At the prices to pay. */
  lines: NewLine[]
  /** What the coupon goes on taking off its renewals. */
  discount: ServiceDiscount | null
}

/** A coupon that applies, and what it is worth in the order's currency. */
export interface AppliedCoupon {
  coupon: Coupon
  discount: Discount
  language: Language
}

const sumOf = (lines: readonly NewLine[]) =>
  lines.reduce((sum, line) => sum + BigInt(line.quantity) * line.unitPrice, 0n)

/** What units come to. */
export const unitsTotal = (units: readonly PlannedUnit[]): bigint =>
  units.reduce((sum, { lines }) => sum + sumOf(lines), 0n)

/**
 * Every unit of an order. A percentage is taken off each unit alike; a fixed sum is taken off the
 * order once, split over the units that the coupon is for by what they cost.
 */
export function unitsOf(
  items: readonly PlannedItem[],
  applied: AppliedCoupon | null,
): PlannedUnit[] {
  const units = items.flatMap((item): PlannedUnit[] =>
    Array.from({ length: item.quantity }, () => ({ item, lines: item.lines, discount: null })),
  )
  if (!applied) return units
  const { coupon, discount } = applied
  const meant = units.filter(({ item }) => isFor(coupon, item.product.id))
  const shares = sharesOf(discount, meant)
  return units.map((unit) => {
    const share = shares[meant.indexOf(unit)]
    return share ? withShare(unit, share, applied) : unit
  })
}

function sharesOf(discount: Discount, units: readonly PlannedUnit[]): Discount[] {
  if (discount.kind === 'percent' || units.length === 0) return units.map(() => discount)
  const weights = units.map(({ lines }) => sumOf(lines))
  return splitMoney(discount.amount, weights).map((amount) => ({ kind: 'fixed', amount }))
}

function withShare(
  { item, lines }: PlannedUnit,
  share: Discount,
  { coupon, language }: AppliedCoupon,
): PlannedUnit {
  const prices = discounted(
    lines.map((line) => line.unitPrice),
    share,
  )
  const { id, code, kind, basisPoints, renewals } = coupon
  const goesOn = renewals !== 0 && isRecurring(item.service.cycle)
  const amount = share.kind === 'fixed' ? String(share.amount) : '0'
  return {
    item,
    lines: lines.map((line, index) => {
      const unitPrice = prices[index] ?? line.unitPrice
      if (unitPrice === line.unitPrice) return line
      return { ...line, unitPrice, label: withCoupon(line.label, coupon, language) }
    }),
    discount: goesOn ? { couponId: id, code, kind, basisPoints, amount, renewals } : null,
  }
}
