import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'
import { openDatabase, openSession } from './platform/db.ts'
import { jobTablesState, migrateJobs } from './platform/job-queues.ts'
import { sqlState } from './platform/transaction.ts'
import { plentiful, reactions } from './reactions.ts'
import { explainedConnection, Stop } from './stop.ts'

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url))
const OLDEST_POSTGRES = 150000
/** One installer at a time on a database, whatever the process: key of the advisory lock. */
const LOCK = 7_239_041

export type DatabaseState =
  | { kind: 'current' }
  | { kind: 'older' }
  | { kind: 'newer' }
  | { kind: 'unsupported'; version: string }

/**
 * Compares the migrations that the database has seen, and its job tables, with those of this code.
 * Writes nothing. Throws a `Stop` when the database does not let us in.
 */
export async function databaseState(url: string): Promise<DatabaseState> {
  const client = await openWhenUp(url)
  try {
    const version = await client.query(
      `select current_setting('server_version_num')::int as n, current_setting('server_version') as text`,
    )
    if (version.rows[0].n < OLDEST_POSTGRES)
      return { kind: 'unsupported', version: version.rows[0].text }
    const known = readMigrationFiles({ migrationsFolder: FOLDER })
    const there = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as t`)
    if (there.rows[0].t === null) return { kind: 'older' }
    const seen = await client.query(
      'select created_at::bigint as at from drizzle.__drizzle_migrations',
    )
    const seenAt = new Set(seen.rows.map((row) => Number(row.at)))
    const knownAt = new Set(known.map((migration) => migration.folderMillis))
    if ([...seenAt].some((at) => !knownAt.has(at))) return { kind: 'newer' }
    if ([...knownAt].some((at) => !seenAt.has(at))) return { kind: 'older' }
    return { kind: await jobTablesState(client, { reactions, plentiful }) }
  } finally {
    await client.end()
  }
}

/** SQLSTATE of a server that recovers or starts: it will let us in presently. */
const STARTING_UP = '57P03'
const WAIT_MS = 60_000
const LOOK_MS = 250

/** Waits for a server that is starting; anything else that keeps us out is a `Stop`. */
async function openWhenUp(url: string): Promise<pg.Client> {
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    try {
      return await openSession(url)
    } catch (error) {
      if (sqlState(error) !== STARTING_UP || waitedMs >= WAIT_MS) throw explainedConnection(error)
      await sleep(LOOK_MS)
    }
  }
}

/** Throws a `Stop` when this code does not know one of the migrations that a backup names. */
export function assertKnownMigrations(migrations: readonly number[]): void {
  const known = new Set(
    readMigrationFiles({ migrationsFolder: FOLDER }).map(({ folderMillis }) => folderMillis),
  )
  if (migrations.some((at) => !known.has(at)))
    throw new Stop('the backup was made by a newer version of Berth; use that version')
}

/**
 * Brings an empty database to the shape that it had after these migrations, for rows of that time.
 * All of them are known to this code.
 */
export async function migrateTo(url: string, migrations: readonly number[]): Promise<void> {
  const wanted = new Set(migrations)
  const folder = mkdtempSync(join(tmpdir(), 'berth-migrations-'))
  const database = openDatabase(url, 1)
  try {
    cpSync(FOLDER, folder, { recursive: true })
    const journal = join(folder, 'meta', '_journal.json')
    const all = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number }[] }
    const entries = all.entries.filter(({ when }) => wanted.has(when))
    writeFileSync(journal, JSON.stringify({ ...all, entries }))
    await migrate(database.db, { migrationsFolder: folder })
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  await migrateJobs(url, { reactions, plentiful })
}

/** Brings the database to this code's shape, under a lock; a no-op when it is there already. */
export async function migrateDatabase(url: string): Promise<void> {
  const guard = await openSession(url)
  try {
    await guard.query('select pg_advisory_lock($1)', [LOCK])
    const database = openDatabase(url, 1)
    try {
      await migrate(database.db, { migrationsFolder: FOLDER })
    } finally {
      await database.close()
    }
    await migrateJobs(url, { reactions, plentiful })
  } finally {
    await guard.end()
  }
}
