/** Every billing cycle, shortest first; the two that never renew come last. */
export const CYCLES = [
  'weekly',
  'monthly',
  'quarterly',
  'semiannually',
  'annually',
  'biennially',
  'triennially',
  'onetime',
  'free',
] as const

/** How often a service is paid for. */
export type Cycle = (typeof CYCLES)[number]

/** A cycle whose periods follow each other; `onetime` and `free` are for life. */
export type RecurringCycle = Exclude<Cycle, 'onetime' | 'free'>

/** A period's length in the business time zone's calendar: whole days or whole months. */
export type CycleLength = { readonly days: number } | { readonly months: number }

/** How long one period of each cycle is. */
export const CYCLE_LENGTHS: Readonly<Record<RecurringCycle, CycleLength>> = {
  weekly: { days: 7 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  semiannually: { months: 6 },
  annually: { months: 12 },
  biennially: { months: 24 },
  triennially: { months: 36 },
}

/** True for a known cycle's name; the check of everything that comes from outside. */
export function isCycle(value: unknown): value is Cycle {
  return typeof value === 'string' && (CYCLES as readonly string[]).includes(value)
}

/** True when the cycle has periods, and so an expiry and renewals. */
export function isRecurring(cycle: Cycle): cycle is RecurringCycle {
  return cycle !== 'onetime' && cycle !== 'free'
}
