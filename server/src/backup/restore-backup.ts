import type pg from 'pg'
import { assertKnownMigrations, migrateDatabase, migrateTo } from '../migrate.ts'
import { openSession } from '../platform/db.ts'
import { Stop } from '../stop.ts'
import { type Header, type Trailer, UnreadableBackup } from './format.ts'
import { loadRows, verifyBackup } from './load-backup.ts'
import { type Lines, openLines } from './read-lines.ts'

export interface RestoreOptions {
  url: string
  file: string
  keyFingerprint: string
  /** What the database holds is thrown away first. */
  replace: boolean
  restoredAt: string
}

/**
 * Fills a database from a backup: makes it of the file's shape, loads the rows in one transaction,
 * then brings it to this version. What it holds afterwards is in safe mode. Throws a `Stop` with a
 * sentence for the operator; a restore that fails leaves no rows.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Trailer> {
  const header = await readWhole(options.file, verifyBackup)
  assertKey(header, options)
  assertKnownMigrations(header.migrations)
  const client = await openSession(options.url)
  try {
    await makeRoom(client, options)
    await migrateTo(options.url, header.migrations)
    const trailer = await readWhole(options.file, (lines) => load(client, lines, options))
    await migrateDatabase(options.url)
    await client.query('analyze')
    return trailer
  } finally {
    await client.end()
  }
}

async function readWhole<T>(file: string, take: (lines: Lines) => Promise<T>): Promise<T> {
  const lines = openLines(file)
  try {
    return await take(lines)
  } catch (error) {
    if (error instanceof UnreadableBackup)
      throw new Stop(`${file} cannot be restored: ${error.message}`)
    throw error
  } finally {
    lines.close()
  }
}

function assertKey(header: Header, { keyFingerprint }: RestoreOptions): void {
  if (header.keyFingerprint === keyFingerprint) return
  throw new Stop(
    'this backup was made with another secret key, without which its secrets cannot be read: put ' +
      'that key into BERTH_SECRET_KEY, or into the file secret-key in DATA_DIR, and restore again',
  )
}

const OURS = ['public', 'pgboss', 'drizzle']

/** An empty database, or one that may be emptied and that nothing is at work on. */
async function makeRoom(client: pg.Client, { replace }: RestoreOptions): Promise<void> {
  const { rows } = await client.query(
    `select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') limit 1`,
    [OURS],
  )
  if (rows.length === 0) return
  if (!replace)
    throw new Stop('the database is not empty; --replace --yes throws away what it holds, for good')
  const others = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend' limit 1`,
  )
  if (others.rows.length > 0)
    throw new Stop('somebody is at work on the database; stop Berth on every machine first')
  await client.query('begin')
  for (const schema of OURS) await client.query(`drop schema if exists ${schema} cascade`)
  await client.query('create schema public')
  await client.query('commit')
}

async function load(client: pg.Client, lines: Lines, { restoredAt }: RestoreOptions) {
  await client.query('begin')
  try {
    const trailer = await loadRows(client, lines)
    await startInSafeMode(client, restoredAt)
    await client.query('commit')
    return trailer
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Backups of a version that knew no installations are noticed by their first start. */
async function startInSafeMode(client: pg.Client, restoredAt: string): Promise<void> {
  const known = await client.query(`select to_regclass('public.installation') as t`)
  if (known.rows[0].t === null) return
  await client.query(
    `update installation set safe_since = $1, safe_because = '{"code": "restored"}',
       copy_since = null`,
    [restoredAt],
  )
}
