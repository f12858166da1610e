import type { OpeningHours, Policy } from './policy.ts'

/** Why a policy's value is refused; the field is the pointer for a form. */
export interface PolicyProblem {
  readonly field: keyof Policy
  readonly code: 'not_in_range' | 'too_many' | 'closes_before_it_opens'
}

type DayField = {
  [Field in keyof Policy]: Policy[Field] extends number | null ? Field : never
}[keyof Policy]

/** The smallest and largest number of days (attempts for `autopayAttempts`) of each delay. */
export const POLICY_RANGES = {
  invoiceLeadDays: [0, 120],
  suspendAfterDays: [0, 365],
  minNoticeDays: [0, 60],
  terminateAfterDays: [0, 365],
  autopayLeadDays: [0, 28],
  autopayAttempts: [1, 7],
  archiveAfterDays: [0, 3650],
  renewalGraceDays: [0, 3650],
  unpaidOrderReminderDays: [0, 60],
  unpaidOrderDays: [1, 365],
} as const satisfies Record<DayField, readonly [number, number]>

/** The lists of days: how many entries at most, and the range of each. */
export const POLICY_LISTS = {
  reminderDays: { most: 6, range: [0, 120] },
  finalNoticeDays: { most: 2, range: [0, 60] },
} as const

/**
 * The problems of values before they are stored at a level. The bounds keep a service's timeline
 * at 20 steps a period and make sure that every window opens.
 */
export function validatePolicy(values: Partial<Policy>): PolicyProblem[] {
  const problems: PolicyProblem[] = []
  for (const [field, range] of Object.entries(POLICY_RANGES) as [DayField, [number, number]][]) {
    const value = values[field]
    if (value !== undefined && value !== null && !isWithin(value, range))
      problems.push({ field, code: 'not_in_range' })
  }
  for (const field of ['reminderDays', 'finalNoticeDays'] as const) {
    const { most, range } = POLICY_LISTS[field]
    const days = values[field] ?? []
    if (days.length > most) problems.push({ field, code: 'too_many' })
    if (!days.every((day) => isWithin(day, range))) problems.push({ field, code: 'not_in_range' })
  }
  for (const field of ['mailHours', 'destructiveHours'] as const) {
    const hours = values[field]
    if (hours) problems.push(...hoursProblems(field, hours))
  }
  return problems
}

function hoursProblems(field: 'mailHours' | 'destructiveHours', hours: OpeningHours) {
  if (!isWithin(hours.fromHour, [0, 23]) || !isWithin(hours.toHour, [1, 24]))
    return [{ field, code: 'not_in_range' as const }]
  return hours.fromHour < hours.toHour ? [] : [{ field, code: 'closes_before_it_opens' as const }]
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
