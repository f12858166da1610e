import { addDays } from '../calendar.ts'
import { DAY, HOUR, type Instant } from '../instant.ts'
import { isEnded } from '../service-status.ts'
import { plannedCharge } from './asking.ts'
import { insertInOrder } from './insert-in-order.ts'
import { placeDueStep, placeStep } from './place-step.ts'
import type { Facts, Milestone, Step } from './types.ts'
import {
  blocked,
  type Finding,
  isDone,
  later,
  milestoneOf,
  NOTHING,
  type Notice,
  operationBlock,
  stepBase,
  type View,
} from './view.ts'

/** A notice counts as a day before the end even when its sweep ran an hour late. */
const NOTICE_MS = DAY - HOUR

/** A cancellation for the end of the period: at E, past E at once; a hold delays it. */
export function findCancellation(view: View): readonly Finding[] {
  if (!view.service.cancellationScheduled || isEnded(view.service.status)) return NOTHING
  const milestone = milestoneOf(view, 'cancel')
  if (!milestone) return NOTHING
  const at = placeStep(Math.max(milestone.due, view.facts.hold?.until ?? 0), milestone.rules)
  if (at > view.now) return [later(milestone, at)]
  return [endNow(view, milestone, { kind: 'cancel', at })]
}

/** Remove what stayed unpaid: only after a confirmed suspension, its days, and a final notice. */
export function findExpiry(view: View): readonly Finding[] {
  if (!isEnding(view)) return NOTHING
  const milestone = milestoneOf(view, 'expire')
  if (!milestone || milestone.disabledBy) return NOTHING
  const since = suspendedSince(view.facts)
  if (since === null) return NOTHING
  const noticedAt = view.hasStaffCause ? null : noticeMoment(view, since)
  const at = endMoment(view, milestone, { since, noticedAt })
  if (at > view.now) return [later(milestone, at)]
  if (view.facts.charge?.inFlight) return [blocked(view, milestone, 'charge')]
  return [endNow(view, milestone, { kind: 'expire', at })]
}

/** The final notices name the date of the end; of several due ones only the last is sent. */
export function findFinalNotice(view: View): readonly Finding[] {
  if (!isEnding(view) || view.hasStaffCause) return NOTHING
  const expire = milestoneOf(view, 'expire')
  if (!expire || expire.disabledBy) return NOTHING
  const since = suspendedSince(view.facts)
  if (since === null) return NOTHING
  const open = openNotices(view, since)
  const dueCount = countDue(open, view.now)
  const next = open[dueCount]
  const findings = next ? [later(next.milestone, next.at)] : NOTHING
  const last = open[dueCount - 1]
  if (!last) return findings
  const skips = open.slice(0, dueCount - 1).map(({ key }) => key)
  const base = stepBase(view, last.milestone, last.key)
  const days = last.milestone.days
  const endsAt = endMoment(view, expire, { since, noticedAt: view.now })
  const step: Step = { ...base, kind: 'final_notice', skips, days, endsAt }
  return [{ kind: 'due', step }, ...findings]
}

function countDue(open: readonly Notice[], now: Instant): number {
  let count = 0
  for (const { at } of open) if (at <= now) count++
  return count
}

/** An ended service leaves the default lists. */
export function findArchiving(view: View): readonly Finding[] {
  if (!isEnded(view.service.status)) return NOTHING
  const milestone = milestoneOf(view, 'archive')
  if (!milestone) return NOTHING
  if (milestone.notBefore > view.now) return [later(milestone, milestone.notBefore)]
  return [{ kind: 'due', step: { ...stepBase(view, milestone), kind: 'archive' } }]
}

/** Suspended for money or term, still overdue, and no hold. */
function isEnding(view: View): boolean {
  const forMoney = view.service.status === 'suspended' && view.automationCauses.length > 0
  return forMoney && view.overdue && !view.held
}

