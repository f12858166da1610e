import type pg from 'pg'
import { progress } from '../figure.ts'
import { PICKED } from './due.ts'

const CHUNK = 1000
const STAGED = 'bench_staged'
const BARE = 'bench_bare'

function serviceOfDocument(id: string): string {
  return `(select l.service_id from document_lines l where l.document_id = ${id} limit 1)`
}

/** The rows that a renewal is made of, and how those of the picked services are found. */
const TABLES: readonly { table: string; of: string }[] = [
  { table: 'renewals', of: 't.service_id' },
  { table: 'documents', of: serviceOfDocument('t.id') },
  { table: 'document_lines', of: 't.service_id' },
  {
    table: 'history',
    of: `case t.subject when 'service' then t.subject_id::uuid
      when 'document' then ${serviceOfDocument('t.subject_id::uuid')} end`,
  },
  { table: 'automation_steps', of: 't.service_id' },
]

/**
 * The same rows once more, as quickly as SQL can: copied in sets of a thousand services, one
 * transaction each, into tables with only their primary and unique keys, with the update of the
 * schedule and one job per document. Services per second.
 */
export async function measureLimit(client: pg.Client, since: Date): Promise<number> {
  await client.query(`drop schema if exists ${STAGED} cascade`)
  await client.query(`drop schema if exists ${BARE} cascade`)
  await client.query(`create schema ${STAGED}`)
  await client.query(`create schema ${BARE}`)
  const chunks = await number(client)
  for (const { table, of } of TABLES) await stage(client, { table, of, since })
  await bareLike(client, 'service_schedule')
  await client.query(
    `insert into ${BARE}.service_schedule select * from service_schedule
      where service_id in (select id from ${PICKED})`,
  )
  await client.query(`alter table ${BARE}.service_schedule set (fillfactor = 70)`)
  await client.query(`vacuum full ${BARE}.service_schedule`)
  await bareLike(client, 'mail_digest_items')
  await client.query('checkpoint')
  const startedAt = performance.now()
  for (let chunk = 0; chunk < chunks; chunk++) await copyChunk(client, chunk)
  const seconds = (performance.now() - startedAt) / 1000
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${PICKED}`)
  await client.query(`drop schema ${STAGED} cascade`)
  await client.query(`drop schema ${BARE} cascade`)
  const rate = (rows[0]?.n ?? 0) / seconds
  progress(`the same rows by SQL: ${Math.round(rate)} per s`)
  return rate
}

/** Gives each picked service its chunk. */
async function number(client: pg.Client): Promise<number> {
  await client.query(`create unlogged table ${STAGED}.chunks as
    select id, ((row_number() over (order by id) - 1) / ${CHUNK})::int as chunk from ${PICKED}`)
  await client.query(`create index on ${STAGED}.chunks (id)`)
  await client.query(`analyze ${STAGED}.chunks`)
  const { rows } = await client.query<{ n: number }>(
    `select max(chunk) + 1 as n from ${STAGED}.chunks`,
  )
  return rows[0]?.n ?? 0
}

async function stage(
  client: pg.Client,
  { table, of, since }: { table: string; of: string; since: Date },
): Promise<void> {
  const recent = table === 'history' ? `where t.at >= '${since.toISOString()}'` : ''
  await client.query(
    `create unlogged table ${STAGED}.${table} as
      select c.chunk, x.* from (select t.*, ${of} as of_service from ${table} t ${recent}) x
      join ${STAGED}.chunks c on c.id = x.of_service`,
  )
  await client.query(`alter table ${STAGED}.${table} drop column of_service`)
  await client.query(`create index on ${STAGED}.${table} (chunk)`)
  await client.query(`analyze ${STAGED}.${table}`)
  await bareLike(client, table)
}

/** A table with the same columns and defaults, and only its primary and unique keys. */
async function bareLike(client: pg.Client, table: string): Promise<void> {
  await client.query(`create table ${BARE}.${table} (like public.${table} including defaults)`)
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = ('public.' || $1)::regclass and indisunique`,
    [table],
  )
  for (const { definition } of rows)
    await client.query(definition.replace(`ON public.${table}`, `ON ${BARE}.${table}`))
}

async function copyChunk(client: pg.Client, chunk: number): Promise<void> {
  await client.query('begin')
  for (const { table } of TABLES) {
    await client.query(await copyStatement(client, table), [chunk])
  }
  await client.query(
    `update ${BARE}.service_schedule s set next_at = now() + interval '1 day', step = 'remind',
      because = '{"rule":"before_expiry","field":"reminderDays","level":"default","value":5}', decided_at = now()
    from ${STAGED}.chunks c where c.id = s.service_id and c.chunk = $1`,
    [chunk],
  )
  await client.query(
    `insert into ${BARE}.mail_digest_items (id, mail_id, customer_id, kind, dedupe_key, document_id, facts, created_at)
      select id, id, customer_id, 'document', 'document:' || id, id, '{}', created_at
      from ${STAGED}.documents where chunk = $1`,
    [chunk],
  )
  await client.query('commit')
}

const statements = new Map<string, string>()

async function copyStatement(client: pg.Client, table: string): Promise<string> {
  const known = statements.get(table)
  if (known) return known
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  const columns = rows.map(({ name }) => `"${name}"`).join(', ')
  const statement = `insert into ${BARE}.${table} (${columns}) select ${columns} from ${STAGED}.${table} where chunk = $1`
  statements.set(table, statement)
  return statement
}
