import { sql } from 'drizzle-orm'
import { addDays, localDate, startOfDate } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { type Language, say } from '../../platform/text.ts'
import { products } from '../catalog/tables.ts'
import { allReasons } from './reasons.ts'
import type { Statistics } from './schemas.ts'

/** Days in a row shown one by one; more are shown by month. */
const DAYS_SHOWN = 62

/** Calendar days of a zone, both included. */
export interface Days {
  from: string
  to: string
  zone: string
}

interface Row extends Record<string, unknown> {
  reason: string | null
  product: string | null
  at: string
  way: 'end_of_period' | 'now'
  by_user: boolean
  n: number
}

/**
 * Cancellations by the day that they were asked for. Those taken back leave no trace here; the
 * history keeps them. At once is what ended before its period did, and what has none.
 */
export async function readStatistics(db: Db, days: Days, language: Language): Promise<Statistics> {
  const rows = await countRows(db, days)
  const reasons = new Map((await allReasons(db)).map((row) => [row.id, row]))
  const names = await productNames(db, language)
  const byReason = Map.groupBy(rows, (row) => row.reason)
  const byProduct = Map.groupBy(rows, (row) => row.product)
  const byMoment = Map.groupBy(rows, (row) => row.at)
  return {
    ...{ from: days.from, to: days.to },
    ...countsOf(rows),
    reasons: mostFirst(byReason, (id) => ({
      name: reasons.get(id ?? '')?.name[language] ?? say('cancellation.no_reason', language),
      active: reasons.get(id ?? '')?.retired === false,
    })),
    products: mostFirst(byProduct, (id) => ({
      name: id === null ? say('cancellation.no_product', language) : (names.get(id) ?? id),
    })),
    series: momentsOf(days).map((at) => {
      const own = byMoment.get(at) ?? []
      const each = Map.groupBy(own, (row) => row.reason)
      return {
        at,
        total: sum(own),
        reasons: [...each].map(([id, some]) => ({ id, count: sum(some) })),
      }
    }),
  }
}

/** First instant of the first day and first instant after the last. */
export function spanOf({ from, to, zone }: Days): { from: Instant; until: Instant } {
  return { from: startOfDate(from, zone), until: addDays(startOfDate(to, zone), 1, zone) }
}

const isByMonth = (days: Days): boolean => {
  const { from, until } = spanOf(days)
  return addDays(from, DAYS_SHOWN, days.zone) < until
}

async function countRows(db: Db, days: Days): Promise<Row[]> {
  const { from, until } = spanOf(days)
  const format = isByMonth(days) ? 'YYYY-MM' : 'YYYY-MM-DD'
  const { rows } = await db.execute<Row>(sql`
    select cancellation_reason_id as reason, product_id as product,
      to_char(cancellation_requested_at at time zone ${days.zone}, ${format}) as at,
      case when expires_at is null or ended_at < expires_at then 'now' else 'end_of_period' end
        as way,
      coalesce(cancellation_by->>'kind' = 'user', false) as by_user,
      count(*)::int as n
    from services
    where cancellation_requested_at >= ${instantToSql(from)}::timestamptz
      and cancellation_requested_at < ${instantToSql(until)}::timestamptz
    group by 1, 2, 3, 4, 5`)
  return rows
}

async function productNames(db: Db, language: Language): Promise<Map<string, string>> {
  const rows = await db.select({ id: products.id, name: products.name }).from(products)
  return new Map(rows.map(({ id, name }) => [id, name[language]]))
}

const sum = (rows: readonly Row[]) => rows.reduce((all, { n }) => all + n, 0)

function countsOf(rows: readonly Row[]) {
  return {
    total: sum(rows),
    endOfPeriod: sum(rows.filter(({ way }) => way === 'end_of_period')),
    now: sum(rows.filter(({ way }) => way === 'now')),
    byCustomer: sum(rows.filter(({ by_user }) => by_user)),
    byStaff: sum(rows.filter(({ by_user }) => !by_user)),
  }
}

function mostFirst<More>(
  groups: ReadonlyMap<string | null, Row[]>,
  more: (id: string | null) => More,
) {
  return [...groups]
    .map(([id, rows]) => ({ id, ...more(id), ...countsOf(rows) }))
    .sort((a, b) => b.total - a.total || String(a.id).localeCompare(String(b.id)))
}

/** Every day or month of the stretch, so that a picture shows the quiet ones too. */
function momentsOf(days: Days): string[] {
  const { from, until } = spanOf(days)
  const length = isByMonth(days) ? 7 : 10
  const moments = new Set<string>()
  for (let at = from; at < until; at = addDays(at, 1, days.zone))
    moments.add(localDate(at, days.zone).slice(0, length))
  return [...moments]
}
