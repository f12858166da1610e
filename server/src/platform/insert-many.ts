import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db, Tx } from './db.ts'
import { keptStatement } from './kept-query.ts'
import { rowSource } from './row-source.ts'

/** What is written for one service or one order, again and again: the texts are few. */
const FEW = 8

/**
 * Inserts many rows in one statement whose text does not grow with them. What no row names takes
 * the table's default; a row that leaves out what others name has null there.
 * Answers how many rows were inserted.
 */
export async function insertMany<T extends PgTable>(
  tx: Db | Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict: SQL = sql``,
): Promise<number> {
  if (rows.length === 0) return 0
  const statement = insertStatement(table, rows, onConflict)
  const { rowCount } = await (rows.length <= FEW
    ? keptStatement(tx, statement)
    : tx.execute(statement))
  return rowCount ?? 0
}

/** The same with `returning id`: the ids of the rows that were really inserted. */
export async function insertManyReturning<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict: SQL,
): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const statement = sql`${insertStatement(table, rows, onConflict)} returning id`
  const { rows: made } = await tx.execute<{ id: string }>(statement)
  return new Set(made.map(({ id }) => id))
}

/** The statement itself, for what is written together with something else. */
export function insertStatement<T extends PgTable>(
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict: SQL = sql``,
): SQL {
  const { cells, source } = rowSource(table, rows)
  const names = cells.map(({ name }) => sql`${sql.identifier(name)}`)
  const values = cells.map(({ value }) => value)
  // Rows that are all alike still are so many rows.
  const from = source ?? sql`generate_series(1, ${rows.length}::int)`
  return sql`insert into ${sql.identifier(getTableName(table))} (${list(names)})
    select ${list(values)} from ${from} ${onConflict}`
}

const list = (parts: SQL[]) => sql.join(parts, sql`, `)
