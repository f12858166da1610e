import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'
import { rowSource } from './row-source.ts'

/**
 * Gives many rows, each named by its `id`, values of their own in one statement; all name the same
 * columns. `also` is set in every row besides: `version = version + 1`. Throws when a row is gone.
 */
export async function updateMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly (Partial<T['$inferInsert']> & { id: string })[],
  also?: SQL,
): Promise<void> {
  if (rows.length === 0) return
  const { cells, source } = rowSource(table, rows, 'id')
  const id = cells.find(({ name }) => name === 'id')
  const sets = cells
    .filter(({ name }) => name !== 'id')
    .map(({ name, value }) => sql`${sql.identifier(name)} = ${value}`)
  const name = sql.identifier(getTableName(table))
  const { rowCount } = await tx.execute(sql`
    update ${name} set ${sql.join(also ? [...sets, also] : sets, sql`, `)}
    from ${source} where ${name}.id = ${id?.value}`)
  if (rowCount !== rows.length) throw new Error(`a row of ${getTableName(table)} vanished`)
}
