import { type AnyColumn, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { arrayText } from './array-text.ts'
import type { Tx } from './db.ts'

/**
 * Inserts many rows in one statement whose text does not grow with them: a column that differs
 * from row to row travels as one array, one that is the same in all rows as a single value. What
 * no row names takes the table's default; a row that leaves out what others name has null there.
 * Answers how many rows were inserted.
 */
export async function insertMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict: SQL = sql``,
): Promise<number> {
  if (rows.length === 0) return 0
  const { rowCount } = await tx.execute(insertStatement(table, rows, onConflict))
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

function insertStatement<T extends PgTable>(
  table: T,
  rows: readonly T['$inferInsert'][],
  onConflict: SQL,
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

/** Rows as one source of a statement: what each column is taken from, and what to select from. */
export interface RowSource {
  cells: { name: string; value: SQL }[]
  /** Null when all rows are alike. */
  source: SQL | null
}

/** Rows as arrays, one per column that differs; `always` is one even where all rows are alike. */
export function rowSource(
  table: PgTable,
  rows: readonly Record<string, unknown>[],
  always?: string,
): RowSource {
  const cells: RowSource['cells'] = []
  const arrays: SQL[] = []
  const aliases: SQL[] = []
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    const texts = driverTexts(column, key, rows)
    if (!texts) continue
    const { name } = column
    const type = sql.raw(column.getSQLType())
    const [first = null] = texts
    if (key !== always && texts.every((text) => text === first)) {
      cells.push({ name, value: sql`${sql.param(first)}::${type}` })
      continue
    }
    const alias = sql.raw(`c${aliases.length}`)
    arrays.push(sql`${sql.param(arrayText(texts))}::${type}[]`)
    aliases.push(alias)
    cells.push({ name, value: sql`u.${alias}` })
  }
  const source = arrays.length > 0 ? sql`unnest(${list(arrays)}) as u(${list(aliases)})` : null
  return { cells, source }
}

/** A column's cells as the driver takes them; null where no row names it. */
function driverTexts(
  column: AnyColumn,
  key: string,
  rows: readonly Record<string, unknown>[],
): (string | null)[] | null {
  let isNamed = false
  let last: unknown
  let lastText: string | null = null
  const texts = rows.map((row) => {
    const cell = row[key]
    if (cell !== undefined) isNamed = true
    // Neighbours often share a moment or an object: it is written out once.
    if (cell === last) return lastText
    last = cell
    lastText =
      cell === undefined || cell === null ? null : String(column.mapToDriverValue(cell as never))
    return lastText
  })
  return isNamed ? texts : null
}
