import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/**
 * `column = any(…)` with all ids as one parameter: for lists of hundreds, which cost a parameter
 * each with `inArray`. An empty list matches nothing.
 */
export function anyOf(column: AnyColumn, ids: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...ids])}::uuid[])`
}
