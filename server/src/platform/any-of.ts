import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { plainArrayText } from './array-text.ts'

/** Ids as one parameter, whatever their number: `unnest(…)`, `= any(…)`. */
export function idArray(ids: readonly (string | null)[]): SQL {
  return sql`${sql.param(plainArrayText(ids))}::uuid[]`
}

/**
 * `column = any(…)` with all ids as one parameter: for lists of hundreds, which cost a parameter
 * each with `inArray`. An empty list matches nothing.
 */
export function anyOf(column: AnyColumn, ids: readonly string[]): SQL {
  return sql`${column} = any(${idArray(ids)})`
}
