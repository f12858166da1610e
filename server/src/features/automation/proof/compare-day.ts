import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { HOUR, type Instant, MINUTE } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { findCauses } from './find-causes.ts'
import { businessDayOf } from './keep-forecast.ts'
import { forecastDays, forecastKept } from './tables.ts'

/** A day is looked at an hour after it has ended: what was due at midnight is done by then. */
export const COMPARE_AFTER_MS = HOUR
/** A sweep that comes this much later than forecast is no difference. */
const SWEEP_LAG_MS = 10 * MINUTE
/** Days and their differences are kept for so long. */
const KEPT_DAYS = 400

/** The stretch of time that a comparison is about. */
export interface Compared {
  day: string
  /** From where the forecast counts: the day's beginning, or when it was kept if that was later. */
  from: string
  /** Where the day ends. */
  until: string
  /** When the forecast was begun: what changed since then may explain a difference. */
  begunAt: string
  now: string
}

/**
 * Holds the oldest day that is over against its forecast, and writes down where they differ, why,
 * and how much money that is. Answers the day, or null when none waits. One worker does it, in one
 * transaction.
 */
export async function compareNextDay(ctx: Context, now: Instant): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    const { timeZone: zone } = await readSettings(tx, businessSettings)
    const [row] = await tx
      .select()
      .from(forecastDays)
      .where(eq(forecastDays.state, 'kept'))
      .orderBy(asc(forecastDays.day))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!row) return null
    const { from, until } = businessDayOf(row.day, zone)
    if (now < until + COMPARE_AFTER_MS) return null
    const compared: Compared = {
      day: row.day,
      from: instantToSql(Math.max(from, row.keptAt)),
      until: instantToSql(until),
      begunAt: instantToSql(row.claimedAt ?? row.keptAt),
      now: instantToSql(now),
    }
    await writeDifferences(tx, compared)
    await findCauses(tx, compared)
    await closeDay(tx, compared, now)
    return row.day
  })
}

/** What was done on the day, each step by the name of its milestone. */
const DONE = (c: Compared) => sql`
  select service_id, split_part(step, '@', 1) as step, done_at,
    row_number() over (partition by service_id, split_part(step, '@', 1) order by done_at) as n
  from automation_steps
  where outcome = 'done' and done_at >= ${c.from}::timestamptz and done_at < ${c.until}::timestamptz`

/** What was forecast for the day. What waited for staff was not: that they released it is a cause. */
const KEPT = (c: Compared) => sql`
  select service_id, step, due_at, blocked_on, amount, currency,
    row_number() over (partition by service_id, step order by due_at) as n
  from forecast_kept
  where day = ${c.day}::date and due_at >= ${c.from}::timestamptz
    and blocked_on is distinct from 'approval'`

/** The amount of the document that a renewal was asked for with. */
const INVOICED = sql`
  select sum(l.net + l.tax) as amount, min(r.currency) as currency
  from renewals r
  join document_lines l on l.document_id = r.document_id and l.renewal_id = r.id
  where r.service_id = done.service_id and r.created_at = done.done_at`

async function writeDifferences(tx: Tx, compared: Compared): Promise<void> {
  const { day, until } = compared
  const lag = sql`make_interval(secs => ${SWEEP_LAG_MS / 1000})`
  await tx.execute(sql`
    insert into forecast_differences
      (day, service_id, step, kind, cause, forecast_at, done_at, forecast_amount, currency)
    select ${day}::date, coalesce(kept.service_id, done.service_id), coalesce(kept.step, done.step),
      case when done.service_id is null then 'not_done' else 'not_forecast' end, 'unexplained',
      kept.due_at, done.done_at, kept.amount, kept.currency
    from (${KEPT(compared)}) kept
    full join (${DONE(compared)}) done using (service_id, step, n)
    where (done.service_id is null and kept.blocked_on is null
        -- What was due at the very end may have been done just after it, and what a run did while
        -- the forecast was made just before.
        and not exists (select from automation_steps beside
          where beside.service_id = kept.service_id and split_part(beside.step, '@', 1) = kept.step
            and beside.outcome = 'done'
            and (beside.done_at >= ${until}::timestamptz and beside.done_at <= kept.due_at + ${lag}
              or beside.done_at < ${compared.from}::timestamptz
                and beside.done_at >= kept.due_at - ${lag})))
      or (kept.service_id is null
        and not exists (select from forecast_kept before
          where before.day = ${day}::date and before.service_id = done.service_id
            and before.step = done.step and before.due_at < ${compared.from}::timestamptz
            and before.due_at >= done.done_at - ${lag}))`)
  await tx.execute(sql`
    insert into forecast_differences
      (day, service_id, step, kind, cause, forecast_at, done_at, forecast_amount, done_amount, currency)
    select ${day}::date, done.service_id, done.step, 'other_money', 'unexplained',
      kept.due_at, done.done_at, kept.amount, made.amount, kept.currency
    from (${KEPT(compared)}) kept
    join (${DONE(compared)}) done using (service_id, step, n),
    lateral (${INVOICED}) made
    where done.step = 'invoice' and kept.amount is not null
      and (coalesce(made.currency, '') <> kept.currency
        -- Shares of a document's total may differ by one unit.
        or abs(coalesce(made.amount, 0) - kept.amount) > 1)`)
  await tx.execute(sql`
    insert into forecast_differences
      (day, service_id, step, kind, cause, evidence, forecast_at, done_at)
    select ${day}::date, done.service_id, done.step, 'not_carried_out', 'failed',
      coalesce(o.error_code, o.state), done.done_at, done.done_at
    from (${DONE(compared)}) done
    join operations o on o.service_id = done.service_id and o.created_at = done.done_at
    where done.step in ('suspend', 'unsuspend', 'expire', 'cancel', 'deliver')
      and o.state in ('failed', 'unknown', 'abandoned')`)
}

async function closeDay(tx: Tx, compared: Compared, now: Instant): Promise<void> {
  const { day } = compared
  const done = await countBy(
    tx,
    sql`
    select split_part(step, ':', 1) as name, count(*) as n from (${DONE(compared)}) done group by 1`,
  )
  const doneMoney = await countBy(
    tx,
    sql`
    select made.currency as name, sum(made.amount) as n
    from (${DONE(compared)}) done, lateral (${INVOICED}) made
    where done.step = 'invoice' and made.currency is not null group by 1`,
  )
  const differences = await countBy(
    tx,
    sql`
    select cause as name, count(*) as n from forecast_differences
    where day = ${day}::date group by 1`,
  )
  await tx
    .update(forecastDays)
    .set({
      ...{ state: 'compared', comparedAt: now },
      done: numbers(done),
      doneMoney,
      differences: numbers(differences),
    })
    .where(eq(forecastDays.day, day))
  await tx.delete(forecastKept).where(eq(forecastKept.day, day))
  await tx.execute(sql`
    delete from forecast_differences where day < ${day}::date - ${KEPT_DAYS}::int`)
  await tx
    .delete(forecastDays)
    .where(and(lt(forecastDays.day, sql`${day}::date - ${KEPT_DAYS}::int`)))
  const count = Number(differences.unexplained ?? 0)
  if (count > 0) emit(tx, 'automation.difference_unexplained', [{ day, count }])
}

async function countBy(tx: Tx, query: ReturnType<typeof sql>): Promise<Record<string, string>> {
  const { rows } = await tx.execute<{ name: string; n: string }>(query)
  return Object.fromEntries(rows.map(({ name, n }) => [name, String(n)]))
}

const numbers = (counts: Record<string, string>) =>
  Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, Number(n)]))
