import type { AutomationGap } from './automation/facts.ts'
import { addDays, isoWeekStart, monthStart, nextIsoWeekStart, nextMonthStart } from './calendar.ts'
import { type Cycle, isRecurring } from './cycle.ts'
import { HOUR, type Instant } from './instant.ts'
import type { KnownMetadata } from './metadata.ts'
import { isStaffCause, type ServiceStatus, type SuspensionCause } from './service-lifecycle.ts'

/** What the right to renew depends on in the service itself. */
export interface RenewableService {
  readonly status: ServiceStatus
  /** The service's own cycle. */
  readonly cycle: Cycle
  readonly expiresAt: Instant | null
  readonly causes: readonly SuspensionCause[]
  readonly cancellationScheduled: boolean
  readonly renewalCount: number
  /** The service's own limit; null leaves it to the metadata, and to no limit without one. */
  readonly maxRenewals: number | null
  /** Resolved from the service, else its product. */
  readonly metadata: KnownMetadata
}

/** What else the right to renew depends on. */
export interface RenewalFacts {
  readonly by: 'customer' | 'staff' | 'automation'
  /** When this service's applied (not reversed) renewals were applied; those older than 32 days may miss. */
  readonly appliedAt: readonly Instant[]
  /** 1 when a renewal is open that the new one would stand beside or replace, else 0. */
  readonly openCount: 0 | 1
  /** How many periods the document would cover; see `periodsToRenew`. */
  readonly periods: number
  /** The policy's `renewalGraceDays`; null: until the service has ended. */
  readonly renewalGraceDays: number | null
  /** When the automation did not run, earliest first: what it could not ask in time it asks after it. */
  readonly outages?: readonly AutomationGap[]
  /** The business time zone. */
  readonly zone: string
}

/** Why a renewal is refused. Only limits can be overridden by staff, after a confirmation. */
export type RenewalRefusal =
  | { readonly code: 'cycle_does_not_renew'; readonly overridable: false }
  | { readonly code: 'status'; readonly status: ServiceStatus; readonly overridable: false }
  | {
      readonly code: 'staff_cause'
      readonly causes: readonly SuspensionCause[]
      readonly overridable: false
    }
  | { readonly code: 'cancellation_scheduled'; readonly overridable: false }
  | {
      readonly code: 'max_renewals'
      readonly limit: number
      readonly renewalCount: number
      readonly overridable: true
    }
  | {
      readonly code: 'month_limit' | 'week_limit'
      readonly limit: number
      /** From when a renewal is possible again; null when the limit is 0 and never lifts. */
      readonly possibleFrom: Instant | null
      readonly overridable: true
    }
  | { readonly code: 'grace_passed'; readonly until: Instant; readonly overridable: true }

/**
 * Null when a renewal may be asked now, else the first reason against it. Limits are checked when
 * a renewal is asked, never when an open one is paid.
 */
export function renewalRefusal(
  service: RenewableService,
  facts: RenewalFacts,
  now: Instant,
): RenewalRefusal | null {
  if (!isRecurring(service.cycle)) return { code: 'cycle_does_not_renew', overridable: false }
  if (service.status !== 'active' && service.status !== 'suspended')
    return { code: 'status', status: service.status, overridable: false }
  const staffCauses = service.causes.filter(isStaffCause)
  if (staffCauses.length > 0 && facts.by !== 'staff')
    return { code: 'staff_cause', causes: staffCauses, overridable: false }
  if (service.cancellationScheduled) return { code: 'cancellation_scheduled', overridable: false }
  return (
    maxRenewalsRefusal(service, facts) ??
    rateRefusal(service.metadata, facts, now) ??
    graceRefusal(service, facts, now)
  )
}

/** The most renewals in all: the service's own column, else the metadata; null is no limit. */
export function renewalLimit(
  service: Pick<RenewableService, 'maxRenewals' | 'metadata'>,
): number | null {
  return service.maxRenewals ?? service.metadata.max_renewals
}

function maxRenewalsRefusal(service: RenewableService, facts: RenewalFacts): RenewalRefusal | null {
  const limit = renewalLimit(service)
  if (limit === null || service.renewalCount + facts.periods <= limit) return null
  return { code: 'max_renewals', limit, renewalCount: service.renewalCount, overridable: true }
}

/** At most n renewals in the calendar month and ISO week; of two reached, the one lifted later. */
function rateRefusal(
  metadata: KnownMetadata,
  facts: RenewalFacts,
  now: Instant,
): RenewalRefusal | null {
  const month = periodRefusal('month_limit', metadata.max_renewals_in_current_month, facts, now)
  const week = periodRefusal('week_limit', metadata.max_renewals_in_current_week, facts, now)
  if (!month || !week) return month ?? week
  return liftedAt(month) >= liftedAt(week) ? month : week
}

type PeriodLimit = Extract<RenewalRefusal, { code: 'month_limit' | 'week_limit' }>

function periodRefusal(
  code: PeriodLimit['code'],
  limit: number | null,
  facts: RenewalFacts,
  now: Instant,
): PeriodLimit | null {
  if (limit === null) return null
  const isMonth = code === 'month_limit'
  const start = isMonth ? monthStart(now, facts.zone) : isoWeekStart(now, facts.zone)
  const end = isMonth ? nextMonthStart(now, facts.zone) : nextIsoWeekStart(now, facts.zone)
  const applied = facts.appliedAt.filter((at) => at >= start && at < end).length
  if (applied + facts.openCount < limit) return null
  return { code, limit, possibleFrom: limit === 0 ? null : end, overridable: true }
}

function liftedAt(refusal: PeriodLimit): number {
  return refusal.possibleFrom ?? Number.POSITIVE_INFINITY
}

/** The automation asks when it is due, and its sweep may be so late: what was in time then still is. */
const SWEEP_LATE_MS = HOUR

function graceRefusal(
  service: RenewableService,
  facts: RenewalFacts,
  now: Instant,
): RenewalRefusal | null {
  if (facts.renewalGraceDays === null || service.expiresAt === null) return null
  const until = addDays(service.expiresAt, facts.renewalGraceDays, facts.zone)
  const last = facts.by === 'automation' ? lastAsk(until, facts.outages ?? []) : until
  return now > last ? { code: 'grace_passed', until, overridable: true } : null
}

/** A grace that ran out while nobody could ask lasts until the automation runs again. */
function lastAsk(until: Instant, outages: readonly AutomationGap[]): Instant {
  let last = until + SWEEP_LATE_MS
  for (const { from, to } of outages)
    if (from <= last && to > until) last = Math.max(last, to + SWEEP_LATE_MS)
  return last
}
