import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { type CursorValue, decodeCursor, parseSort, toPage } from '../../platform/pagination.ts'
import { filterConditions, type ServiceFilters, searchBranches } from './filters.ts'

/** What the list sorts by, and the column that holds it: each has an index with the id. */
const SORTS = {
  createdAt: sql.raw('s.created_at'),
  expiresAt: sql.raw('s.expires_sort'),
  price: sql.raw('s.price'),
  name: sql.raw('s.name'),
} as const
type SortColumn = keyof typeof SORTS
const SORT_COLUMNS = Object.keys(SORTS) as SortColumn[]
const SQL_TYPES = {
  createdAt: 'timestamptz',
  expiresAt: 'timestamptz',
  price: 'bigint',
  name: 'text',
}

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

export interface ListQuery extends ServiceFilters {
  limit: number
  cursor?: string
  sort?: string
}

interface PageRow extends Record<string, unknown> {
  id: string
  sort_value: string
}

/** The ids of one page, in order, and the cursor of the next. */
export async function listServiceIds(db: Db, query: ListQuery) {
  const sort = parseSort(query.sort, SORT_COLUMNS, { column: 'createdAt', descending: true })
  const column = SORTS[sort.column]
  const direction = sql.raw(sort.descending ? 'desc' : 'asc')
  const conditions = filterConditions(query)
  if (query.cursor) {
    const [value, id] = decodeCursor(query.cursor, 2)
    const comparison = sql.raw(sort.descending ? '<' : '>')
    const type = sql.raw(SQL_TYPES[sort.column])
    conditions.push(sql`(${column}, s.id) ${comparison} (${value}::${type}, ${id}::uuid)`)
  }
  const one = (extra: SQL[]) => sql`(
    select s.id, ${column}::text as sort_value, ${column} as sort_key from services s
    where ${sql.join([...conditions, ...extra], sql` and `)}
    order by ${column} ${direction}, s.id ${direction} limit ${query.limit + 1})`
  const { rows } = await db.execute<PageRow>(
    sql`select id, sort_value from (${unionOf(query.q, one)}) page
      order by sort_key ${direction}, id ${direction} limit ${query.limit + 1}`,
  )
  const cursorOf = (row: PageRow): CursorValue[] => [row.sort_value, row.id]
  const page = toPage(rows, query.limit, cursorOf)
  return { ids: page.items.map((row) => row.id), nextCursor: page.nextCursor }
}

/** How many match; exact up to the cap. */
export async function countServices(db: Db, filters: ServiceFilters) {
  const conditions = filterConditions(filters)
  const one = (extra: SQL[]) => sql`(
    select s.id from services s where ${sql.join([...conditions, ...extra], sql` and `)}
    limit ${COUNT_CAP + 1})`
  const { rows } = await db.execute<{ n: string }>(
    sql`select count(*) as n from (${unionOf(filters.q, one)}) found`,
  )
  const n = Number(rows[0]?.n ?? 0)
  return { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP }
}

function unionOf(q: string | undefined, one: (extra: SQL[]) => SQL): SQL {
  const branches = searchBranches(q)
  if (branches.length === 0) return one([sql`true`])
  return sql.join(
    branches.map((branch) => one([branch])),
    sql` union `,
  )
}

/** How many services stand in each status, archived ones left out. */
export async function countByStatus(db: Db): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ status: string; n: string }>(sql`
    select status, sum(n) as n from service_count_delta where not archived group by status`)
  const { rows: attention } = await db.execute<{ n: string }>(sql`
    select count(*) as n from services s
    where ${sql.join(filterConditions({ status: 'needs_attention' }), sql` and `)}`)
  const counts = Object.fromEntries(rows.map((row) => [row.status, Number(row.n)]))
  return { ...counts, needs_attention: Number(attention[0]?.n ?? 0) }
}
