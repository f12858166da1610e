import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../platform/db.ts'
import { readRows } from '../../platform/kept-plan.ts'
import { type CursorValue, decodeCursor, parseSort, toPage } from '../../platform/pagination.ts'
import { invalidField } from '../../platform/problem.ts'
import type { ServiceFilters } from './filters.ts'
import { type Selection, selectServices, unite } from './select-services.ts'

const INSTANT = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00|infinity)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What the list sorts by: the column, which has an index with the id, and its texts in a cursor. */
const SORTS = {
  createdAt: { column: sql.raw('s.created_at'), type: 'timestamptz', text: INSTANT },
  expiresAt: { column: sql.raw('s.expires_sort'), type: 'timestamptz', text: INSTANT },
  price: { column: sql.raw('s.price'), type: 'bigint', text: /^\d{1,18}$/ },
  name: { column: sql.raw('s.name'), type: 'text', text: /^.{0,100}$/su },
} as const
type SortColumn = keyof typeof SORTS
export const SORT_COLUMNS = Object.keys(SORTS) as SortColumn[]

export interface ListQuery extends ServiceFilters {
  limit: number
  cursor?: string
  sort?: string
}

interface PageRow extends Record<string, unknown> {
  id: string
  sort_value: string
  known: string | null
}

/** How a page is ordered and where it begins. */
interface Place {
  column: SortColumn
  /** `order by` on the given columns. */
  order(key: SQL, id: SQL): SQL
  /** The condition of coming after the cursor's row. */
  after: SQL
}

/** The order that a query asks for; 422 on `/query/sort` and `/query/cursor`. */
function placeOf({ sort: wanted, cursor }: Pick<ListQuery, 'sort' | 'cursor'>): Place {
  const sort = parseSort(wanted, [...SORT_COLUMNS, 'number'], {
    column: 'createdAt',
    descending: true,
  })
  // Numbers are given in the order of creation.
  const column = sort.column === 'number' ? 'createdAt' : sort.column
  const direction = sql.raw(sort.descending ? 'desc' : 'asc')
  return {
    column,
    order: (key, id) => sql`order by ${key} ${direction}, ${id} ${direction}`,
    after: cursor === undefined ? sql`true` : afterCursor(cursor, column, sort.descending),
  }
}

function afterCursor(cursor: string, sortColumn: SortColumn, descending: boolean): SQL {
  const { column, type, text } = SORTS[sortColumn]
  const [sortedBy, value, id] = decodeCursor(cursor, 3)
  if (sortedBy !== sortColumn || !text.test(String(value)) || !UUID.test(String(id)))
    throw invalidField('/query/cursor', 'invalid_cursor')
  const comparison = sql.raw(descending ? '<' : '>')
  return sql`(${column}, s.id) ${comparison} (${value}::${sql.raw(type)}, ${id}::uuid)`
}

/** The ids of one page, in order, and the cursor of the next. */
export async function listServiceIds(db: Db, query: ListQuery, now: Instant) {
  return listSelected(db, await selectServices(db, query, now), query)
}

/**
 * The same of a selection that was made already. `ledger` is an expression that is asked with it:
 * the total where it is known without counting; null on an empty page. `isKept`: by a kept plan.
 */
export async function listSelected(
  db: Db,
  selection: Selection,
  query: Pick<ListQuery, 'limit' | 'cursor' | 'sort'> & { ledger?: SQL | null; isKept?: boolean },
) {
  const place = placeOf(query)
  const { column } = SORTS[place.column]
  // Written out: a kept plan has to know how few are wanted.
  const limit = sql.raw(`limit ${query.limit + 1}`)
  const one = (condition: SQL) => sql`
    select s.id, ${column}::text as sort_value, ${column} as sort_key from services s
    where ${condition} and ${place.after} ${place.order(column, sql`s.id`)} ${limit}`
  const statement = sql`select id, sort_value, ${query.ledger ?? sql`null`} as known
    from (${unite(selection, one)}) page
    ${place.order(sql`sort_key`, sql`id`)} ${limit}`
  const rows = await readRows<PageRow>(db, statement, query.isKept)
  return pageOf(rows, place, query.limit)
}

/**
 * A page of what is found before it is sorted, such as by a search term, which costs the same
 * however many are wanted: found once, counted and sorted. `known` is how many there are; above
 * `most` it only says so, and the page means nothing.
 */
export async function listFound(
  db: Db,
  selection: Selection,
  query: Pick<ListQuery, 'limit' | 'cursor' | 'sort'> & { most: number },
) {
  const place = placeOf(query)
  const { column } = SORTS[place.column]
  const upTo = sql.raw(`limit ${query.most + 1}`)
  const one = (condition: SQL) =>
    sql`select s.id, ${column} from services s where ${condition} ${upTo}`
  const { rows } = await db.execute<PageRow>(sql`
    with found as materialized (select * from (${unite(selection, one)}) each ${upTo})
    select s.id, ${column}::text as sort_value, (select count(*) from found) as known
    from found s where ${place.after} ${place.order(column, sql`s.id`)} limit ${query.limit + 1}`)
  return pageOf(rows, place, query.limit)
}

function pageOf(rows: PageRow[], place: Place, limit: number) {
  const cursorOf = (row: PageRow): CursorValue[] => [place.column, row.sort_value, row.id]
  const page = toPage(rows, limit, cursorOf)
  const [first] = rows
  const known = first ? Number(first.known ?? 0) : null
  return { ids: page.items.map((row) => row.id), nextCursor: page.nextCursor, known }
}

/** All ids of a selection in order, as one statement without a limit. 422 on `/query/sort`. */
export function orderedIds(selection: Selection, sort: string | undefined): SQL {
  const place = placeOf({ sort })
  const { column } = SORTS[place.column]
  const one = (condition: SQL) =>
    sql`select s.id, ${column} as sort_key from services s where ${condition}`
  return sql`select id from (${unite(selection, one)}) found
    ${place.order(sql`sort_key`, sql`id`)}`
}
