import { eq } from 'drizzle-orm'
import {
  BRAKED_STEPS,
  type BrakedStep,
  type BrakeRules,
  type CountedStep,
  NO_LIMIT,
  standingReasonFor,
  wouldHoldAhead,
} from '../../../domain/brake.ts'
import { localDate } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { loadCalendar } from '../load-calendar.ts'
import { limitsOfDay } from './ledger.ts'
import { readBrakeRules } from './settings.ts'
import { readStandingReasons } from './standing.ts'
import { brakeLedger } from './tables.ts'

/** How many destructive steps of each kind a day has. */
export type BrakedCounts = Readonly<Record<BrakedStep, number>>

/**
 * How many of the steps of today and of the days after it the brake would hold back. Today has its
 * ledger, and reasons that stand; a day to come is held against its own forecast.
 */
export async function wouldHoldOnDays(
  db: Db,
  [today, ...ahead]: readonly BrakedCounts[],
  now: Instant,
): Promise<number[]> {
  if (!today) return []
  const rules = await readBrakeRules(db)
  const held = await wouldHoldToday(db, rules, { counts: today, now })
  return [held, ...ahead.map((counts) => wouldHoldAhead(counts, rules))]
}

async function wouldHoldToday(
  db: Db,
  rules: BrakeRules,
  { counts, now }: { counts: BrakedCounts; now: Instant },
): Promise<number> {
  if (BRAKED_STEPS.every((step) => counts[step] === 0)) return 0
  const passes = await passesToday(db, rules, now)
  return BRAKED_STEPS.reduce((sum, step) => sum + Math.max(0, counts[step] - passes[step]), 0)
}

/** How many of each step today still lets through: none of what a standing reason holds. */
export async function passesToday(
  db: Db,
  rules: BrakeRules,
  now: Instant,
): Promise<Readonly<Record<BrakedStep, number>>> {
  const calendar = await loadCalendar(db, now)
  const standing = await readStandingReasons(db, rules, { calendar, now })
  const unlessHeld = (step: BrakedStep, number: number) =>
    standingReasonFor(step, standing) === null ? number : 0
  const { zone } = calendar
  const limits = await limitsOfDay(db, rules, { now, zone })
  const day = localDate(now, zone)
  const rows = await db.select().from(brakeLedger).where(eq(brakeLedger.day, day))
  const left = (step: CountedStep) =>
    Math.max(0, limits[step].limit - (rows.find((row) => row.step === step)?.used ?? 0))
  return {
    suspend: unlessHeld('suspend', left('suspend')),
    expire: unlessHeld('expire', left('expire')),
    cancel: unlessHeld('cancel', NO_LIMIT),
  }
}
