import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { columnCells } from './column-cells.ts'

/** Rows as one source of a statement: what each column is taken from, and what to select from. */
export interface RowSource {
  cells: { name: string; value: SQL }[]
  /** Null when all rows are alike. */
  source: SQL | null
}

/**
 * Rows as parameters whose number does not grow with them: a column that differs from row to row
 * travels as one array, one of a few values as those values and a place for each row, one that is
 * the same in all rows as a single value. `always` is an array even where all rows are alike.
 */
export function rowSource(
  table: PgTable,
  rows: readonly Record<string, unknown>[],
  always?: string,
): RowSource {
  const cells: RowSource['cells'] = []
  const arrays: SQL[] = []
  const aliases: SQL[] = []
  const array = (values: string, type: SQL): SQL => {
    const alias = sql.raw(`c${aliases.length}`)
    arrays.push(sql`${sql.param(values)}::${type}[]`)
    aliases.push(alias)
    return sql`u.${alias}`
  }
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    const found = columnCells(column, rows, { key, always: key === always })
    if (!found) continue
    const { name } = column
    const type = sql.raw(column.getSQLType().replace('serial', 'int'))
    if (found.kind === 'one') cells.push({ name, value: sql`${sql.param(found.text)}::${type}` })
    else if (found.kind === 'many') cells.push({ name, value: array(found.values, type) })
    else {
      const place = array(found.places, SMALLINT)
      cells.push({ name, value: sql`(${sql.param(found.values)}::${type}[])[${place}]` })
    }
  }
  const source =
    arrays.length > 0
      ? sql`unnest(${sql.join(arrays, sql`, `)}) as u(${sql.join(aliases, sql`, `)})`
      : null
  return { cells, source }
}

const SMALLINT = sql.raw('smallint')
