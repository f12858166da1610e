import { sql } from 'drizzle-orm'
import { type LocalDate, localDate } from '../../domain/calendar.ts'
import { formatNumber } from '../../domain/document-lifecycle.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'

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
  const { rows } = await keptStatement<{ last: number; year: number; issuedOn: LocalDate }>(
    tx,
    sql`
    select last_number as last, its_year as year, its_day::text as "issuedOn"
    from berth_take_numbers(${series}, ${count}::int, ${localDate(now, zone)}::date)`,
  )
  const [counter] = rows
  if (!counter) throw new Error(`no counter for ${series}`)
  const { year, issuedOn } = counter
  const first = counter.last - count + 1
  const numbers = Array.from({ length: count }, (_, i) => formatNumber(series, year, first + i))
  return { numbers, issuedOn }
}
