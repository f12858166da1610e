import { addDays } from '../calendar.ts'
import { isRecurring } from '../cycle.ts'
import { DAY, HOUR, type Instant } from '../instant.ts'
import { periodsToRenew } from '../renewal.ts'
import type { Milestone, ReminderAbout, Step } from './types.ts'
import {
  blocked,
  type Finding,
  isDone,
  later,
  milestoneOf,
  milestoneWith,
  type NextAsk,
  NOTHING,
  refusalAt,
  stepBase,
  type View,
} from './view.ts'

/** When the next period may be asked for; a month or week limit moves it to where it lifts. */
export function nextAsk(view: View): NextAsk {
  const { known } = view
  known.ask ??= findNextAsk(view)
  return known.ask
}

function findNextAsk(view: View): NextAsk {
  const { service, now } = view
  const asking = milestoneOf(view, 'invoice') ?? milestoneOf(view, 'renew')
  const milestone = asking ?? milestoneOf(view, 'suspend')
  if (!milestone || service.expiresAt === null || !isRecurring(service.cycle))
    return { kind: 'none' }
  const subject = { expiresAt: service.expiresAt, anchorDay: service.anchorDay }
  let at = asking ? Math.max(now, asking.notBefore) : now
  for (let delays = 0; delays < 4; delays++) {
    const periods = periodsToRenew(subject, service.cycle, at, milestone.rules.period.zone)
    const refusal = refusalAt(view, milestone, { at, periods: periods.periods })
    if (!refusal) return { kind: 'at', at, periods, delayed: delays > 0 }
    if (refusal.code === 'status' || refusal.code === 'staff_cause') return { kind: 'none' }
    if (!('possibleFrom' in refusal) || refusal.possibleFrom === null) return { kind: 'ends' }
    at = refusal.possibleFrom
  }
  return { kind: 'ends' }
}

/** The renewal's document, or at a price of 0 the renewal itself; none while one is open. */
export function findAsk(view: View): readonly Finding[] {
  const milestone = milestoneOf(view, 'invoice') ?? milestoneOf(view, 'renew')
  if (!milestone || view.service.status !== 'active') return NOTHING
  if (view.facts.renewal || view.facts.causes.length > 0) return NOTHING
  const ask = nextAsk(view)
  if (ask.kind !== 'at') return NOTHING
  if (ask.at > view.now) return [later(milestone, ask.at)]
  const { periods, startsAt: periodStart, endsAt: periodEnd } = ask.periods
  const kind = milestone.step === 'renew' ? 'renew' : 'invoice'
  const step: Step = { ...stepBase(view, milestone), kind, periods, periodStart, periodEnd }
  return [{ kind: 'due', step }]
}

/** The next automatic charge of the open renewal, or null when none is planned. */
export function plannedCharge(
  view: View,
): { milestone: Milestone; attempt: number; at: Instant } | null {
  const { charge, renewal } = view.facts
  if (!charge || !renewal || view.hasStaffCause) return null
  const attempt = charge.failedAttempts + 1
  const milestone = milestoneWith(view, `charge:${attempt}`)
  if (!milestone) return null
  const nextDay =
    charge.lastAttemptAt === null
      ? milestone.notBefore
      : addDays(charge.lastAttemptAt, 1, milestone.rules.period.zone)
  return { milestone, attempt, at: Math.max(milestone.notBefore, nextDay) }
}

/** One attempt a day until it is paid or the attempts are used up; never two at once. */
export function findCharge(view: View): readonly Finding[] {
  const planned = plannedCharge(view)
  if (!planned) return NOTHING
  const { milestone, attempt, at } = planned
  if (view.facts.charge?.inFlight) return [blocked(view, milestone, 'charge')]
  if (at > view.now) return [later(milestone, at)]
  const { period } = milestone.rules
  const base = stepBase(view, milestone, milestone.key)
  return [{ kind: 'due', step: { ...base, kind: 'charge', attempt, period } }]
}

/**
 * Due reminders are those later than the last one sent; only the latest is sent, the others are
 * skipped with it. One within a day of the document's own mail is dropped.
 */
export function findReminder(view: View): readonly Finding[] {
  const { service, now } = view
  if (service.status !== 'active' || view.facts.causes.length > 0) return NOTHING
  if (service.metadata.disable_notify_expiration || view.facts.charge?.inFlight) return NOTHING
  if (service.expiresAt === null || now >= service.expiresAt) return NOTHING
  const { last, next } = openReminders(view)
  const findings = next ? [later(next, next.notBefore)] : NOTHING
  if (!last) return findings
  const about = reminderAbout(view)
  if (about === null) return findings
  const skips = skippedWith(view, last)
  const step: Step = {
    ...stepBase(view, last, last.key),
    kind: 'remind',
    skips,
    send: about !== 'nothing_yet' && !isBesideDocumentMail(view),
    days: last.days,
    about: about === 'nothing_yet' ? 'pay' : about,
    chargeAt: about === 'charge' ? (plannedCharge(view)?.at ?? null) : null,
  }
  return [{ kind: 'due', step }, ...findings]
}

/** Of those later than the last one sent or skipped: the latest that is due, the first that is not. */
function openReminders(view: View) {
  let last: Milestone | null = null
  let next: Milestone | null = null
  for (const milestone of view.milestones) {
    if (milestone.step !== 'remind') continue
    if (isDone(view, milestone.key)) last = next = null
    else if (milestone.notBefore <= view.now) last = milestone
    else next ??= milestone
  }
  return { last, next }
}

/** The keys of the reminders that were due before this one and not sent. */
function skippedWith(view: View, last: Milestone): readonly string[] {
  let skips: string[] = []
  for (const milestone of view.milestones) {
    if (milestone === last) break
    if (milestone.step !== 'remind') continue
    if (isDone(view, milestone.key)) skips = []
    else skips.push(milestone.key)
  }
  return skips
}

/** Null when there is nothing to say at all; `nothing_yet` when the document is still to come. */
function reminderAbout(view: View): ReminderAbout | 'nothing_yet' | null {
  if (view.facts.renewal) return plannedCharge(view) ? 'charge' : 'pay'
  const ask = nextAsk(view)
  if (ask.kind === 'ends') return 'ends'
  if (ask.kind === 'none') return null
  if (milestoneOf(view, 'renew')) return null
  return milestoneOf(view, 'invoice') ? 'nothing_yet' : 'click'
}

/** A day less what a mail takes to leave: a reminder of the same hour on the next day is not beside it. */
const BESIDE_MS = DAY - HOUR / 2

function isBesideDocumentMail(view: View): boolean {
  const { renewal } = view.facts
  if (!renewal) return false
  return renewal.mailedAt === null || view.now - renewal.mailedAt < BESIDE_MS
}
