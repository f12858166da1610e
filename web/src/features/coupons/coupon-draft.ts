import type { Money } from '../../i18n/format.ts'
import type { Coupon } from './coupon-requests.ts'

/** How long a coupon holds. */
export type Lasting = 'first' | 'some' | 'forever'

/** A coupon while it is typed. */
export interface CouponDraft {
  code: string
  notes: string
  kind: Coupon['kind']
  /** Percent, with up to two decimals. */
  percent: number | ''
  /** By currency. */
  amounts: Record<string, Money | undefined>
  lasting: Lasting
  renewals: number
  productIds: string[]
  minimums: Record<string, Money | undefined>
  validFromAt: string | null
  validUntilAt: string | null
  maxUses: number | null
  maxUsesPerCustomer: number | null
}

export const NEW_COUPON: CouponDraft = {
  code: '',
  notes: '',
  kind: 'percent',
  percent: '',
  amounts: {},
  lasting: 'first',
  renewals: 3,
  productIds: [],
  minimums: {},
  validFromAt: null,
  validUntilAt: null,
  maxUses: null,
  maxUsesPerCustomer: null,
}

const byCurrency = (amounts: readonly Money[]) =>
  Object.fromEntries(amounts.map((money) => [money.currency, money]))

export function toDraft(coupon: Coupon): CouponDraft {
  const { code, notes, kind, productIds, validFromAt, validUntilAt } = coupon
  const { maxUses, maxUsesPerCustomer, renewals } = coupon
  return {
    ...{ code, notes, kind, productIds, validFromAt, validUntilAt, maxUses, maxUsesPerCustomer },
    percent: kind === 'percent' ? coupon.basisPoints / 100 : '',
    amounts: byCurrency(coupon.amounts),
    minimums: byCurrency(coupon.minimums),
    lasting: renewals === null ? 'forever' : renewals === 0 ? 'first' : 'some',
    renewals: renewals || NEW_COUPON.renewals,
  }
}

/** What the API takes. */
export function toBody(draft: CouponDraft) {
  const { percent, lasting, renewals, amounts, minimums, ...rest } = draft
  const filled = (of: CouponDraft['amounts']) =>
    Object.values(of).filter((money) => money !== undefined)
  return {
    ...rest,
    basisPoints: draft.kind === 'percent' ? Math.round(Number(percent || 0) * 100) : 0,
    amounts: draft.kind === 'fixed' ? filled(amounts) : [],
    minimums: filled(minimums),
    renewals: lasting === 'forever' ? null : lasting === 'first' ? 0 : renewals,
  }
}
