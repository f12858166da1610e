import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { ForecastStep } from '../../../domain/automation/index.ts'
import {
  BRAKED_STEPS,
  type BrakedPlace,
  type BrakedStep,
  type BrakeRules,
  heldFrom,
  isHeldFrom,
  limitAhead,
  mayHoldAhead,
  NO_LIMIT,
} from '../../../domain/brake.ts'
import { addDays, localDays, startOfDay } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import { readBrakeRules } from '../brake/settings.ts'
import { passesToday } from '../brake/would-hold-on-days.ts'
import type { AskedForecast } from './forecast-query.ts'
import { type WalkedService, walkInChunks } from './walk-fleet.ts'

/** A stretch of a forecast whose steps are to be marked, and who waits for it. */
export interface MarkedSpan {
  from: Instant
  /** Excluded. */
  until: Instant
  signal?: AbortSignal
}

/** The steps of a service, those that the brake would hold back marked. */
export type MarkHeld = (walked: Pick<WalkedService, 'state' | 'steps'>) => readonly ForecastStep[]

/** By day and step the first one that is held; null when all pass. */
type Firsts = ReadonlyMap<number, Readonly<Record<BrakedStep, BrakedPlace | null>>>

/**
 * Marks what goes beyond the number of its day, in the order in which the sweep would take it. That
 * depends on the whole fleet, which is walked over as far as a day may hold anything: today; and
 * days to come only where the rules let less through than is forecast.
 */
export async function markHeld(
  ctx: Context,
  asked: AskedForecast,
  span: MarkedSpan,
): Promise<MarkHeld> {
  const rules = await readBrakeRules(ctx.db)
  const tomorrow = startOfDay(addDays(startOfDay(asked.now, asked.zone), 1, asked.zone), asked.zone)
  const until = mayHoldAhead(rules) ? span.until : Math.min(span.until, tomorrow)
  if (span.from >= until) return ({ steps }) => steps
  const firsts = await findFirsts(ctx, asked, { rules, span: { ...span, until } })
  return ({ state, steps }) => steps.map((step) => marked(step, state.service.id, firsts, asked))
}

/** Marks what would be held of a few services; the fleet is looked at only when they need it. */
export async function markHeldToday(
  ctx: Context,
  asked: AskedForecast,
  walked: readonly Pick<WalkedService, 'state' | 'steps'>[],
): Promise<MarkHeld> {
  const day = localDays(asked.now, asked.zone)
  const isToday = (step: ForecastStep) => isCounted(step) && localDays(step.at, asked.zone) === day
  if (!walked.some(({ steps }) => steps.some(isToday))) return ({ steps }) => steps
  const next = addDays(startOfDay(asked.now, asked.zone), 1, asked.zone)
  return markHeld(ctx, asked, { from: asked.now, until: startOfDay(next, asked.zone) })
}

function isCounted({ step, blockedOn }: ForecastStep): boolean {
  return blockedOn === null && (BRAKED_STEPS as readonly string[]).includes(step)
}

function marked(
  step: ForecastStep,
  serviceId: string,
  firsts: Firsts,
  { zone }: AskedForecast,
): ForecastStep {
  if (!isCounted(step)) return step
  const first = firsts.get(localDays(step.at, zone))?.[step.step as BrakedStep] ?? null
  return isHeldFrom({ at: step.at, serviceId }, first) ? { ...step, heldByBrake: true } : step
}

async function findFirsts(
  ctx: Context,
  asked: AskedForecast,
  { rules, span }: { rules: BrakeRules; span: MarkedSpan },
): Promise<Firsts> {
  const { zone, now, assume } = asked
  const places = new Map<number, Record<BrakedStep, BrakedPlace[]>>()
  const { signal, from, until } = span
  const walk = { now, until, assume, where: mayMoveUntil(until), ...(signal ? { signal } : {}) }
  for await (const { services } of walkInChunks(ctx, walk))
    for (const { state, steps } of services)
      for (const step of steps) {
        if (!isCounted(step) || step.at < from) continue
        const day = localDays(step.at, zone)
        const own = places.get(day) ?? { suspend: [], expire: [], cancel: [] }
        places.set(day, own)
        own[step.step as BrakedStep].push({ at: step.at, serviceId: state.service.id })
      }
  const today = localDays(now, zone)
  const left = places.has(today) ? await passesToday(ctx.db, rules, now) : null
  const limit = (day: number, step: BrakedStep, count: number) => {
    if (day === today && left) return left[step]
    return step === 'cancel' ? NO_LIMIT : limitAhead(count, rules)
  }
  const firstOf = (day: number, step: BrakedStep, own: readonly BrakedPlace[]) =>
    heldFrom(own, limit(day, step, own.length))
  return new Map(
    [...places].map(([day, { suspend, expire, cancel }]) => [
      day,
      {
        suspend: firstOf(day, 'suspend', suspend),
        expire: firstOf(day, 'expire', expire),
        cancel: firstOf(day, 'cancel', cancel),
      },
    ]),
  )
}

/** The schedule is never late: what it wakes after a moment does nothing before. */
const mayMoveUntil = (until: Instant) => sql`not exists (
  select 1 from service_schedule w where w.service_id = s.id
    and (w.next_at is null and w.blocked_on is null
      or w.next_at >= ${instantToSql(until)}::timestamptz))`
