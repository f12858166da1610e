import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { DAY } from '../../src/domain/instant.ts'
import { mailSettings } from '../../src/features/mail/settings.ts'
import { dropDatabase, startTestApp } from '../app.ts'
import { makeCustomer } from '../factories/customer.ts'
import { setInvoicing, setSection } from '../factories/document.ts'
import { ask } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { makeService } from '../factories/service.ts'
import { makeStaff } from '../factories/staff.ts'
import { until } from '../until.ts'
import { type Running, startMain } from './run-main.ts'

const PASSWORD = 'a good password'
const app = await startTestApp({ now: Date.now() })
const { ctx } = app
const original = ctx.config.databaseUrl
const copy = original.replace(/\/(\w+)$/, '/$1_copy')
after(() => dropDatabase(copy))
const folders = mkdtempSync(join(tmpdir(), 'berth-safe-'))
after(() => rmSync(folders, { recursive: true, force: true }))
const folder = (name: string) => join(folders, name)

/** To whom letters came. */
const letters: string[] = []
const READER = 'reader@customer.example'
/** The mail that was planted; others leave by the hour of the day. */
const toReader = () => letters.filter((one) => one === READER)
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    stream.resume().on('end', () => {
      letters.push(...session.envelope.rcptTo.map(({ address }) => address))
      done()
    })
  },
})
await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
after(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
const address = smtp.server.address()
const smtpPort = typeof address === 'object' && address ? address.port : 0
const { server, provider } = await makeServer(ctx)

/** Everything in one process, on a database and a data folder. */
function start(databaseUrl: string, dataDir: string): Running {
  return startMain(['start'], {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    BERTH_SANDBOX: '1',
    BERTH_SECRET_KEY: ctx.config.secretKey,
  })
}

async function stop(running: Running): Promise<void> {
  running.kill('SIGTERM')
  await running.ended
}

/** What an installation has done so far. */
async function doneOn(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(`
      select (select count(*)::int from documents) as documents,
        (select count(*)::int from renewals) as renewals,
        (select coalesce(max(last), 0) from number_series) as "lastNumber",
        (select count(*)::int from mails where state = 'queued' and template = 'planted') as mails,
        (select count(*)::int from operations where settled_at is null) as operations,
        (select count(*)::int from automation_steps) as steps,
        (select count(*)::int from service_schedule where next_at <= now()) as due,
        (select count(*)::int from gateway_events) as events`)
    return rows[0]
  } finally {
    await client.end()
  }
}

/** What is left to do is done: due services, the operation, the mail. */
const settled = (url: string) =>
  until(`all to be done on ${url}`, async () => {
    const { due, mails, operations } = await doneOn(url)
    return due + mails + operations === 0
  })

interface Browser {
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }>
}
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
type Body = any

async function logIn(url: string, email: string): Promise<Browser> {
  let cookie = ''
  const call: Browser['call'] = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    cookie ||= String(response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return { status: response.status, body: await response.json() }
  }
  assert.equal((await call('POST', 'auth/login', { email, password: PASSWORD })).status, 200)
  return { call }
}

/** A service to invoice, one to deliver, a mail to send: all due at once. */
async function plantWork(): Promise<void> {
  const { customer } = await makeCustomer(app)
  const due = { status: 'active' as const, expiresAt: Date.now() + 2 * DAY, anchorDay: 1 }
  await makeService(app, { customerId: customer.id, ...due })
  const placed = { type: 'sandbox', serverId: server.id, placeHeld: true }
  const service = await makeService(app, { customerId: customer.id, ...placed })
  await ask(app, { serviceId: service.id, serverId: server.id, kind: 'create', input: {} })
  await ctx.db.$client.query(`
    insert into mails (id, dedupe_key, template, to_address, language, subject, text, html, state,
      due_at, created_at)
    values (gen_random_uuid(), 'planted', 'planted', '${READER}', 'en', 'Hello',
      'Hello', '<p>Hello</p>', 'queued', now(), now())`)
}

/** The database as it is, under the copy's name. */
async function copyDatabase(): Promise<void> {
  const name = new URL(original).pathname.slice(1)
  const client = new pg.Client({ connectionString: process.env.BERTH_TEST_PG_URL })
  await client.connect()
  try {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    )
    await client.query(`create database ${name}_copy template ${name}`)
  } finally {
    await client.end()
  }
}

before(async () => {
  for (const role of ['owner', 'manager'])
    await makeStaff(ctx, { role, email: `${role}@team.example`, password: PASSWORD })
  await setInvoicing(ctx, { numberAt: 'open' })
  await setSection(ctx, mailSettings, {
    ...{ host: '127.0.0.1', port: smtpPort, encryption: 'none' },
    ...{ fromName: 'Host', fromAddress: 'host@host.example' },
  })
})

