import { z } from 'zod'
import { fromIso, type Instant } from '../domain/instant.ts'
import { invalidField } from './problem.ts'

/** How many rows a page may have. A larger wish is an error, not a surprise. */
export const MAX_LIMIT = 200

/** The query fields every list takes. `sort` is a column's name, with `-` in front for descending. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().max(500).optional(),
  sort: z.string().max(60).optional(),
}

/** `exact` is false where counting stopped at the cap: "more than count". */
export const totalSchema = z.object({ count: z.number().int(), exact: z.boolean() })

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: totalSchema })
}

export type CursorValue = string | number | null

/** The last row's sort values, id last. Opaque to clients. */
export function encodeCursor(values: CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** 422 on `/query/cursor` when it was not made by `encodeCursor` for as many columns. */
export function decodeCursor(cursor: string, columns: number): CursorValue[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const sound =
      Array.isArray(values) &&
      values.length === columns &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
    if (sound) return values
  } catch {
    // falls through to the one error below
  }
  throw invalidField('/query/cursor', 'invalid_cursor')
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The cursor of a list ordered by an instant and an id, made by `encodeCursor([iso, id])`. */
export function decodeInstantCursor(cursor: string): { at: Instant; id: string } {
  const [iso, id] = decodeCursor(cursor, 2)
  const at = typeof iso === 'string' ? fromIso(iso) : null
  if (at === null || typeof id !== 'string' || !UUID.test(id))
    throw invalidField('/query/cursor', 'invalid_cursor')
  return { at, id }
}

export interface Sort<Column extends string> {
  column: Column
  descending: boolean
}

/** Reads `sort`; 422 on `/query/sort` for a column that the list does not sort by. */
export function parseSort<Column extends string>(
  sort: string | undefined,
  columns: readonly Column[],
  fallback: Sort<Column>,
): Sort<Column> {
  if (!sort) return fallback
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  const column = columns.find((c) => c === name)
  if (!column) throw invalidField('/query/sort', 'unknown_sort', { allowed: columns.join(', ') })
  return { column, descending }
}

/** Takes one row more than the page holds, so that the last page has no cursor. */
export function toPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => CursorValue[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null
  return { items, nextCursor }
}