/** What was held up until its window had closed waits for the next one. */
function endNow(
  view: View,
  milestone: Milestone,
  { kind, at }: { readonly kind: 'cancel' | 'expire'; readonly at: Instant },
): Finding {
  if (view.held) return blocked(view, milestone, 'hold')
  if (view.hasStaffCause) return blocked(view, milestone, 'staff')
  const on = operationBlock(view, 'terminate', 'after_others')
  if (on) return blocked(view, milestone, on)
  if (view.facts.heldBack === kind) return blocked(view, milestone, 'approval')
  const opensAt = placeDueStep(at, view.now, milestone.rules)
  if (opensAt > view.now) return later(milestone, opensAt)
  return { kind: 'due', step: { ...stepBase(view, milestone), kind } }
}

/**
 * From when the end's clock runs: the suspension is confirmed, and its cause is the automation's.
 * Null while it is not confirmed: the clock does not run.
 */
function suspendedSince(facts: Facts): Instant | null {
  if (facts.suspendedAt === null) return null
  let first: Instant | null = null
  for (const { cause, since } of facts.causes)
    if ((cause === 'overdue' || cause === 'term_ended') && (first === null || since < first))
      first = since
  return first === null ? null : Math.max(facts.suspendedAt, first)
}

interface EndClock {
  readonly since: Instant
  /** When the customer was or will be told the date; null when nobody is told. */
  readonly noticedAt: Instant | null
}

/** When it ends: its days after the suspension, a day after the notice, clear of any charge. */
function endMoment(view: View, milestone: Milestone, clock: EndClock): Instant {
  const { since, noticedAt } = clock
  const { zone } = milestone.rules.period
  let at = placeStep(addDays(since, milestone.after?.days ?? 0, zone), milestone.rules)
  if (noticedAt !== null && at - noticedAt < NOTICE_MS)
    at = placeStep(addDays(noticedAt, 1, zone), milestone.rules)
  const { lastRefusedAt } = view.facts
  if (lastRefusedAt !== null && at < lastRefusedAt + DAY)
    at = placeStep(lastRefusedAt + DAY, milestone.rules)
  // What is due by now, end or attempt, comes now.
  const planned = plannedCharge(view)
  const attemptAt = planned && Math.max(planned.at, view.now)
  if (attemptAt !== null && Math.abs(Math.max(at, view.now) - attemptAt) < DAY)
    at = placeStep(attemptAt + DAY, milestone.rules)
  return at
}

function noticeMoment(view: View, since: Instant): Instant | null {
  return lastNotice(view, since) ?? upcomingNotice(view, since)
}

/** When the last final notice of this suspension was sent; null before the first. */
function lastNotice(view: View, since: Instant): Instant | null {
  const ending = ofSuspension(since)
  let last: Instant | null = null
  for (const { key, at, skipped } of view.facts.done)
    if (!skipped && key.startsWith('final_notice:') && key.endsWith(ending))
      last = last === null || at > last ? at : last
  return last
}

/** The moment of the first notice still to send, now at the earliest. */
function upcomingNotice(view: View, since: Instant): Instant | null {
  const last = openNotices(view, since).at(-1)
  return last ? Math.max(last.at, view.now) : null
}

/** Earliest first, those later than the last one of this suspension (a view has one). */
function openNotices(view: View, since: Instant): readonly Notice[] {
  const { known } = view
  known.notices ??= findOpenNotices(view, since)
  return known.notices
}

function findOpenNotices(view: View, since: Instant): Notice[] {
  const ending = ofSuspension(since)
  let open: Notice[] = []
  for (const milestone of noticesInOrder(view)) {
    const key = milestone.key + ending
    const due = addDays(since, milestone.after?.days ?? 0, milestone.rules.period.zone)
    if (isDone(view, key)) open = []
    else open.push({ milestone, key, at: placeStep(due, milestone.rules) })
  }
  return open
}

/** The one with most days first. */
function noticesInOrder({ milestones }: View): Milestone[] {
  const notices: Milestone[] = []
  for (const milestone of milestones)
    if (milestone.step === 'final_notice')
      insertInOrder(notices, milestone, (before) => before.days < milestone.days)
  return notices
}

/** A second suspension in one period has its own notices: how the keys of this one's end. */
function ofSuspension(since: Instant): string {
  return `@${since}`
}
