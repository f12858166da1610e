import { addDays } from '../calendar.ts'
import { isRecurring } from '../cycle.ts'
import { DAY, type Instant } from '../instant.ts'
import { periodsToRenew, type RenewalPeriods } from '../renewal.ts'
import type { Milestone, ReminderAbout, Step } from './types.ts'
import {
  blocked,
  type Finding,
  isDone,
  later,
  milestoneOf,
  refusalAt,
  stepBase,
  type View,
} from './view.ts'

/** Whether and when the automation asks for the next period. */
export type NextAsk =
  | {
      readonly kind: 'at'
      /** Not before now. */
      readonly at: Instant
      readonly periods: RenewalPeriods
      /** True when a month or week limit delays it. */
      readonly delayed: boolean
    }
  /** It may not renew: it is told so, and ends. */
  | { readonly kind: 'ends' }
  /** Not the automation's to ask: not running, or under a staff cause. */
  | { readonly kind: 'none' }

/** When the next period may be asked for; a month or week limit moves it to where it lifts. */
export function nextAsk(view: View): NextAsk {
  const known = asked.get(view)
  if (known) return known
  const ask = findNextAsk(view)
  asked.set(view, ask)
  return ask
}

/** Several rules of one decision ask the same. */
const asked = new WeakMap<View, NextAsk>()

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
export function findAsk(view: View): Finding[] {
  const milestone = milestoneOf(view, 'invoice') ?? milestoneOf(view, 'renew')
  if (!milestone || view.service.status !== 'active') return []
  if (view.facts.renewal || view.facts.causes.length > 0) return []
  const ask = nextAsk(view)
  if (ask.kind !== 'at') return []
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
  const milestone = view.milestones.find(({ key }) => key === `charge:${attempt}`)
  if (!milestone) return null
  const nextDay =
    charge.lastAttemptAt === null
      ? milestone.notBefore
      : addDays(charge.lastAttemptAt, 1, milestone.rules.period.zone)
  return { milestone, attempt, at: Math.max(milestone.notBefore, nextDay) }
}

/** One attempt a day until it is paid or the attempts are used up; never two at once. */
export function findCharge(view: View): Finding[] {
  const planned = plannedCharge(view)
  if (!planned) return []
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
export function findReminder(view: View): Finding[] {
  const { service, now } = view
  if (service.status !== 'active' || view.facts.causes.length > 0) return []
  if (service.metadata.disable_notify_expiration || view.facts.charge?.inFlight) return []
  if (service.expiresAt === null || now >= service.expiresAt) return []
  const open = openReminders(view)
  if (open.length === 0) return []
  const due = open.filter(({ notBefore }) => notBefore <= now)
  const next = open[due.length]
  const findings: Finding[] = next ? [later(next, next.notBefore)] : []
  const last = due.at(-1)
  if (!last) return findings
  const about = reminderAbout(view)
  if (about === null) return findings
  const skips = due.slice(0, -1).map(({ key }) => key)
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

/** Earliest first, those later than the last one sent or skipped. */
function openReminders(view: View): Milestone[] {
  const all = view.milestones.filter(({ step }) => step === 'remind')
  const lastDone = all.findLastIndex(({ key }) => isDone(view, key))
  return all.slice(lastDone + 1)
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

function isBesideDocumentMail(view: View): boolean {
  const { renewal } = view.facts
  if (!renewal) return false
  return renewal.mailedAt === null || view.now - renewal.mailedAt < DAY
}
