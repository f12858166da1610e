import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Db } from './db.ts'

/** Some rows of a long answer, and the database as it was when the answer began. */
export interface Chunk<Row> {
  rows: Row[]
  snapshot: Db
}

/**
 * Reads a long answer little by little, so that memory does not grow with it: a cursor in a
 * read-only transaction on a connection of its own, which is given back however the reading ends.
 * Whoever stops reading for a minute loses the transaction, and the reading fails.
 */
export async function* readInChunks<Row extends Record<string, unknown>>(
  db: Db,
  query: SQL,
  size: number,
): AsyncGenerator<Chunk<Row>> {
  const client = await db.$client.connect()
  const snapshot = drizzle(client) as unknown as Db
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local cursor_tuple_fraction = 1')
    await snapshot.execute(sql`declare chunks no scroll cursor for ${query}`)
    for (;;) {
      const { rows } = await snapshot.execute(sql.raw(`fetch ${size} from chunks`))
      if (rows.length > 0) yield { rows: rows as Row[], snapshot }
      if (rows.length < size) return
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    await client.query('rollback').catch((error: Error) => {
      broken = error
    })
    client.release(broken)
  }
}
