import type { SQL } from 'drizzle-orm'
import type { QueryResult, QueryResultRow } from 'pg'
import type { Db, Tx } from './db.ts'

/** What the query builder keeps to itself of a query and of the connection it runs on. */
interface Named {
  rawQueryConfig: { name?: string; text: string }
  queryConfig: { name?: string }
}
interface Inside {
  dialect: { sqlToQuery(statement: SQL): { sql: string; params: unknown[] } }
  session: {
    client: {
      query<Row extends QueryResultRow>(query: object): Promise<QueryResult<Row>>
    }
  }
}

interface Query<Rows> {
  prepare(name: string): { execute(): Promise<Rows> }
}

/** A connection keeps every statement that has a name, so there are not more than so many. */
const MOST = 300
const names = new Map<string, string>()

/** Names are a connection's own, so a number does. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST) return known
  const name = `kept_${names.size}`
  names.set(text, name)
  return name
}

/**
 * Runs a query under a name, so that a connection parses it once and may keep one plan for all its
 * values: for a table with many indexes planning costs several times what reading a row does. For
 * rows by their key, in what is done for each order or each service.
 */
export function kept<Rows>(query: Query<Rows>): Promise<Rows> {
  const prepared = query.prepare('')
  const { rawQueryConfig, queryConfig } = prepared as unknown as Named
  const name = nameOf(rawQueryConfig.text)
  rawQueryConfig.name = name
  queryConfig.name = name
  return prepared.execute()
}

/** The same for a statement that is written by hand. */
export async function keptStatement<Row extends QueryResultRow>(
  db: Db | Tx,
  statement: SQL,
): Promise<QueryResult<Row>> {
  const { dialect } = db as unknown as Inside
  const { sql: text, params } = dialect.sqlToQuery(statement)
  return keptText<Row>(db, text, params)
}

/** The same for a text with its values. */
export async function keptText<Row extends QueryResultRow>(
  db: Db | Tx,
  text: string,
  values: readonly unknown[],
): Promise<QueryResult<Row>> {
  const { session } = db as unknown as Inside
  return session.client.query<Row>({ name: nameOf(text), text, values })
}
