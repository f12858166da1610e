import { type AnyColumn, eq, type SQL, sql } from 'drizzle-orm'
import { plainArrayText } from './array-text.ts'

/** Ids as one parameter, whatever their number: `unnest(…)`, `= any(…)`. */
export function idArray(ids: readonly (string | null)[]): SQL {
  return sql`${sql.param(plainArrayText(ids))}::uuid[]`
}

/**
 * `column = any(…)` with all ids as one parameter: for lists of hundreds, which cost a parameter
 * each with `inArray`. An empty list matches nothing. One id is compared as such: a plan for a list
 * of unknown length is never as good, so that PostgreSQL would make one each time.
 */
export function anyOf(column: AnyColumn, ids: readonly string[]): SQL {
  const [only] = ids
  if (only !== undefined && ids.length === 1) return eq(column, only)
  return sql`${column} = any(${idArray(ids)})`
}
