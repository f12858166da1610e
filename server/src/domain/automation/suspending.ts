import { addDays } from '../calendar.ts'
import type { Instant } from '../instant.ts'
import type { AutomationCause } from '../service-status.ts'
import { nextAsk, plannedCharge } from './asking.ts'
import { placeDueStep, placeStep } from './place-step.ts'
import type { Because, Milestone, Step, StepRules } from './types.ts'
import {
  blocked,
  type Finding,
  later,
  levelKey,
  milestoneOf,
  NOTHING,
  operationBlock,
  stepBase,
  type View,
} from './view.ts'

/** Suspend what is overdue, or whose term has ended and may not be renewed. */
export function findSuspension(view: View): readonly Finding[] {
  const { status } = view.service
  const milestone = milestoneOf(view, 'suspend')
  if (!milestone || milestone.disabledBy) return NOTHING
  if (status === 'active' && view.facts.causes.length > 0) return [unfinished(view, milestone)]
  if (status === 'suspended' && !view.hasStaffCause) return NOTHING
  if (view.automationCauses.length > 0) return NOTHING
  const plan = suspensionPlan(view, milestone)
  if (!plan) return NOTHING
  if (plan.at > view.now) return [later(milestone, plan.at)]
  if (view.held) return [blocked(view, milestone, 'hold')]
  return chargesFirst(view, milestone, plan.at) ?? [suspendNow(view, milestone, plan)]
}

/** A suspension that was asked for and is not confirmed; without an operation staff must look. */
function unfinished(view: View, milestone: Milestone): Finding {
  return blocked(view, milestone, operationBlock(view, 'suspend', 'at_once') ?? 'staff')
}

interface SuspensionPlan {
  readonly cause: AutomationCause
  readonly at: Instant
}

/**
 * Not before it is overdue, the notice after the document's first mail, the end of a hold, and
 * the day that an edit leaves; null when nothing was asked that could be unpaid.
 */
function suspensionPlan(view: View, milestone: Milestone): SuspensionPlan | null {
  const { facts, now, service } = view
  const { rules } = milestone
  const { zone } = rules.period
  const floor = Math.max(milestone.due, facts.hold?.until ?? 0, facts.graceUntil ?? 0)
  const noticeDays = Math.max(milestone.after?.days ?? 0, hasRateLimit(view) ? 1 : 0)
  if (facts.renewal) {
    const noticed = addDays(facts.renewal.mailedAt ?? now, noticeDays, zone)
    return planned('overdue', Math.max(floor, noticed), rules)
  }
  if (service.status !== 'active') return null
  const ask = nextAsk(view)
  if (ask.kind === 'none') return null
  if (ask.kind === 'ends') return planned('term_ended', floor, rules)
  const isInvoiced = milestoneOf(view, 'invoice') !== undefined
  if (!isInvoiced && !ask.delayed)
    return milestoneOf(view, 'renew') ? null : planned('overdue', floor, rules)
  const asked = addDays(ask.at, isInvoiced ? noticeDays : 1, zone)
  return planned('overdue', Math.max(floor, asked), rules)
}

function planned(cause: AutomationCause, at: Instant, rules: StepRules): SuspensionPlan {
  return { cause, at: placeStep(at, rules) }
}

/** After a month or week limit has lifted, a day at least is left to pay. */
function hasRateLimit(view: View): boolean {
  const { metadata } = view.service
  return (
    metadata.max_renewals_in_current_month !== null ||
    metadata.max_renewals_in_current_week !== null
  )
}

/** No suspension before the second failed attempt, or while a charge is in flight. */
function chargesFirst(
  view: View,
  milestone: Milestone,
  planned: Instant,
): readonly Finding[] | null {
  const { charge, renewal } = view.facts
  if (!charge || !renewal) return null
  if (charge.inFlight) return [blocked(view, milestone, 'charge')]
  const next = charge.failedAttempts < 2 ? plannedCharge(view) : null
  if (!next) return null
  const { zone } = milestone.rules.period
  const second = next.attempt === 1 ? addDays(Math.max(next.at, view.now), 1, zone) : next.at
  const at = placeStep(Math.max(planned, second), milestone.rules)
  return at > view.now ? [later(milestone, at)] : []
}

/** What was held up until its window had closed waits for the next one. */
function suspendNow(view: View, milestone: Milestone, { cause, at }: SuspensionPlan): Finding {
  const operation = view.service.status === 'active'
  const on = operation ? operationBlock(view, 'suspend', 'after_others') : null
  if (on) return blocked(view, milestone, on)
  if (operation && view.facts.heldBack === 'suspend') return blocked(view, milestone, 'approval')
  const opensAt = placeDueStep(at, view.now, milestone.rules)
  if (opensAt > view.now) return later(milestone, opensAt)
  return { kind: 'due', step: { ...stepBase(view, milestone), kind: 'suspend', cause, operation } }
}

/**
 * What is paid, extended or held loses the automation's causes, and runs when no cause is left.
 * A suspension that is not confirmed yet is called back in the same way.
 */
export function findUnsuspension(view: View): readonly Finding[] {
  const { status } = view.service
  const clears = view.automationCauses
  if (status !== 'suspended' && status !== 'active') return NOTHING
  if (clears.length > 0 && view.overdue && !view.held) return NOTHING
  if (clears.length === 0 && (status === 'active' || view.hasStaffCause)) return NOTHING
  const milestone = milestoneOf(view, 'unsuspend') ?? milestoneOf(view, 'suspend')
  if (!milestone) return NOTHING
  const operation = !view.hasStaffCause
  const on = operation ? operationBlock(view, 'unsuspend', 'at_once') : null
  const because = whyUnsuspend(view)
  if (on) return [blocked(view, { ...milestone, step: 'unsuspend', key: 'unsuspend', because }, on)]
  const base = { ...stepBase(view, milestone, levelKey('unsuspend', view.now)), because }
  const step: Step = { ...base, kind: 'unsuspend', clears, operation }
  return [{ kind: 'due', step }]
}

function whyUnsuspend(view: View): Because {
  if (view.automationCauses.length === 0) return { rule: 'no_cause_left' }
  return { rule: view.overdue ? 'on_hold' : 'no_longer_overdue' }
}
