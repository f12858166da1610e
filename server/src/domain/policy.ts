import type { Cycle } from './cycle.ts'

/** Opening hours in the business time zone; the holidays' list is the calendar's. */
export interface OpeningHours {
  /** First hour, 0–23, included. */
  readonly fromHour: number
  /** Hour 1–24 at which it closes, excluded. */
  readonly toHour: number
  /** False leaves Saturdays and Sundays out. */
  readonly weekends: boolean
  /** False leaves the calendar's holidays out. */
  readonly holidays: boolean
}

/** The automation's delays for a service. Days are calendar days of the business time zone. */
export interface Policy {
  /** Days before expiry at which the renewal's document is made. */
  readonly invoiceLeadDays: number
  /** Days before expiry at which the customer is reminded. */
  readonly reminderDays: readonly number[]
  /** Days after expiry at which an unpaid service is overdue. */
  readonly suspendAfterDays: number
  /** Days between the document's first mail and a suspension, at the least. */
  readonly minNoticeDays: number
  /** Days between a confirmed suspension and the end. */
  readonly terminateAfterDays: number
  /** Days before the end at which the final notices leave; they cannot be switched off. */
  readonly finalNoticeDays: readonly number[]
  /** Days before expiry of the first automatic charge. */
  readonly autopayLeadDays: number
  /** Automatic charges at most, one a day. */
  readonly autopayAttempts: number
  /** Days after the end at which a service leaves the default lists. */
  readonly archiveAfterDays: number
  /** Days after expiry in which a new renewal may be asked; null: until the service has ended. */
  readonly renewalGraceDays: number | null
  /** Days after which an unpaid order is reminded. */
  readonly unpaidOrderReminderDays: number
  /** Days after which an unpaid order is cancelled and its stock and places released. */
  readonly unpaidOrderDays: number
  /** When mails to customers may leave. */
  readonly mailHours: OpeningHours
  /** When the automation may suspend and end services. */
  readonly destructiveHours: OpeningHours
  /** From where a renewal of a service suspended for `overdue` extends. */
  readonly renewalBasis: 'expiry' | 'payment_if_lapsed'
  /** When the first period starts. */
  readonly firstPeriodFrom: 'activation' | 'order'
}

/** Where a policy's value was set, nearest first; `default` is the program's own. */
export const POLICY_LEVELS = [
  'service',
  'customer',
  'product',
  'group',
  'installation',
  'default',
] as const

/** The level that a value came from. */
export type PolicyLevel = (typeof POLICY_LEVELS)[number]

/** What one level sets: some fields for every cycle, some for one cycle only (these win). */
export interface PolicyOverride extends Partial<Policy> {
  readonly perCycle?: Readonly<Partial<Record<Cycle, Partial<Policy>>>>
}

/** The layers of one service; a missing one sets nothing. */
export type PolicyOverrides = Readonly<
  Partial<Record<Exclude<PolicyLevel, 'default'>, PolicyOverride | null>>
>

/** A policy with, per field, the level that its value came from. */
export interface ResolvedPolicy {
  readonly values: Policy
  readonly from: Readonly<Record<keyof Policy, PolicyLevel>>
}

const SHARED: Omit<Policy, 'invoiceLeadDays' | 'reminderDays'> = {
  suspendAfterDays: 0,
  minNoticeDays: 3,
  terminateAfterDays: 7,
  finalNoticeDays: [3, 1],
  autopayLeadDays: 3,
  autopayAttempts: 7,
  archiveAfterDays: 90,
  renewalGraceDays: null,
  unpaidOrderReminderDays: 3,
  unpaidOrderDays: 7,
  mailHours: { fromHour: 8, toHour: 20, weekends: true, holidays: true },
  destructiveHours: { fromHour: 9, toHour: 18, weekends: true, holidays: true },
  renewalBasis: 'expiry',
  firstPeriodFrom: 'activation',
}

const WEEKLY: Policy = { ...SHARED, invoiceLeadDays: 3, reminderDays: [2, 1] }
const MONTHS: Policy = { ...SHARED, invoiceLeadDays: 7, reminderDays: [7, 5, 3, 1] }
const YEARS: Policy = { ...SHARED, invoiceLeadDays: 30, reminderDays: [30, 14, 7, 3, 1] }

/** The program's own delays per cycle: short periods ask late, long ones early. */
export const DEFAULT_POLICIES: Readonly<Record<Cycle, Policy>> = {
  weekly: WEEKLY,
  monthly: MONTHS,
  quarterly: MONTHS,
  semiannually: MONTHS,
  annually: YEARS,
  biennially: YEARS,
  triennially: YEARS,
  onetime: MONTHS,
  free: MONTHS,
}

const FIELDS = Object.keys(MONTHS) as (keyof Policy)[]

/** Per field: the service's value, else customer's, product's, group's, installation's, default. */
export function resolvePolicy(cycle: Cycle, layers: PolicyOverrides): ResolvedPolicy {
  const values: Record<string, unknown> = {}
  const from: Record<string, PolicyLevel> = {}
  for (const field of FIELDS) {
    const { value, level } = resolveField(cycle, layers, field)
    values[field] = value
    from[field] = level
  }
  return { values: values as unknown as Policy, from: from as ResolvedPolicy['from'] }
}

/** One field of what `resolvePolicy` answers, for those who look at many services for it alone. */
export function policyValue<F extends keyof Policy>(
  cycle: Cycle,
  layers: PolicyOverrides,
  field: F,
): Policy[F] {
  return resolveField(cycle, layers, field).value as Policy[F]
}

function resolveField(
  cycle: Cycle,
  layers: PolicyOverrides,
  field: keyof Policy,
): { value: unknown; level: PolicyLevel } {
  for (const level of POLICY_LEVELS) {
    const value = level === 'default' ? undefined : layerValue(layers[level], cycle, field)
    if (value !== undefined) return { value, level }
  }
  return { value: DEFAULT_POLICIES[cycle][field], level: 'default' }
}

function layerValue(
  layer: PolicyOverride | null | undefined,
  cycle: Cycle,
  field: keyof Policy,
): unknown {
  const forCycle = layer?.perCycle?.[cycle]?.[field]
  return forCycle === undefined ? layer?.[field] : forCycle
}
