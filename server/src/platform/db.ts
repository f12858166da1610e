import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { quickenSelections } from './quick-selection.ts'

type Schema = Record<string, never>

/** The pool: each statement runs by itself. Functions that only read take `Db | Tx`. */
export type Db = NodePgDatabase<Schema> & { $client: pg.Pool }

/** An open transaction, made by `inTransaction` only. Functions that write take it first. */
export type Tx = PgTransaction<NodePgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>

export interface Database {
  db: Db
  pool: pg.Pool
  url: string
  close(): Promise<void>
}

/**
 * Options every session starts with: UTC, no statement or lock that waits for ever, and what a row
 * costs where data lies in memory or on a solid disk: a thousand rows are found by their index,
 * not by reading a table of a million.
 */
const SESSION = [
  'timezone=UTC',
  'statement_timeout=120000',
  'idle_in_transaction_session_timeout=60000',
  'random_page_cost=1.1',
]
  .map((option) => `-c ${option}`)
  .join(' ')

export function openDatabase(url: string, size = 20): Database {
  const pool = new pg.Pool({ connectionString: url, max: size, options: SESSION })
  // A connection that breaks while idle is replaced by the pool; the next query sees the error.
  pool.on('error', () => {})
  // One that breaks inside a transaction, between two queries: the next query sees the error too.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = drizzle(pool) as Db
  quickenSelections(db)
  return { db, pool, url, close: () => pool.end() }
}

const CONNECT_MS = 10_000

/** A connection outside the pool, for LISTEN and for session advisory locks. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c timezone=UTC',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  })
  await client.connect()
  return client
}
