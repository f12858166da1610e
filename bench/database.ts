import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrateDatabase } from '../server/src/migrate.ts'

/** A database of the benchmark's own, with Berth's tables. */
export interface BenchDatabase {
  url: string
  client: pg.Client
  drop(): Promise<void>
}

/** Makes it on the server of BENCH_DATABASE_URL. The caller drops it. */
export async function openDatabase(): Promise<BenchDatabase> {
  const given = process.env.BENCH_DATABASE_URL
  if (!given) throw new Error('BENCH_DATABASE_URL is not set; start with `npm run bench`')
  const name = `bench_${randomBytes(6).toString('hex')}`
  await onServer(given, `create database ${name}`)
  const url = new URL(given)
  url.pathname = `/${name}`
  await migrateDatabase(url.href)
  const client = new pg.Client({ connectionString: url.href, options: '-c timezone=UTC' })
  await client.connect()
  return {
    url: url.href,
    client,
    async drop() {
      await client.end()
      await onServer(given, `drop database if exists ${name} with (force)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
