import { desc, gte, isNotNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { BRAKE_REASONS } from '../../../domain/brake.ts'
import { startOfDay } from '../../../domain/calendar.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import { instantJson, toInstantJson } from '../../../platform/json.ts'
import { readBrakeRules } from '../brake/settings.ts'
import { readStandingReasons } from '../brake/standing.ts'
import { lastSweepAt } from '../gaps.ts'
import { loadCalendar } from '../load-calendar.ts'
import { automationResyncs, sweepRuns } from '../tables.ts'

/** Due for longer than this is late: a run comes every ten seconds. */
export const LATE_MS = 5 * MINUTE
/** Counting what is due stops here. */
const COUNT_CAP = 100_000

const counts = z.record(z.string(), z.number().int())

/** How the automation is doing, for the dashboard. */
export const healthJson = z.object({
  /** Null: it never ran. */
  lastSweepAt: instantJson.nullable(),
  /** Services whose moment has come, up to 100 000. */
  due: z.number().int(),
  /** Of them: for more than five minutes. */
  late: z.number().int(),
  /** The last night in which every service was decided again; null before the first. */
  resync: z
    .object({
      finishedAt: instantJson,
      services: z.number().int(),
      /** Of them: those that would have been looked at too late, and were woken. */
      late: z.number().int(),
    })
    .nullable(),
  /** Services that wait, by what they wait for. */
  blocked: counts,
  /** Steps done and failures of the present business day. */
  stepsToday: counts,
  failures: z.number().int(),
  /** Services set aside after an error, by the step that could not be done. */
  failing: counts,
  /** Open operations by state. */
  operations: counts,
  brake: z.object({ standing: z.array(z.enum(BRAKE_REASONS)), held: z.number().int() }),
})

export async function showHealth(db: Db, now: Instant): Promise<z.infer<typeof healthJson>> {
  const calendar = await loadCalendar(db, now)
  const rules = await readBrakeRules(db)
  const blocked = await countBy(
    db,
    sql`
    select blocked_on as name, count(*) as n from service_schedule
    where blocked_on is not null group by 1`,
  )
  const [last, due, resync, standing, failing, operations, today] = await Promise.all([
    lastSweepAt(db),
    countDue(db, now),
    lastResync(db),
    readStandingReasons(db, rules, { calendar, now }),
    countBy(
      db,
      sql`
      select coalesce(step, 'unknown') as name, count(*) as n from service_schedule
      where blocked_on = 'staff' and failures > 0 group by 1`,
    ),
    countBy(
      db,
      sql`
      select state as name, count(*) as n from operations
      where state in ('queued', 'running', 'unknown', 'failed') group by 1`,
    ),
    sumOfToday(db, startOfDay(now, calendar.zone)),
  ])
  return {
    lastSweepAt: toInstantJson(last),
    ...due,
    resync,
    blocked,
    ...today,
    failing,
    operations,
    brake: { standing, held: blocked.approval ?? 0 },
  }
}

async function countDue(db: Db, now: Instant): Promise<{ due: number; late: number }> {
  const { rows } = await db.execute<{ due: string; late: string }>(sql`
    select count(*) as due,
      count(*) filter (where next_at <= ${instantToSql(now - LATE_MS)}::timestamptz) as late
    from (select next_at from service_schedule
      where next_at <= ${instantToSql(now)}::timestamptz
      order by next_at limit ${COUNT_CAP}) found`)
  return { due: Number(rows[0]?.due ?? 0), late: Number(rows[0]?.late ?? 0) }
}

async function lastResync(db: Db): Promise<z.infer<typeof healthJson>['resync']> {
  const { finishedAt, services, late } = automationResyncs
  const [row] = await db
    .select({ finishedAt, services, late })
    .from(automationResyncs)
    .where(isNotNull(finishedAt))
    .orderBy(desc(automationResyncs.day))
    .limit(1)
  return row?.finishedAt == null ? null : { ...row, finishedAt: toInstantJson(row.finishedAt) }
}

async function sumOfToday(db: Db, since: Instant) {
  const rows = await db
    .select({ steps: sweepRuns.steps, failures: sweepRuns.failures })
    .from(sweepRuns)
    .where(gte(sweepRuns.startedAt, since))
  const stepsToday: Record<string, number> = {}
  for (const [step, n] of rows.flatMap(({ steps }) => Object.entries(steps)))
    stepsToday[step] = (stepsToday[step] ?? 0) + n
  return { stepsToday, failures: rows.reduce((sum, { failures }) => sum + failures, 0) }
}

async function countBy(db: Db, query: ReturnType<typeof sql>): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ name: string; n: string }>(query)
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]))
}
