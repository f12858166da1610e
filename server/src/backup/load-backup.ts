import { createHash, type Hash } from 'node:crypto'
import type pg from 'pg'
import type { z } from 'zod'
import { copyIn } from '../platform/copy.ts'
import {
  END_OF_ROWS,
  type Header,
  headerSchema,
  type TableHead,
  type Trailer,
  tableSchema,
  trailerSchema,
  UnreadableBackup,
} from './format.ts'
import type { Lines } from './read-lines.ts'
import { columnsOf, JOBS, nameOf, readTables } from './tables.ts'

async function readHeader(lines: Lines): Promise<Header> {
  return read(headerSchema, jsonOf(await nextLine(lines)))
}

/**
 * Fills an empty database of the file's shape, in the caller's transaction: rows, sequences, then
 * triggers and foreign keys again. Throws `UnreadableBackup` when the file is not complete, or is
 * not what was written.
 */
export async function loadRows(client: pg.Client, lines: Lines): Promise<Trailer> {
  await readHeader(lines)
  const tables = await readTables(client)
  const foreignKeys = await dropForeignKeys(client)
  for (const head of tables) await client.query(`alter table ${nameOf(head)} disable trigger user`)
  await client.query(`truncate ${tables.map(nameOf).join(', ')}`)
  const trailer = await eachTable(lines, (head, rows) => loadTable(client, head, rows))
  await setSequences(client, trailer)
  for (const { definition } of foreignKeys) await client.query(definition)
  for (const one of tables) await client.query(`alter table ${nameOf(one)} enable trigger user`)
  return trailer
}

/**
 * Reads a whole backup without writing anything: what is not complete, or not what was written, is
 * refused before a database is touched.
 */
export async function verifyBackup(lines: Lines): Promise<Header> {
  const header = await readHeader(lines)
  await eachTable(lines, async (_head, rows) => {
    for await (const _row of rows);
  })
  return header
}

type Rows = AsyncGenerator<Buffer, void>

/** Hands each table with its rows on, and compares what was read with what was written. */
async function eachTable(
  lines: Lines,
  take: (head: TableHead, rows: Rows) => Promise<void>,
): Promise<Trailer> {
  const seen: Trailer['tables'] = []
  for (;;) {
    const value = jsonOf(await nextLine(lines))
    const head = tableSchema.safeParse(value)
    if (!head.success) {
      const trailer = read(trailerSchema, value)
      assertSame(trailer, seen)
      return trailer
    }
    const hash = createHash('sha256')
    const count = { rows: 0 }
    await take(head.data, rowsOf(lines, hash, count))
    seen.push({ name: nameOf(head.data), rows: count.rows, sha256: hash.digest('hex') })
  }
}

async function* rowsOf(lines: Lines, hash: Hash, count: { rows: number }): Rows {
  for (;;) {
    const line = await nextLine(lines)
    if (line.toString('latin1') === `${END_OF_ROWS}\n`) return
    hash.update(line)
    count.rows += 1
    yield line
  }
}

async function nextLine(lines: Lines): Promise<Buffer> {
  const line = await lines.next()
  if (line === null) throw new UnreadableBackup('it was cut off')
  return line
}

async function loadTable(client: pg.Client, head: TableHead, rows: Rows): Promise<void> {
  const isJobs = nameOf(head) === nameOf(JOBS)
  const into = isJobs ? await jobsDesk(client, head) : nameOf(head)
  await copyIn(client, `copy ${into} (${columnsOf(head)}) from stdin`, rows)
  if (isJobs) await queueJobs(client, into, head)
}

/** Jobs are looked through first: a queue of theirs may not be there any more. */
async function jobsDesk(client: pg.Client, head: TableHead): Promise<string> {
  const columns = columnsOf(head)
  await client.query(`create temporary table restored_jobs on commit drop as
    select ${columns} from ${nameOf(head)} with no data`)
  return 'restored_jobs'
}

async function queueJobs(client: pg.Client, from: string, head: TableHead): Promise<void> {
  const columns = columnsOf(head)
  await client.query(`insert into ${nameOf(head)} (${columns})
    select ${columns} from ${from} where name in (select name from pgboss.queue)`)
}

function assertSame({ tables }: Trailer, loaded: Trailer['tables']): void {
  if (JSON.stringify(tables) !== JSON.stringify(loaded))
    throw new UnreadableBackup('its rows are not those that were written: the file was changed')
}

async function setSequences(client: pg.Client, { sequences }: Trailer): Promise<void> {
  for (const [name, last] of Object.entries(sequences))
    await client.query("select setval(format('public.%I', $1::text)::regclass, $2::bigint)", [
      name,
      last,
    ])
}

/** Rows come table by table; the keys between them are made again, and checked, at the end. */
async function dropForeignKeys(client: pg.Client): Promise<{ definition: string }[]> {
  const { rows } = await client.query(`
    select format('alter table %s add constraint %I %s', conrelid::regclass, conname,
        pg_get_constraintdef(oid)) as definition,
      format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
    from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`)
  for (const { drop } of rows) await client.query(drop)
  return rows
}

function jsonOf(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    throw new UnreadableBackup('it is no backup of Berth')
  }
}

function read<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw new UnreadableBackup('it is no backup of Berth, or of another version')
  return result.data
}
