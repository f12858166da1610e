import { desc, eq, sql } from 'drizzle-orm'
import { type LocalDate, localDate } from '../../domain/calendar.ts'
import { formatNumber } from '../../domain/document-lifecycle.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { kept, keptStatement } from '../../platform/kept-query.ts'
import { numberSeries } from './tables.ts'

interface Wanted {
  /** The prefix: what the numbers of a series start with. */
  series: string
  count: number
  now: Instant
  /** The business time zone, whose calendar day and year count. */
  zone: string
}

/**
 * The next fiscal numbers of a series, without gaps: whoever takes some holds the series until its
 * transaction ends, and a rollback gives them back. Therefore it is the last lock of all. The day
 * never runs backwards: behind a clock that stands earlier than the last number, that number's day
 * (and year) stays in force.
 */
export async function takeNumbers(
  tx: Tx,
  { series, count, now, zone }: Wanted,
): Promise<{ numbers: string[]; issuedOn: LocalDate }> {
  await keptStatement(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`number_series ${series}`}, 0))`,
  )
  const [latest] = await kept(
    tx
      .select({ lastIssuedOn: numberSeries.lastIssuedOn })
      .from(numberSeries)
      .where(eq(numberSeries.series, series))
      .orderBy(desc(numberSeries.year))
      .limit(1),
  )
  const today = localDate(now, zone)
  const issuedOn = latest && latest.lastIssuedOn > today ? latest.lastIssuedOn : today
  const year = Number(issuedOn.slice(0, 4))
  const [counter] = await kept(
    tx
      .insert(numberSeries)
      .values({ series, year, last: count, lastIssuedOn: issuedOn })
      .onConflictDoUpdate({
        target: [numberSeries.series, numberSeries.year],
        set: { last: sql`${numberSeries.last} + ${count}`, lastIssuedOn: issuedOn },
      })
      .returning({ last: numberSeries.last }),
  )
  if (!counter) throw new Error(`no counter for ${series}`)
  const first = counter.last - count + 1
  const numbers = Array.from({ length: count }, (_, i) => formatNumber(series, year, first + i))
  return { numbers, issuedOn }
}