test('a copy beside the original does nothing until an owner has confirmed, then goes on', async () => {
  const first = start(original, folder('original'))
  await first.said('Berth is ready at ')
  await stop(first)
  assert.doesNotMatch((await first.ended).out, /Safe mode/)
  await plantWork()
  await copyDatabase()
  cpSync(folder('original'), folder('copy'), { recursive: true })
  const planted = await doneOn(copy)
  assert.deepEqual([planted.mails, planted.operations, planted.documents], [1, 1, 0])

  const copied = start(copy, folder('copy'))
  const url = await copied.said('Berth is ready at ')
  assert.match(await copied.said('Safe mode: '), /seems to be a copy/)
  // The original, started later on the same machine, does all that both have to do.
  const again = start(original, folder('original'))
  await again.said('Berth is ready at ')
  await settled(original)
  await until('the letter', async () => toReader().length > 0)
  assert.equal(toReader().length, 1)
  assert.equal(provider.state.resources.size, 1)
  await stop(again)
  assert.doesNotMatch((await again.ended).out, /Safe mode/)
  assert.deepEqual(await doneOn(copy), planted)

  const owner = await logIn(url, 'owner@team.example')
  const { safeMode } = (await owner.call('GET', 'admin/installation')).body
  assert.deepEqual(
    [safeMode.because, safeMode.isCopy, safeMode.mayConfirm],
    ['database_copied', false, true],
  )
  await refusesWhatCounts(owner)
  await asksOwnersOnly(url)
  assert.deepEqual((await doneOn(copy)).lastNumber, 0)
  await confirms(owner)
  await settled(copy)
  const { lastNumber, documents } = await doneOn(copy)
  assert.deepEqual([documents, lastNumber], [1, 8])
  assert.equal(toReader().length, 1, 'what was dropped was never sent')
  await stop(copied)
})

async function refusesWhatCounts(owner: Browser): Promise<void> {
  const customer = { name: 'Somebody', email: 'some@body.example', country: 'FR', kind: 'consumer' }
  const writes: [string, string, unknown][] = [
    ['POST', 'admin/customers', customer],
    ['POST', 'sandbox/clock', { to: new Date(Date.now() + DAY).toISOString() }],
    ['POST', 'auth/forgot-password', { email: 'owner@team.example' }],
  ]
  for (const [method, path, body] of writes) {
    const answer = await owner.call(method, path, body)
    assert.deepEqual([answer.status, answer.body.code], [409, 'safe_mode'], path)
  }
  const { body: mail } = await owner.call('GET', 'admin/settings/mail')
  const { version, values } = mail
  assert.equal((await owner.call('PUT', 'admin/settings/mail', { version, values })).status, 200)
}

async function asksOwnersOnly(url: string): Promise<void> {
  const manager = await logIn(url, 'manager@team.example')
  const { body } = await manager.call('GET', 'admin/installation')
  assert.equal(body.safeMode.mayConfirm, false)
  assert.equal((await manager.call('GET', 'admin/installation/review')).status, 403)
}

async function confirms(owner: Browser): Promise<void> {
  const { seenAt, series, wouldRun } = (await owner.call('GET', 'admin/installation/review')).body
  assert.deepEqual(wouldRun.steps, [{ step: 'invoice', n: 1 }])
  assert.deepEqual(wouldRun.operations, [{ kind: 'create', n: 1 }])
  assert.deepEqual([wouldRun.mails, wouldRun.documents], [1, 1])
  const lastNumbers = Object.fromEntries(series.map(({ key }: { key: string }) => [key, 7]))
  const confirm = (more: object) =>
    owner.call('POST', 'admin/installation/confirm', { seenAt, lastNumbers, ...more })
  assert.equal((await confirm({ seenAt: 'never' })).body.code, 'not_looked_at')
  assert.equal((await confirm({ lastNumbers: {} })).body.errors[0].code, 'last_number_missing')
  const confirmed = await confirm({ dropQueuedMails: true })
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  const year = new Date().getUTCFullYear()
  assert.deepEqual(
    confirmed.body.missing.filter(({ series: name }: { series: string }) => name === 'INV'),
    [{ series: 'INV', year, first: 1, last: 7 }],
  )
  assert.equal((await owner.call('GET', 'admin/installation')).body.safeMode, null)
}

test('an older backup under the same name, said to be a copy for testing, stays as it is', async () => {
  const client = new pg.Client({ connectionString: copy })
  await client.connect()
  await client.query('update installation set run_epoch = 0')
  await client.end()
  const restored = start(copy, folder('copy'))
  const url = await restored.said('Berth is ready at ')
  assert.match(await restored.said('Safe mode: '), /older backup/)
  const owner = await logIn(url, 'owner@team.example')
  const { seenAt, series } = (await owner.call('GET', 'admin/installation/review')).body
  assert.equal((await owner.call('POST', 'admin/installation/keep-as-copy', {})).status, 200)
  const lastNumbers = Object.fromEntries(
    series.map(({ key, last }: { key: string; last: number }) => [key, last]),
  )
  const answer = await owner.call('POST', 'admin/installation/confirm', { seenAt, lastNumbers })
  assert.deepEqual([answer.status, answer.body.code], [409, 'not_in_safe_mode'])
  assert.equal((await owner.call('GET', 'admin/installation')).body.safeMode.isCopy, true)
  await stop(restored)
})
