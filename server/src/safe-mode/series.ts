import { localDate } from '../domain/calendar.ts'
import type { Instant } from '../domain/instant.ts'
import { readInvoicing } from '../features/documents/invoicing-settings.ts'
import { numberSeries } from '../features/documents/tables.ts'
import type { Db, Tx } from '../platform/db.ts'

/** A series of fiscal numbers in one year, as these books know it. */
export interface SeriesYear {
  /** What its numbers begin with: `INV-2026`. */
  key: string
  series: string
  year: number
  last: number
}

/**
 * The series whose last number an owner has to give: each in the present year, and in the last one
 * that these books numbered in, where that is another.
 */
export async function seriesToAsk(db: Db | Tx, now: Instant): Promise<SeriesYear[]> {
  const { business, invoicing } = await readInvoicing(db)
  const thisYear = Number(localDate(now, business.timeZone).slice(0, 4))
  const known = await db.select().from(numberSeries)
  const names = new Set([
    ...known.map(({ series }) => series),
    invoicing.invoicePrefix,
    invoicing.creditNotePrefix,
  ])
  return [...names].sort().flatMap((series) => {
    const own = known.filter((row) => row.series === series)
    const latest = Math.max(...own.map(({ year }) => year), 0)
    const years = [...new Set([latest || thisYear, Math.max(latest, thisYear)])]
    return years.map((year) => {
      const last = own.find((row) => row.year === year)?.last ?? 0
      return { key: `${series}-${year}`, series, year, last }
    })
  })
}
