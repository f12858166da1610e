import { and, eq, lt, sql } from 'drizzle-orm'
import {
  type BrakeRules,
  type CountedStep,
  type DayLimit,
  dayLimit,
} from '../../../domain/brake.ts'
import { localDate, startOfDay } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { forecastDays } from '../proof/tables.ts'
import { brakeLedger } from './tables.ts'

/** A moment on the business calendar. */
export interface Today {
  now: Instant
  zone: string
}

/** The limits of the day as the rules and the forecast of the day before make them. */
export async function limitsOfDay(
  db: Db | Tx,
  rules: BrakeRules,
  today: Today,
): Promise<Record<CountedStep, DayLimit>> {
  const forecast = await forecastOfTheDayBefore(db, today)
  const active = forecast ? 0 : await countActive(db)
  const limit = (step: CountedStep) =>
    dayLimit({ forecast: forecast ? (forecast[step] ?? 0) : null, active }, rules)
  return { suspend: limit('suspend'), expire: limit('expire') }
}

/**
 * What was forecast for today before it began. One that was made on the day itself may hold the
 * very mass that it is to warn of.
 */
async function forecastOfTheDayBefore(
  db: Db | Tx,
  { now, zone }: Today,
): Promise<Record<string, number> | null> {
  const [row] = await db
    .select({ forecast: forecastDays.forecast })
    .from(forecastDays)
    .where(
      and(
        eq(forecastDays.day, localDate(now, zone)),
        lt(forecastDays.keptAt, startOfDay(now, zone)),
        sql`${forecastDays.state} <> 'keeping'`,
      ),
    )
  return row?.forecast ?? null
}

async function countActive(db: Db | Tx): Promise<number> {
  const { rows } = await db.execute<{ n: string }>(
    sql`select coalesce(sum(n), 0) as n from service_count_delta where status = 'active'`,
  )
  return Number(rows[0]?.n ?? 0)
}

/**
 * Takes up to `wanted` from what the day still lets through, and answers how many that are. The
 * row is the workers' common one: it stays locked until the transaction ends, so that together
 * they never take more than the limit, and one that fails gives back what it took.
 */
export async function takeFromLedger(
  tx: Tx,
  { day, step, wanted }: { day: string; step: CountedStep; wanted: number },
  { limit, from }: DayLimit,
): Promise<number> {
  if (wanted === 0) return 0
  await tx
    .insert(brakeLedger)
    .values({ day, step, limit, limitFrom: from })
    .onConflictDoUpdate({
      target: [brakeLedger.day, brakeLedger.step],
      set: { limit, limitFrom: from },
    })
  const { rows } = await tx.execute<{ granted: number }>(sql`
    update brake_ledger l set used = greatest(l.used, least(l."limit", l.used + ${wanted}::int))
    from brake_ledger before
    where l.day = ${day}::date and l.step = ${step} and before.day = l.day and before.step = l.step
    returning l.used - before.used as granted`)
  return Number(rows[0]?.granted ?? 0)
}
