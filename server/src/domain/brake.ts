import type { AutomationGap } from './automation/facts.ts'
import { addDays, startOfDay } from './calendar.ts'
import { DAY, HOUR, type Instant } from './instant.ts'

/** What the brake may hold back; an end is counted apart from a suspension. */
export const BRAKED_STEPS = ['suspend', 'expire', 'cancel'] as const
export type BrakedStep = (typeof BRAKED_STEPS)[number]

/** What is counted: a cancellation was asked for by somebody, so no day's number limits it. */
export type CountedStep = Exclude<BrakedStep, 'cancel'>

/** Why something is held back, the gravest first. */
export const BRAKE_REASONS = [
  'clock_jump',
  'no_sweep_yesterday',
  'gateway_unreachable',
  'too_many',
] as const
export type BrakeReason = (typeof BRAKE_REASONS)[number]

/** How the brake is set; percentages are whole numbers. */
export interface BrakeRules {
  /** Which reasons count. */
  readonly on: Readonly<Record<BrakeReason, boolean>>
  /** So many a day are always let through. */
  readonly floor: number
  /** Of what was forecast for the day: 150 lets half as many again through. */
  readonly percentOfForecast: number
  /** Of the active services, while no forecast was kept the day before. */
  readonly percentOfActive: number
}

/** How many suspensions or ends a day may see, and what that was worked out from. */
export interface DayLimit {
  readonly limit: number
  readonly from: 'forecast' | 'active' | 'floor' | 'off'
}

/** No day comes near it: the number is not limited. */
export const NO_LIMIT = 2_147_483_647

/**
 * The limit of one day for one step: more than the forecast of the day before by half, or a share
 * of the active services where there was no forecast; never below the floor.
 */
export function dayLimit(
  { forecast, active }: { readonly forecast: number | null; readonly active: number },
  { floor, percentOfForecast, percentOfActive, on }: BrakeRules,
): DayLimit {
  if (!on.too_many) return { limit: NO_LIMIT, from: 'off' }
  const [own, from] =
    forecast === null
      ? [Math.floor((active * percentOfActive) / 100), 'active' as const]
      : [Math.floor((forecast * percentOfForecast) / 100), 'forecast' as const]
  return own > floor ? { limit: own, from } : { limit: floor, from: 'floor' }
}

/** How many of a day's forecast steps the brake would hold back. */
export function wouldHold(
  counts: Readonly<Record<CountedStep, number>>,
  limits: Readonly<Record<CountedStep, number>>,
): number {
  const beyond = (step: CountedStep) => Math.max(0, counts[step] - limits[step])
  return beyond('suspend') + beyond('expire')
}

/**
 * How many steps of a day to come would be held back: its limit is made of its own forecast, on the
 * day before.
 */
export function wouldHoldAhead(
  counts: Readonly<Record<CountedStep, number>>,
  rules: BrakeRules,
): number {
  const limit = (step: CountedStep) => limitAhead(counts[step], rules)
  return wouldHold(counts, { suspend: limit('suspend'), expire: limit('expire') })
}

/** How many of a step a day to come lets through when so many are forecast for it. */
export function limitAhead(count: number, rules: BrakeRules): number {
  return dayLimit({ forecast: count, active: 0 }, rules).limit
}

/** False when a day to come lets everything through, however much is forecast for it. */
export function mayHoldAhead({ on, percentOfForecast }: BrakeRules): boolean {
  return on.too_many && percentOfForecast < 100
}

/** The place of a step among those of a day: the sweep takes them by moment, then by service. */
export interface BrakedPlace {
  readonly at: Instant
  readonly serviceId: string
}

/** The first of a day's steps that would be held back beyond its number; null when all pass. */
export function heldFrom(places: readonly BrakedPlace[], limit: number): BrakedPlace | null {
  if (places.length <= limit) return null
  return [...places].sort(byTurn)[limit] ?? null
}

/** True for the first step that is held back and those that come after it. */
export function isHeldFrom(place: BrakedPlace, first: BrakedPlace | null): boolean {
  return first !== null && byTurn(place, first) >= 0
}

