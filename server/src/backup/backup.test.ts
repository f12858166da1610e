import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { startSandboxProvider } from '@berth/module-sandbox/provider'
import pg from 'pg'
import { dropDatabase, startTestApp } from '../../test/app.ts'
import { openContext } from '../build-context.ts'
import type { Context } from '../context.ts'
import { loadDemo } from '../demo/load-demo.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import { DAY } from '../domain/instant.ts'
import { customers } from '../features/customers/tables.ts'
import { readIdentity } from '../features/installation/begin-run.ts'
import { watchInstallation } from '../features/installation/watch-installation.ts'
import { SYSTEM } from '../platform/actor.ts'
import { frozenClock } from '../platform/clock.ts'
import { inTransaction } from '../platform/transaction.ts'
import { confirmProduction } from '../safe-mode/confirm.ts'
import { seriesToAsk } from '../safe-mode/series.ts'
import { Stop } from '../stop.ts'
import { settle } from '../travel.ts'
import { dueLoops, jobHandlers } from '../worker.ts'
import { type RestoreOptions, restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const NOW = Date.parse('2026-03-12T14:20:00Z')
const KEY = { keyFingerprint: 'the fingerprint' }
const folder = mkdtempSync(join(tmpdir(), 'berth-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'all.backup.gz')

const app = await startTestApp({ now: NOW })
const provider = await startSandboxProvider({ now: () => app.clock.now() })
after(() => provider.close())
await loadDemo(app.ctx, provider)
await (await watchInstallation(app.ctx)).close()
await app.ctx.db.$client.query(`
  insert into pgboss.job (name, data) values ('services.wake', '{"event": "settings.changed"}')`)

/** An empty database of its own. */
async function emptyDatabase(): Promise<string> {
  const url = new URL(app.ctx.config.databaseUrl)
  const name = `${url.pathname.slice(1)}_${Math.random().toString(36).slice(2, 8)}`
  const client = new pg.Client({ connectionString: process.env.BERTH_TEST_PG_URL })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  url.pathname = `/${name}`
  after(() => dropDatabase(url.href))
  return url.href
}

const restore = (url: string, more: Partial<RestoreOptions> = {}) =>
  restoreBackup({ url, file, ...KEY, replace: false, restoredAt: '2026-03-13T00:00:00Z', ...more })

/** Every table with a fingerprint of its rows, and every sequence. */
async function contents(url: string) {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' })
  await client.connect()
  try {
    const tables = await client.query(`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'installation'
      order by 1`)
    const found: Record<string, unknown> = {}
    for (const { name } of tables.rows) {
      const { rows } = await client.query(
        `select count(*) as n, md5(string_agg(t::text, E'\n' order by t::text)) as md5 from ${name} t`,
      )
      found[name] = rows[0]
    }
    const sequences = await client.query(
      `select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`,
    )
    const rules = await client.query(`
      select conrelid::regclass::text as t, conname, pg_get_constraintdef(oid) as d
      from pg_constraint where connamespace = 'public'::regnamespace
      union all
      select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger
      where not tgisinternal order by 1, 2`)
    const jobs = await client.query(
      `select id, name, data from pgboss.job where state = 'created' order by id`,
    )
    return { found, sequences: sequences.rows, rules: rules.rows, jobs: jobs.rows }
  } finally {
    await client.end()
  }
}

async function openRestored(url: string): Promise<Context> {
  const config = { ...app.ctx.config, databaseUrl: url }
  const { ctx, close } = await openContext(config, { clock: frozenClock(NOW + DAY), poolSize: 5 })
  after(close)
  return ctx
}

test('a backup is restored row by row, in safe mode, and goes on once confirmed', async () => {
  const url = app.ctx.config.databaseUrl
  await writeBackup({ url, file, ...KEY, createdAt: '2026-03-12T14:20:00Z' })
  const restored = await emptyDatabase()
  await restore(restored)
  assert.deepEqual(await contents(restored), await contents(url))

  const ctx = await openRestored(restored)
  const { checks } = await runDoctor(ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
  const watch = await watchInstallation(ctx)
  assert.equal(ctx.safeMode.current?.because.code, 'restored')
  const env = { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' as const } }
  const series = await seriesToAsk(ctx.db, env.now)
  const identity = await readIdentity(ctx.db.$client)
  const invoices = series.find(({ key }) => key === 'INV-2026')
  const { missing } = await inTransaction(ctx, (tx) =>
    confirmProduction(tx, env, {
      identity,
      lastNumbers: Object.fromEntries(
        series.map(({ key, last }) => [key, key === invoices?.key ? last + 3 : last]),
      ),
      dropQueuedMails: true,
      abandonQueuedOperations: true,
    }),
  )
  const last = invoices?.last ?? 0
  assert.deepEqual(missing, [{ series: 'INV', year: 2026, first: last + 1, last: last + 3 }])
  ctx.safeMode.set(null)
  await watch.close()
  const { sweeps } = await settle(ctx, { loops: dueLoops(ctx), handlers: jobHandlers(ctx) })
  assert.ok(sweeps > 0)
  const after = await runDoctor(ctx)
  assert.deepEqual(
    after.checks.filter(({ ok }) => !ok),
    [],
    'numbers that are known to be missing are no gap',
  )
})

test('what cannot be restored as it was is refused, and touches nothing', async () => {
  const bytes = readFileSync(file)
  const text = gunzipSync(bytes).toString()
  const changed = text.replace('Claire', 'Clairf')
  assert.notEqual(changed, text)
  const cases: [string, Buffer, RegExp][] = [
    ['cut', bytes.subarray(0, bytes.length - 2000), /cut off/],
    ['changed', gzipSync(changed), /the file was changed/],
    ['other', gzipSync('{"format": "something"}\n'), /no backup of Berth/],
    ['text', Buffer.from('hello'), /no backup/],
    ['newer', gzipSync(text.replace('"migrations":[', '"migrations":[1,')), /newer version/],
  ]
  const { databaseUrl: url } = app.ctx.config
  for (const [name, content, why] of cases) {
    const path = join(folder, name)
    writeFileSync(path, content)
    // Even where the database may be replaced: it is not, for a file like that.
    await assert.rejects(
      () => restore(url, { file: path, replace: true }),
      (error) => error instanceof Stop && why.test(error.message),
      name,
    )
  }
  assert.equal(await app.ctx.db.$count(customers), 300)
})

test('what a database held is gone for good once it is replaced, and nothing runs by itself', async () => {
  const url = await emptyDatabase()
  const former = new pg.Client({ connectionString: url })
  await former.connect()
  await former.query(`create table customers (name text); insert into customers values ('Former')`)
  const isBusy = (error: unknown) => error instanceof Stop && /at work/.test(error.message)
  await assert.rejects(() => restore(url, { replace: true }), isBusy)
  assert.equal((await former.query('select name from customers')).rows[0].name, 'Former')
  await former.end()

  await restore(url, { replace: true })
  assert.deepEqual(await contents(url), await contents(app.ctx.config.databaseUrl))
  const ctx = await openRestored(url)
  const watch = await watchInstallation(ctx)
  assert.equal(ctx.safeMode.current?.because.code, 'restored')
  await watch.close()
})

test('another secret key, and a database that holds something, are refused', async () => {
  const url = await emptyDatabase()
  const stop = (why: RegExp) => (error: unknown) => error instanceof Stop && why.test(error.message)
  await assert.rejects(() => restore(url, { keyFingerprint: 'another' }), stop(/secret key/))
  await assert.rejects(() => restore(app.ctx.config.databaseUrl), stop(/not empty/))
})
