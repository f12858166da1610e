import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { copyOut } from '../platform/copy.ts'
import { openSession } from '../platform/db.ts'
import { Stop } from '../stop.ts'
import {
  END_OF_ROWS,
  FORMAT,
  FORMAT_VERSION,
  type Header,
  type TableHead,
  type Trailer,
} from './format.ts'
import { columnsOf, JOBS, nameOf, OPEN_JOBS, readSequences, readTables } from './tables.ts'

export interface BackupOptions {
  url: string
  file: string
  keyFingerprint: string
  createdAt: string
}

/**
 * Writes the whole database, as it is at one moment, into one file; the program may be at work. The
 * file is there when it is complete, never a part of it.
 */
export async function writeBackup(options: BackupOptions): Promise<Trailer> {
  const { url, file } = options
  await mkdir(dirname(file), { recursive: true })
  const partial = `${file}.partial`
  const client = await openSession(url)
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const gzip = createGzip()
    const written = pipeline(gzip, createWriteStream(partial, { mode: 0o600 }))
    // An error of the disk shows here first, while rows are still being read.
    const failed = written.then(() => new Promise<never>(() => {}))
    const trailer = await Promise.race([writeAll(client, gzip, options), failed])
    gzip.end()
    await written
    await rename(partial, file)
    return trailer
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function writeAll(
  client: pg.Client,
  out: Writable,
  { keyFingerprint, createdAt }: BackupOptions,
): Promise<Trailer> {
  const line = (value: unknown) => push(out, `${JSON.stringify(value)}\n`)
  const header: Header = {
    ...{ format: FORMAT, version: FORMAT_VERSION, createdAt, keyFingerprint },
    installationId: await readInstallationId(client),
    migrations: await readMigrations(client),
  }
  await line(header)
  const tables: Trailer['tables'] = []
  for (const head of [...(await readTables(client)), JOBS]) {
    await line(head)
    tables.push(await writeRows(client, out, head))
    await push(out, `${END_OF_ROWS}\n`)
  }
  const trailer = { tables, sequences: await readSequences(client) }
  await line(trailer)
  return trailer
}

/** Rows travel together, so many bytes at a time. */
const PIECE_BYTES = 64 * 1024

async function writeRows(client: pg.Client, out: Writable, head: TableHead) {
  const where = head === JOBS ? ` where ${OPEN_JOBS}` : ''
  const hash = createHash('sha256')
  let rows = 0
  let piece: Buffer[] = []
  let bytes = 0
  let waiting: Promise<void> | undefined
  const flush = () => {
    const whole = Buffer.concat(piece)
    piece = []
    bytes = 0
    hash.update(whole)
    if (whole.length > 0 && !out.write(whole)) waiting ??= drained(out)
    return waiting?.finally(() => {
      waiting = undefined
    })
  }
  await copyOut(
    client,
    `copy (select ${columnsOf(head)} from ${nameOf(head)}${where}) to stdout`,
    (row) => {
      rows += 1
      piece.push(row)
      bytes += row.length
      return bytes < PIECE_BYTES ? undefined : flush()
    },
  )
  await flush()
  return { name: nameOf(head), rows, sha256: hash.digest('hex') }
}

async function push(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await drained(out)
}

async function drained(out: Writable): Promise<void> {
  if (out.writableNeedDrain) await once(out, 'drain')
}

async function readMigrations(client: pg.Client): Promise<number[]> {
  const known = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as t`)
  if (known.rows[0].t === null) throw new Stop('the database is empty: there is nothing to back up')
  const { rows } = await client.query(
    'select created_at::text as at from drizzle.__drizzle_migrations order by created_at',
  )
  return rows.map(({ at }) => Number(at))
}

/** Null in a database of a version that knew no installations yet. */
async function readInstallationId(client: pg.Client): Promise<string | null> {
  const known = await client.query(`select to_regclass('public.installation') as t`)
  if (known.rows[0].t === null) return null
  const { rows } = await client.query('select id from installation')
  return rows[0]?.id ?? null
}
