import { and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '../../domain/document-lifecycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { instantJson, parseInstant } from '../../platform/json.ts'
import {
  decodeInstantCursor,
  pageQuery,
  parseSort,
  type Sort,
  toPage,
} from '../../platform/pagination.ts'
import { DOCUMENT_STATUSES, hasStatus } from './document-status.ts'
import { documents } from './tables.ts'

/** Filters of customers' lists; names as in the screens' URLs. */
export const ownDocumentFilters = z.strictObject({
  ...pageQuery,
  status: z.enum(DOCUMENT_STATUSES).optional(),
  kind: z.enum(DOCUMENT_KINDS).optional(),
})

/** Filters of staff's lists. */
export const documentFilters = ownDocumentFilters.extend({
  state: z.enum(DOCUMENT_STATES).optional(),
  customerId: z.uuid().optional(),
  orderId: z.uuid().optional(),
  /** The beginning of a number or of a reference, e.g. `INV-2026-` or `P-000012`. */
  number: z.string().trim().min(1).max(40).optional(),
  dueFrom: instantJson.optional(),
  dueTo: instantJson.optional(),
})
export type DocumentFilters = z.infer<typeof documentFilters>

const COLUMNS = { createdAt: documents.createdAt, dueAt: documents.dueAt } as const
type Column = keyof typeof COLUMNS
const SORTS = Object.keys(COLUMNS) as Column[]
const FALLBACK: Sort<Column> = { column: 'createdAt', descending: true }
const COUNT_CAP = 10_000

/** One page of documents, newest first unless sorted otherwise, with the capped total. */
export async function listDocuments(db: Db, filters: DocumentFilters, now: Instant) {
  const sort = parseSort(filters.sort, SORTS, FALLBACK)
  const where = conditions(filters, now)
  const after = filters.cursor ? cursorCondition(filters.cursor, sort) : undefined
  const column = COLUMNS[sort.column]
  const direction = sort.descending ? sql`desc` : sql`asc`
  const rows = await db
    .select()
    .from(documents)
    .where(and(...where, after))
    .orderBy(sql`${column} ${direction}`, sql`${documents.id} ${direction}`)
    .limit(filters.limit + 1)
  const page = toPage(rows, filters.limit, (row) => [instantToSql(row[sort.column]), row.id])
  const counted = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from ${documents} where ${and(...where) ?? sql`true`} limit ${COUNT_CAP + 1}
    ) capped`)
  const n = counted.rows[0]?.n ?? 0
  return { ...page, total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP } }
}

function conditions(filters: DocumentFilters, now: Instant): (SQL | undefined)[] {
  const { status, kind, state, customerId, orderId, number, dueFrom, dueTo } = filters
  return [
    status && hasStatus(status, now),
    kind && eq(documents.kind, kind),
    state && eq(documents.state, state),
    customerId === undefined ? undefined : eq(documents.customerId, customerId),
    orderId === undefined ? undefined : eq(documents.orderId, orderId),
    number === undefined ? undefined : numberCondition(number),
    dueFrom === undefined
      ? undefined
      : sql`${documents.dueAt} >= ${atOf(dueFrom, '/query/dueFrom')}`,
    dueTo === undefined ? undefined : sql`${documents.dueAt} < ${atOf(dueTo, '/query/dueTo')}`,
    // A credit note is not seen before it has its number.
    sql`not (${documents.kind} = 'credit_note' and ${documents.state} = 'open')`,
  ]
}

const atOf = (text: string, pointer: string) =>
  sql`${instantToSql(parseInstant(text, pointer))}::timestamptz`

function numberCondition(text: string): SQL {
  const reference = /^p-0*(\d{1,15})$/i.exec(text)
  if (reference?.[1]) return eq(documents.serial, Number(reference[1]))
  const escaped = text.toUpperCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)
  return sql`${documents.number} like ${`${escaped}%`}`
}

function cursorCondition(cursor: string, sort: Sort<Column>): SQL {
  const { at, id } = decodeInstantCursor(cursor)
  const than = sort.descending ? sql`<` : sql`>`
  return sql`(${COLUMNS[sort.column]}, ${documents.id}) ${than} (
    ${instantToSql(at)}::timestamptz, ${id}::uuid)`
}