const byTurn = (a: BrakedPlace, b: BrakedPlace) =>
  a.at - b.at || (a.serviceId < b.serviceId ? -1 : a.serviceId > b.serviceId ? 1 : 0)

/** What besides the number of steps the brake looks at. */
export interface BrakeFacts {
  /** Every stretch of time without a sweep; a fresh installation has none. */
  readonly gaps: readonly AutomationGap[]
  /** Since when a gateway that is in use has not answered; the oldest one counts, null for none. */
  readonly gatewayFailingSince: Instant | null
  readonly zone: string
}

/** More than this between two sweeps is a jump: an outage and a wrong clock look the same. */
const JUMP_MS = DAY
/** A step that fell into a gap comes a day after it, and behind a weekend three. */
const JUMP_STANDS_DAYS = 3
/** Customers who cannot pay for this long are not suspended for it. */
export const GATEWAY_PATIENCE_MS = 6 * HOUR

/** A reason that stands whatever the day's number. */
export type StandingReason = Exclude<BrakeReason, 'too_many'>

/** Since when each of the reasons that stand does; those that do not stand are left out. */
export type Standing = Partial<Record<StandingReason, Instant>>

/**
 * What holds back everything destructive at this moment. A jump stands until the third day after it
 * has ended, so that it covers what the gap itself has moved.
 */
export function standingAt(
  { gaps, gatewayFailingSince, zone }: BrakeFacts,
  { on }: Pick<BrakeRules, 'on'>,
  now: Instant,
): Standing {
  const today = startOfDay(now, zone)
  const yesterday = daysOn(now, -1, zone)
  const jumped = ({ from, to }: AutomationGap) =>
    to - from > JUMP_MS && to <= now && now < daysOn(to, JUMP_STANDS_DAYS + 1, zone)
  const missed = ({ from, to }: AutomationGap) => from < yesterday && to >= today && to <= now
  const patientUntil =
    gatewayFailingSince === null ? null : gatewayFailingSince + GATEWAY_PATIENCE_MS
  const since: Record<StandingReason, Instant | null> = {
    clock_jump: lastEnd(gaps.filter(jumped)),
    no_sweep_yesterday: lastEnd(gaps.filter(missed)),
    gateway_unreachable: patientUntil !== null && patientUntil <= now ? patientUntil : null,
  }
  const standing: Standing = {}
  for (const reason of GRAVEST_FIRST) {
    const at = since[reason]
    if (on[reason] && at !== null) standing[reason] = at
  }
  return standing
}

const GRAVEST_FIRST = ['clock_jump', 'no_sweep_yesterday', 'gateway_unreachable'] as const

const lastEnd = (gaps: readonly AutomationGap[]) =>
  gaps.length === 0 ? null : Math.max(...gaps.map(({ to }) => to))

/** The reasons that hold back everything destructive at this moment, the gravest first. */
export function standingReasons(
  facts: BrakeFacts,
  rules: Pick<BrakeRules, 'on'>,
  now: Instant,
): StandingReason[] {
  const standing = standingAt(facts, rules, now)
  return GRAVEST_FIRST.filter((reason) => standing[reason] !== undefined)
}

/**
 * Whether what staff approved at a moment still holds: not when a reason has come up since then of
 * which they did not know.
 */
export function isApprovalGood(step: BrakedStep, approvedAt: Instant, standing: Standing): boolean {
  return GRAVEST_FIRST.every((reason) => {
    const since = standingReasonFor(step, [reason]) ? standing[reason] : undefined
    return since === undefined || since <= approvedAt
  })
}

/** The reason that holds a step back whatever the day's number, or null. */
export function standingReasonFor(
  step: BrakedStep,
  standing: readonly BrakeReason[],
): BrakeReason | null {
  if (step === 'cancel') return standing.includes('clock_jump') ? 'clock_jump' : null
  return standing[0] ?? null
}

/** The start of the calendar day that comes so many days after the instant's. */
const daysOn = (at: Instant, days: number, zone: string) =>
  startOfDay(addDays(startOfDay(at, zone), days, zone), zone)
