import { and, eq, sql } from 'drizzle-orm'
import type { LocalDate } from '../../domain/calendar.ts'
import type { Tx } from '../../platform/db.ts'
import { numberSeries } from './tables.ts'

interface Counter {
  series: string
  year: number
  /** The last number that is known to be given. */
  last: number
  /** Dates of later numbers are never before it. */
  today: LocalDate
}

/**
 * Makes the counter of a series and year go on after a number that was given elsewhere: by the same
 * books, before an older backup of them was restored. Never lowers it. Answers where it stood; like
 * every use of a counter it is the last lock of its transaction.
 */
export async function raiseCounter(
  tx: Tx,
  { series, year, last, today }: Counter,
): Promise<{ former: number }> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`number_series ${series}`}, 0))`,
  )
  const [row] = await tx
    .select({ last: numberSeries.last })
    .from(numberSeries)
    .where(and(eq(numberSeries.series, series), eq(numberSeries.year, year)))
  const former = row?.last ?? 0
  if (last <= former) return { former }
  await tx
    .insert(numberSeries)
    .values({ series, year, last, lastIssuedOn: today })
    .onConflictDoUpdate({
      target: [numberSeries.series, numberSeries.year],
      set: { last, lastIssuedOn: sql`greatest(${numberSeries.lastIssuedOn}, ${today}::date)` },
    })
  return { former }
}
