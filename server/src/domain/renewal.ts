import { addCycles, localParts } from './calendar.ts'
import { type Cycle, isRecurring, type RecurringCycle } from './cycle.ts'
import type { Instant } from './instant.ts'

/** What the arithmetic of periods needs to know of a service. */
export interface PeriodSubject {
  readonly expiresAt: Instant
  /** 1–31: the day of the month that renewals come back to. */
  readonly anchorDay: number
}

/** A first or further period, and where the service's days stand after it. */
export interface Period extends PeriodSubject {
  readonly startsAt: Instant
}

/** What one renewal covers, as its document says it. */
export interface RenewalPeriods {
  /** How many periods; each counts as a renewal. More than one only for a lapsed service. */
  readonly periods: number
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** After so many periods a service that lapsed is not to be renewed but sold again. */
const MOST_PERIODS = 10_000

/** The first period: it starts at the given moment, whose day becomes the anchor. */
export function firstPeriod(startsAt: Instant, cycle: RecurringCycle, zone: string): Period {
  const anchorDay = localParts(startsAt, zone).day
  return { startsAt, anchorDay, expiresAt: addCycles(startsAt, cycle, 1, anchorDay, zone) }
}

/**
 * The cycle of a service's first period: the one that it was bought in (`firstCycle`), whatever the
 * service has become since. Null where it is for life.
 */
export function cycleOfFirst({
  cycle,
  firstCycle,
}: {
  readonly cycle: Cycle
  readonly firstCycle: Cycle | null
}): RecurringCycle | null {
  if (!isRecurring(cycle)) return null
  return firstCycle !== null && isRecurring(firstCycle) ? firstCycle : cycle
}

/**
 * What a document made at `now` asks for: one period, or, for a lapsed service, the smallest
 * number of periods that brings the expiry past now.
 */
export function periodsToRenew(
  subject: PeriodSubject,
  cycle: RecurringCycle,
  now: Instant,
  zone: string,
): RenewalPeriods {
  const { expiresAt, anchorDay } = subject
  const endOf = (periods: number) => addCycles(expiresAt, cycle, periods, anchorDay, zone)
  let periods = 1
  let endsAt = endOf(periods)
  while (endsAt <= now && periods < MOST_PERIODS) endsAt = endOf(++periods)
  return { periods, startsAt: expiresAt, endsAt }
}

/** Where a renewal starts; see the policy's `renewalBasis`. */
export interface RenewalStart {
  readonly zone: string
  readonly renewalBasis: 'expiry' | 'payment_if_lapsed'
  /** True when the service is suspended with the cause `overdue`. */
  readonly suspendedForOverdue: boolean
}

/**
 * What to ask for under a `renewalBasis`: as {@link periodsToRenew}, but one period from the
 * payment (taken to be now) where the lapsed time is not to be paid.
 */
export function periodsToAsk(
  subject: PeriodSubject,
  cycle: RecurringCycle,
  now: Instant,
  start: RenewalStart,
): RenewalPeriods {
  if (!startsAtPayment(subject, now, start)) return periodsToRenew(subject, cycle, now, start.zone)
  return { periods: 1, startsAt: now, endsAt: firstPeriod(now, cycle, start.zone).expiresAt }
}

function startsAtPayment(
  subject: PeriodSubject,
  paidAt: Instant,
  start: Omit<RenewalStart, 'zone'>,
): boolean {
  const fromPayment = start.renewalBasis === 'payment_if_lapsed' && start.suspendedForOverdue
  return fromPayment && subject.expiresAt < paidAt
}

/** A paid renewal about to be applied. */
export interface PaidRenewal {
  readonly cycle: RecurringCycle
  readonly periods: number
  readonly paidAt: Instant
  /** True when the service is suspended with the cause `overdue`. */
  readonly suspendedForOverdue: boolean
  readonly renewalBasis: 'expiry' | 'payment_if_lapsed'
}

/**
 * A renewal extends from expiry, not from payment: its periods are added to E as it is when the
 * payment arrives. With `payment_if_lapsed` a service suspended for `overdue` is extended from
 * the payment, and the anchor moves to the payment's day.
 */
export function applyRenewal(subject: PeriodSubject, renewal: PaidRenewal, zone: string): Period {
  const { cycle, periods, paidAt } = renewal
  const restarts = startsAtPayment(subject, paidAt, renewal)
  const startsAt = restarts ? paidAt : subject.expiresAt
  const anchorDay = restarts ? localParts(paidAt, zone).day : subject.anchorDay
  return { startsAt, anchorDay, expiresAt: addCycles(startsAt, cycle, periods, anchorDay, zone) }
}

/** The expiry after a renewal is taken back (reversed): E less its periods. */
export function reverseRenewal(
  subject: PeriodSubject,
  renewal: { readonly cycle: RecurringCycle; readonly periods: number },
  zone: string,
): Instant {
  return addCycles(subject.expiresAt, renewal.cycle, -renewal.periods, subject.anchorDay, zone)
}
