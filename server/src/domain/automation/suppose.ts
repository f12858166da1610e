import { addDays, localParts } from '../calendar.ts'
import { type Cycle, isRecurring } from '../cycle.ts'
import { DAY, type Instant } from '../instant.ts'
import type { Money } from '../money.ts'
import type { ResolvedPolicy } from '../policy.ts'
import { periodsToAsk } from '../renewal.ts'
import { apply, applyPaidRenewal } from './apply.ts'
import type { ForecastInput } from './forecast.ts'
import type { AutomatedService, PeriodRules, ServiceState } from './types.ts'

/** What somebody might do with a service, to see what would follow. */
export type Supposition =
  | { readonly do: 'nothing' }
  /** Calendar days, at least one. */
  | { readonly do: 'add_days' | 'subtract_days'; readonly days: number }
  /** The open renewal, or one asked for now; for a pending service its order. */
  | { readonly do: 'pay'; readonly cycle?: Cycle }
  /** Another cycle with what it costs and its delays; `pay`: its first period is paid at once. */
  | {
      readonly do: 'change_cycle'
      readonly cycle: Cycle
      readonly price: Money
      readonly policy: ResolvedPolicy
      readonly pay: boolean
    }
  | { readonly do: 'cancel'; readonly when: 'end_of_period' | 'now' }
  | { readonly do: 'undo_cancellation' }
  /** Null: open-ended. */
  | { readonly do: 'hold'; readonly until: Instant | null }
  | { readonly do: 'release' }
  /** The automation stops for it, or looks after it again. */
  | { readonly do: 'pause_automation' | 'resume_automation' }
  /** Its policy with other values, as it would be resolved. */
  | { readonly do: 'set_policy'; readonly policy: ResolvedPolicy }

/** How long a service that an edit makes overdue is left alone. */
const GRACE_MS = DAY

/**
 * The forecast's starting point as it would be right after somebody did this, now. Whether they
 * may is not judged here; the action's check says so.
 */
export function suppose(input: ForecastInput, supposition: Supposition): ForecastInput {
  const { service, facts } = input
  switch (supposition.do) {
    case 'nothing':
      return input
    case 'add_days':
      return withExpiryMoved(input, supposition.days)
    case 'subtract_days':
      return withExpiryMoved(input, -supposition.days)
    case 'pay':
      return { ...input, ...paid(input, supposition.cycle ?? service.cycle) }
    case 'change_cycle':
      return withCycle(input, supposition)
    case 'cancel':
      return { ...input, ...cancelled(input, supposition.when) }
    case 'undo_cancellation':
      return { ...input, service: { ...service, cancellationScheduled: false } }
    case 'hold':
      return { ...input, facts: { ...facts, hold: { until: supposition.until } } }
    case 'release':
      return { ...input, facts: { ...facts, hold: null } }
    case 'pause_automation':
      return { ...input, facts: { ...facts, paused: true } }
    case 'resume_automation':
      return { ...input, facts: { ...facts, paused: false } }
    case 'set_policy':
      return { ...input, policy: supposition.policy }
  }
}

/** Steps are counted for the period that ends at the expiry: with another one none is done. */
function withExpiryMoved(input: ForecastInput, days: number): ForecastInput {
  const { service, facts, now, policy, calendar } = input
  if (service.expiresAt === null) return input
  const expiresAt = addDays(service.expiresAt, days, calendar.zone)
  const deadline = (from: Instant) => addDays(from, policy.values.suspendAfterDays, calendar.zone)
  const becomesOverdue = deadline(service.expiresAt) > now && deadline(expiresAt) <= now
  const anchorDay = localParts(expiresAt, calendar.zone).day
  return {
    ...input,
    service: { ...service, expiresAt, anchorDay },
    facts: {
      ...facts,
      done: [],
      graceUntil: becomesOverdue ? now + GRACE_MS : facts.graceUntil,
    },
  }
}

function paid(input: ForecastInput, cycle: Cycle): ServiceState {
  const { service, facts, now } = input
  if (service.status === 'pending')
    return { service, facts: { ...facts, order: { state: 'paid' } } }
  const isAsked = facts.renewal?.cycle === cycle
  const periods = isAsked ? (facts.renewal?.periods ?? 1) : periodsOf(input, cycle)
  const renewal = { cycle, periods, mailedAt: now }
  return applyPaidRenewal(service, { ...facts, renewal }, rulesOf(input), now)
}

/** An open renewal stays as it was asked for, unless the new cycle is paid for instead. */
function withCycle(
  input: ForecastInput,
  { cycle, price, policy, pay }: Extract<Supposition, { do: 'change_cycle' }>,
): ForecastInput {
  const changed = { ...input, policy, service: { ...input.service, cycle, price } }
  return pay ? { ...changed, ...paid(changed, cycle) } : changed
}

function periodsOf({ service, facts, policy, calendar, now }: ForecastInput, cycle: Cycle): number {
  if (service.expiresAt === null || !isRecurring(cycle)) return 1
  const { expiresAt, anchorDay } = service
  const start = {
    zone: calendar.zone,
    renewalBasis: policy.values.renewalBasis,
    suspendedForOverdue:
      service.status === 'suspended' && facts.causes.some(({ cause }) => cause === 'overdue'),
  }
  return periodsToAsk({ expiresAt, anchorDay }, cycle, now, start).periods
}

function rulesOf({ policy, calendar }: ForecastInput): PeriodRules {
  const { renewalBasis, firstPeriodFrom } = policy.values
  return { zone: calendar.zone, renewalBasis, firstPeriodFrom }
}

/** The open renewal is withdrawn. Past the expiry, the end of the period is now. */
function cancelled(
  { service, facts, now }: ForecastInput,
  when: 'end_of_period' | 'now',
): ServiceState {
  const withdrawn = { ...facts, renewal: null }
  const scheduled: AutomatedService = { ...service, cancellationScheduled: true }
  if (when === 'end_of_period') return { service: scheduled, facts: withdrawn }
  const because = { rule: 'cancellation_scheduled' } as const
  const step = { kind: 'cancel', key: 'cancel', skips: [], mailAt: now, because } as const
  return apply(scheduled, withdrawn, step, now)
}
