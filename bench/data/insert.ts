import type pg from 'pg'

type Value = string | number | boolean | null

/** A table's columns with their SQL types, and rows as lists of values in that order. */
export interface Rows {
  table: string
  columns: Readonly<Record<string, string>>
  rows: Iterable<readonly Value[]>
}

const CHUNK = 20_000

/** Writes rows by `unnest`, one array per column: a million takes one statement per chunk only. */
export async function insertRows(client: pg.Client, { table, columns, rows }: Rows): Promise<void> {
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  const statement = `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})`
  let lists: Value[][] = names.map(() => [])
  const flush = async () => {
    if (lists[0]?.length) await client.query(statement, lists)
    lists = names.map(() => [])
  }
  for (const row of rows) {
    row.forEach((value, index) => {
      lists[index]?.push(value)
    })
    if (lists[0]?.length === CHUNK) await flush()
  }
  await flush()
}
