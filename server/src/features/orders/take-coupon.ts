import { mayLapse } from '../../domain/coupon.ts'
import type { Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import { say, type Text } from '../../platform/text.ts'
import { refusalText, takeUse } from '../coupons/use-coupon.ts'
import { type PlannedOrder, withoutCoupon } from './plan-order.ts'

/** Something about a placed order that the buyer should know. */
export interface OrderNotice {
  code: string
  text: string
}

/**
 * Takes one use of the coupon of an order. One that expired, or was used up by somebody else just
 * now, takes nothing off: the order goes on at the full price and says so. Any other refusal is a
 * 422 on `/couponCode`.
 */
export async function takeCoupon(
  tx: Tx,
  plan: PlannedOrder,
): Promise<{ plan: PlannedOrder; notices: OrderNotice[] }> {
  const taken = await afterTaking(tx, plan)
  if (taken.coupon?.kind !== 'refused') return { plan: taken, notices: [] }
  const { refusal } = taken.coupon
  const text = couponText(taken)
  if (!mayLapse(refusal))
    throw new Problem('invalid', {
      errors: [{ pointer: '/couponCode', code: refusal.code, detail: text }],
    })
  const { language } = plan.customer
  const notice = say({ key: 'coupon.lapsed', params: { reason: text } }, language)
  return { plan: taken, notices: [{ code: refusal.code, text: notice }] }
}

async function afterTaking(tx: Tx, plan: PlannedOrder): Promise<PlannedOrder> {
  if (plan.coupon?.kind !== 'applies') return plan
  const isTaken = await takeUse(tx, plan.coupon.coupon.id)
  return isTaken ? plan : withoutCoupon(plan, { code: 'coupon_used_up' })
}

/** Why the coupon of an order takes nothing off; empty when it does. */
export function couponText({ coupon, customer, zone }: PlannedOrder): Text {
  if (coupon?.kind !== 'refused') return { key: '' }
  const { currency, language } = customer
  return refusalText(coupon.refusal, { zone, currency, language })
}
