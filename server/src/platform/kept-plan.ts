import { createHash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { QueryResultRow } from 'pg'
import type { Db } from './db.ts'

const dialect = new PgDialect()

/**
 * The rows of a statement. With `isKept` it runs under a name made from its text, so that a
 * connection parses it once and the server may keep one plan for all its values. That is for texts of
 * which there are few, and whose best plan does not depend on the values; everything else is better
 * planned each time.
 */
export async function readRows<Row extends QueryResultRow>(
  db: Db,
  statement: SQL,
  isKept = false,
): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement)
  const name = isKept ? createHash('sha1').update(text).digest('base64url') : undefined
  const { rows } = await db.$client.query<Row>({ name, text, values: params })
  return rows
}
