import type { Step } from './types.ts'
import {
  blocked,
  type Finding,
  isDone,
  later,
  milestoneOf,
  NOTHING,
  operationBlock,
  stepBase,
  type View,
} from './view.ts'

/** Paid and pending: deliver, or leave it to staff where the product says so. */
export function findDelivery(view: View): readonly Finding[] {
  if (view.service.status !== 'pending' || view.facts.order?.state !== 'paid') return NOTHING
  const milestone = milestoneOf(view, 'deliver')
  if (!milestone) return NOTHING
  if (view.service.deliverOn !== 'payment') return [blocked(view, milestone, 'staff')]
  const on = operationBlock(view, 'create', 'at_once')
  if (on) return [blocked(view, milestone, on)]
  const { period } = milestone.rules
  return [{ kind: 'due', step: { ...stepBase(view, milestone), kind: 'deliver', period } }]
}

/** An unpaid order is reminded once, before it is given up. */
export function findOrderReminder(view: View): readonly Finding[] {
  if (!isUnpaid(view)) return NOTHING
  const milestone = milestoneOf(view, 'remind_order')
  const giveUp = milestoneOf(view, 'cancel_order')
  if (!milestone || !giveUp || isDone(view, milestone.key)) return NOTHING
  if (milestone.notBefore >= giveUp.notBefore) return NOTHING
  if (milestone.notBefore > view.now) return [later(milestone, milestone.notBefore)]
  const base = stepBase(view, milestone, milestone.key)
  const step: Step = { ...base, kind: 'remind_order', days: milestone.days }
  return [{ kind: 'due', step }]
}

/** An unpaid order is given up; one whose invoice has a number needs staff and a credit note. */
export function findOrderCancellation(view: View): readonly Finding[] {
  if (!isUnpaid(view)) return NOTHING
  const milestone = milestoneOf(view, 'cancel_order')
  if (!milestone) return NOTHING
  const at = Math.max(milestone.notBefore, view.facts.hold?.until ?? 0)
  if (at > view.now) return [later(milestone, at)]
  if (view.held) return [blocked(view, milestone, 'hold')]
  if (view.facts.order?.state === 'issued') return [blocked(view, milestone, 'staff')]
  return [{ kind: 'due', step: { ...stepBase(view, milestone), kind: 'cancel_order' } }]
}

function isUnpaid(view: View): boolean {
  const state = view.facts.order?.state
  return view.service.status === 'pending' && (state === 'unpaid' || state === 'issued')
}
