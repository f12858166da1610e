import { isDeepStrictEqual } from 'node:util'
import type { BusinessCalendar, ForecastInput } from '../../../domain/automation/index.ts'
import { CYCLES, type Cycle } from '../../../domain/cycle.ts'
import { type PolicyLevel, type PolicyOverride, resolvePolicy } from '../../../domain/policy.ts'
import type { EventPayload } from '../../../platform/events.ts'
import type { AutomatedSubject } from '../../services/automated-subject.ts'

/** Other rules than those in force, before they are saved. */
export interface RuleChange {
  /** Whose services it may move, as the event of the change will say it. */
  affects: EventPayload
  /** What one level would set instead of what it sets. */
  policy: {
    level: Exclude<PolicyLevel, 'default' | 'service'>
    was: PolicyOverride
    values: PolicyOverride
  } | null
  /** Another zone or other holidays; null when they stay. */
  calendar: Partial<Pick<BusinessCalendar, 'zone' | 'holidays'>> | null
}

/** The cycles whose services may move: all of them, some, or none when nothing is different. */
export function cyclesThatMayMove({ policy, calendar }: RuleChange): readonly Cycle[] {
  if (calendar) return CYCLES
  if (!policy) return []
  const { perCycle: was = {}, ...shared } = policy.was
  const { perCycle: will = {}, ...sharedAfter } = policy.values
  if (!isDeepStrictEqual(shared, sharedAfter)) return CYCLES
  return CYCLES.filter((cycle) => !isDeepStrictEqual(was[cycle] ?? {}, will[cycle] ?? {}))
}

/** What a forecast would start from under the other rules. */
export function underOtherRules(
  input: ForecastInput,
  { service, policyLayers }: Pick<AutomatedSubject, 'service' | 'policyLayers'>,
  { policy, calendar }: RuleChange,
): ForecastInput {
  const layers = policy ? { ...policyLayers, [policy.level]: policy.values } : policyLayers
  return {
    ...input,
    policy: policy ? resolvePolicy(service.cycle, layers) : input.policy,
    calendar: { ...input.calendar, ...calendar },
  }
}
