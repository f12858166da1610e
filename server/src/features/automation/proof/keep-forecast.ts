import { and, eq, lt, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { ForecastStep } from '../../../domain/automation/index.ts'
import { addDays, localDate, startOfDate, startOfDay } from '../../../domain/calendar.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import { walkInChunks } from '../forecast/walk-fleet.ts'
import { forecastDays, forecastKept } from './tables.ts'

/** A worker that has not finished by then is taken for dead. */
const CLAIM_MS = 15 * MINUTE

/**
 * Steps that are not the sweep's: an order is reminded and given up with all its services, by the
 * orders themselves.
 */
const NOT_SWEPT = new Set(['remind_order', 'cancel_order'])

/** A business day, with where it begins and ends. */
export interface BusinessDay {
  day: string
  from: Instant
  /** Excluded. */
  until: Instant
}

/** The business day of an instant, or so many days after it. */
export function businessDay(at: Instant, zone: string, later = 0): BusinessDay {
  const from = startOfDay(addDays(startOfDay(at, zone), later, zone), zone)
  return { day: localDate(from, zone), from, until: startOfDay(addDays(from, 1, zone), zone) }
}

/** Steps written with one statement. */
const ROWS_AT_ONCE = 1000

/** So long in all it stands back behind what is more urgent in this process. */
const PATIENCE_MS = 5 * MINUTE

/** The same of a written day. */
export const businessDayOf = (day: string, zone: string) =>
  businessDay(startOfDate(day, zone), zone)

/**
 * Writes down what the automation will do on a day if nobody does anything, and no bank answers. One worker does it;
 * what one that died has left is taken over. False when another has done it or is at it.
 */
export async function keepForecast(
  ctx: Context,
  { day, from, until }: BusinessDay,
  now: Instant,
): Promise<boolean> {
  if (!(await claim(ctx.db, day, now))) return false
  await ctx.db.delete(forecastKept).where(eq(forecastKept.day, day))
  const counts: Record<string, number> = {}
  const money: Record<string, bigint> = {}
  let services = 0
  const walk = { now, until, assume: 'nobody' as const, chargesStay: true }
  let waiting: KeptRow[] = []
  const standBack = patience(ctx)
  for await (const chunk of walkInChunks(ctx, walk)) {
    services += chunk.looked
    const rows = chunk.services.flatMap(({ state, steps }) =>
      steps
        .filter(({ step, at }) => at < until && !NOT_SWEPT.has(step))
        .map((step) => keptRow(state.service.id, day, step)),
    )
    for (const row of rows) {
      if (row.dueAt < from || row.blockedOn !== null) continue
      const [kind = row.step] = row.step.split(':')
      counts[kind] = (counts[kind] ?? 0) + 1
      if (row.amount !== null && row.currency !== null && kind === 'invoice')
        money[row.currency] = (money[row.currency] ?? 0n) + row.amount
    }
    waiting.push(...rows)
    if (chunk.looked > 0) await standBack()
    if (waiting.length < ROWS_AT_ONCE) continue
    await insertKept(ctx.db, waiting)
    waiting = []
  }
  await insertKept(ctx.db, waiting)
  const keptAt = Math.max(now, ctx.clock.now())
  await ctx.db
    .update(forecastDays)
    .set({ state: 'kept', keptAt, services, forecast: counts, forecastMoney: digits(money) })
    .where(and(eq(forecastDays.day, day), eq(forecastDays.claimedAt, now)))
  return true
}

function patience({ jobs }: Context): () => Promise<void> {
  let leftMs = PATIENCE_MS
  return async () => {
    const startedAt = performance.now()
    await jobs.quiet(leftMs)
    leftMs = Math.max(0, leftMs - (performance.now() - startedAt))
  }
}

async function claim(db: Db, day: string, now: Instant): Promise<boolean> {
  const rows = await db
    .insert(forecastDays)
    .values({ day, state: 'keeping', keptAt: now, claimedAt: now })
    .onConflictDoUpdate({
      target: forecastDays.day,
      set: { keptAt: now, claimedAt: now },
      setWhere: and(eq(forecastDays.state, 'keeping'), lt(forecastDays.claimedAt, now - CLAIM_MS)),
    })
    .returning({ day: forecastDays.day })
  return rows.length > 0
}

type KeptRow = Omit<typeof forecastKept.$inferSelect, 'id'>

function keptRow(serviceId: string, day: string, step: ForecastStep): KeptRow {
  return {
    ...{ serviceId, day, step: step.key, dueAt: step.at, blockedOn: step.blockedOn },
    amount: step.money?.gross ?? null,
    currency: step.money?.currency ?? null,
  }
}

/** As one parameter, however many they are. */
async function insertKept(db: Db, rows: readonly KeptRow[]): Promise<void> {
  if (rows.length === 0) return
  const json = rows.map((row) => ({
    ...{ d: row.day, s: row.serviceId, k: row.step, b: row.blockedOn, c: row.currency },
    t: instantToSql(row.dueAt),
    a: row.amount?.toString() ?? null,
  }))
  await db.execute(sql`
    insert into forecast_kept (day, service_id, step, due_at, blocked_on, amount, currency)
    select d, s, k, t, b, a, c from jsonb_to_recordset(${JSON.stringify(json)}::jsonb)
      as r(d date, s uuid, k text, t timestamptz, b text, a bigint, c text)`)
}

const digits = (money: Record<string, bigint>) =>
  Object.fromEntries(Object.entries(money).map(([currency, sum]) => [currency, sum.toString()]))
