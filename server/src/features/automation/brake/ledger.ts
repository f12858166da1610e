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

/** Steps of one kind that a chunk wants to do on a day. */
export interface Wanted {
  day: string
  step: CountedStep
  wanted: number
  limit: DayLimit
}

/** What the ledger lets through, and what of it is still to be written there. */
export interface Granted {
  granted: number
  owed: readonly Wanted[]
}

/** Others took what was left while a chunk was done that had not locked the ledger. */
export class LedgerUsedUp extends Error {}

/**
 * How many of a chunk the day lets through. The row is the workers' common one, and one that holds
 * it keeps all others from suspending and ending. So it is only looked at while there is enough for
 * the whole chunk, and written by `writeOwed` at the end; with `locked`, or where it runs short, it
 * is taken at once. Either way it is written in the transaction of the steps: together workers never
 * do more than the limit, and one that fails gives back what it took.
 */
export async function takeFromLedger(
  tx: Tx,
  wanted: Wanted,
  { locked }: { locked: boolean },
): Promise<Granted> {
  if (wanted.wanted === 0) return { granted: 0, owed: [] }
  const isEnough = !locked && (await usedOf(tx, wanted)) + wanted.wanted <= wanted.limit.limit
  if (isEnough) return { granted: wanted.wanted, owed: [wanted] }
  return { granted: await lockAndTake(tx, wanted), owed: [] }
}

async function usedOf(tx: Tx, { day, step }: Wanted): Promise<number> {
  const [row] = await tx
    .select({ used: brakeLedger.used })
    .from(brakeLedger)
    .where(and(eq(brakeLedger.day, day), eq(brakeLedger.step, step)))
  return row?.used ?? 0
}

async function lockAndTake(tx: Tx, { day, step, wanted, limit }: Wanted): Promise<number> {
  const set = { limit: limit.limit, limitFrom: limit.from }
  await tx
    .insert(brakeLedger)
    .values({ day, step, ...set })
    .onConflictDoUpdate({ target: [brakeLedger.day, brakeLedger.step], set })
  const { rows } = await tx.execute<{ granted: number }>(sql`
    update brake_ledger l set used = greatest(l.used, least(l."limit", l.used + ${wanted}::int))
    from brake_ledger before
    where l.day = ${day}::date and l.step = ${step} and before.day = l.day and before.step = l.step
    returning l.used - before.used as granted`)
  return Number(rows[0]?.granted ?? 0)
}

/**
 * Writes what was let through, in the order of the steps' names. `LedgerUsedUp` when it is no longer
 * there: the chunk is then done again with the ledger locked.
 */
export async function writeOwed(tx: Tx, owed: readonly Wanted[]): Promise<void> {
  for (const { day, step, wanted, limit } of owed) {
    const { rowCount } = await tx.execute(sql`
      insert into brake_ledger as l (day, step, used, "limit", limit_from)
      values (${day}::date, ${step}, ${wanted}::int, ${limit.limit}::int, ${limit.from})
      on conflict (day, step) do update set
        used = l.used + excluded.used, "limit" = excluded."limit", limit_from = excluded.limit_from
      where l.used + excluded.used <= excluded."limit"`)
    if (rowCount !== 1) throw new LedgerUsedUp(`no ${wanted} ${step} are left of ${day}`)
  }
}
