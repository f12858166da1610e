import { CYCLES } from '../products/cycles.ts'

/** When something may happen, in the business time zone. */
export interface Hours {
  fromHour: number
  toHour: number
  weekends: boolean
  holidays: boolean
}

/** What one level of the automation's delays sets; a field left out is inherited. */
export interface PolicyValues {
  [field: string]: unknown
  perCycle?: Record<string, Record<string, unknown>>
}

/** One number of days (or tries), with the range that the server takes. */
export const NUMBER_FIELDS = [
  { name: 'invoiceLeadDays', min: 0, max: 120, unit: 'days' },
  { name: 'suspendAfterDays', min: 0, max: 365, unit: 'days' },
  { name: 'minNoticeDays', min: 0, max: 60, unit: 'days' },
  { name: 'terminateAfterDays', min: 0, max: 365, unit: 'days' },
  { name: 'unpaidOrderReminderDays', min: 0, max: 60, unit: 'days' },
  { name: 'unpaidOrderDays', min: 1, max: 365, unit: 'days' },
  { name: 'renewalGraceDays', min: 0, max: 3650, unit: 'days' },
  { name: 'archiveAfterDays', min: 0, max: 3650, unit: 'days' },
  { name: 'autopayLeadDays', min: 0, max: 28, unit: 'days' },
  { name: 'autopayAttempts', min: 1, max: 7, unit: 'times' },
] as const

/** Several days before something; `mayBeNone` can be switched off altogether. */
export const LIST_FIELDS = [
  { name: 'reminderDays', most: 6, max: 120, mayBeNone: true },
  { name: 'finalNoticeDays', most: 2, max: 60, mayBeNone: false },
] as const

export const CHOICE_FIELDS = [
  { name: 'renewalBasis', options: ['expiry', 'payment_if_lapsed'] },
  { name: 'firstPeriodFrom', options: ['activation', 'order'] },
] as const

export const HOURS_FIELDS = ['mailHours', 'destructiveHours'] as const

/** The cycles a policy may be set for. */
export const POLICY_CYCLES = CYCLES

/** The values of one part: those for every cycle, or those for one cycle. */
export function partOf(policy: PolicyValues, cycle: string | null): Record<string, unknown> {
  if (cycle) return policy.perCycle?.[cycle] ?? {}
  const { perCycle: _others, ...shared } = policy
  return shared
}

/** The policy with one field of a part set, or inherited again when it is undefined. */
export function withField(
  policy: PolicyValues,
  at: { cycle: string | null; field: string },
  value: unknown,
): PolicyValues {
  const part = { ...partOf(policy, at.cycle), [at.field]: value }
  if (value === undefined) delete part[at.field]
  if (!at.cycle) return policy.perCycle ? { ...part, perCycle: policy.perCycle } : part
  const perCycle = { ...policy.perCycle, [at.cycle]: part }
  if (Object.keys(part).length === 0) delete perCycle[at.cycle]
  const { perCycle: _before, ...shared } = policy
  return Object.keys(perCycle).length > 0 ? { ...shared, perCycle } : shared
}

/** How many fields a part sets. */
export function countOf(policy: PolicyValues, cycle: string | null): number {
  return Object.keys(partOf(policy, cycle)).length
}
