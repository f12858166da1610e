import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'
import { keptStatement } from './kept-query.ts'
import { rowSource } from './row-source.ts'

/** What a column is from here on: its name in the table, for what is set besides. */
export type NewValue = (column: string) => SQL

/**
 * Gives many rows, each named by its `id`, values of their own in one statement; all name the same
 * columns. `also` is set in every row besides: `version = version + 1`; it is told what the columns
 * will be. Throws when a row is gone.
 */
export async function updateMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly (Partial<T['$inferInsert']> & { id: string })[],
  also?: (newValue: NewValue) => SQL,
): Promise<void> {
  if (rows.length === 0) return
  const { cells, source } = rowSource(table, rows, 'id')
  const id = cells.find(({ name }) => name === 'id')
  const sets = cells
    .filter(({ name }) => name !== 'id')
    .map(({ name, value }) => sql`${sql.identifier(name)} = ${value}`)
  const name = sql.identifier(getTableName(table))
  const newValue = (column: string) =>
    cells.find((cell) => cell.name === column)?.value ?? sql`${name}.${sql.identifier(column)}`
  const statement = sql`
    update ${name} set ${sql.join(also ? [...sets, also(newValue)] : sets, sql`, `)}
    from ${source} where ${name}.id = ${id?.value}`
  // The text for a single row is one of few.
  const { rowCount } = await (rows.length === 1
    ? keptStatement(tx, statement)
    : tx.execute(statement))
  if (rowCount !== rows.length) throw new Error(`a row of ${getTableName(table)} vanished`)
}
