import { Column, type SQL, sql } from 'drizzle-orm'
import type { Db } from './db.ts'

interface Selected {
  path: string[]
  field: unknown
}

/** The part of the query builder that writes out the columns of a `select` or `returning`. */
interface SelectionBuilder {
  buildSelection(fields: readonly Selected[], options?: { isSingleTable?: boolean }): SQL
  sqlToQuery(statement: SQL): { sql: string }
}

interface Known {
  columns: readonly unknown[]
  isSingleTable: boolean
  written: SQL
}

/**
 * Makes the queries of a database write each list of columns out once. The builder otherwise makes some hundred
 * objects for a wide table and walks them again, in every query; that is most of what a query by key
 * costs in the process. Lists that hold anything but columns are built each time.
 */
export function quickenSelections(db: Db): void {
  const { dialect: builder } = db as unknown as { dialect: SelectionBuilder }
  const build = builder.buildSelection.bind(builder)
  /** By the first column of the list. */
  const known = new WeakMap<Column, Known[]>()
  builder.buildSelection = (fields, options = {}) => {
    const { isSingleTable = false } = options
    const first = fields[0]?.field
    if (!(first instanceof Column)) return build(fields, options)
    const lists = known.get(first) ?? []
    const found = lists.find((list) => list.isSingleTable === isSingleTable && fits(list, fields))
    if (found) return found.written
    const built = build(fields, options)
    if (!fields.every(({ field }) => field instanceof Column)) return built
    const written = sql.raw(builder.sqlToQuery(built).sql)
    const columns = fields.map(({ field }) => field)
    known.set(first, [...lists, { columns, isSingleTable, written }])
    return written
  }
}

const fits = ({ columns }: Known, fields: readonly Selected[]) =>
  columns.length === fields.length && fields.every(({ field }, at) => field === columns[at])
