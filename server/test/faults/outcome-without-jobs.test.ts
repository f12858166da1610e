import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { mails } from '../../src/features/mail/tables.ts'
import { openSession } from '../../src/platform/db.ts'
import { startTestApp } from '../app.ts'
import { ask, readOperation } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { makeService, readService } from '../factories/service.ts'
import { until } from '../until.ts'
import { startProviderProcess, startWorkerProcess } from './processes.ts'

const GATE = 4711

const app = await startTestApp()
const provider = await startProviderProcess()
const { server } = await makeServer(app.ctx, {
  settings: { url: provider.url, token: provider.token },
})
const { databaseUrl } = app.ctx.config
const session = await openSession(databaseUrl)

/** Lets nobody take up a job: whoever tries waits for the gate. */
async function shutGate(): Promise<void> {
  await session.query(`select pg_advisory_lock(${GATE})`)
  await session.query(`
    create function wait_at_gate() returns trigger language plpgsql
      as $$ begin perform pg_advisory_xact_lock(${GATE}); return new; end $$`)
  await session.query(`
    create trigger gate before update on pgboss.job
      for each row when (new.state = 'active') execute function wait_at_gate()`)
}

const AT_GATE = `from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted`

async function waitingAtGate(): Promise<number> {
  const { rows } = await session.query(`select count(*)::int as n ${AT_GATE}`)
  return rows[0].n
}

/** A killed client's statement would still end: it is ended with its client. */
async function openGate(): Promise<void> {
  await session.query(`select pg_terminate_backend(pid) ${AT_GATE}`)
  await until('the gate to be empty', async () => (await waitingAtGate()) === 0)
  await session.query('drop trigger gate on pgboss.job')
  await session.query(`select pg_advisory_unlock(${GATE})`)
}

async function jobsOf(serviceId: string): Promise<string[]> {
  const { rows } = await session.query(
    `select state::text from pgboss.job where data->>'serviceId' = $1 order by name`,
    [serviceId],
  )
  return rows.map((row) => row.state)
}

test('worker killed between outcome and jobs: the jobs are there and are done once', async (t) => {
  t.after(() => session.end())
  const { id } = await makeService(app, {
    type: 'sandbox',
    serverId: server.id,
    placeHeld: true,
    status: 'active',
  })
  await shutGate()
  const worker = startWorkerProcess(databaseUrl)
  const operationId = await ask(app, {
    serviceId: id,
    serverId: server.id,
    kind: 'terminate',
    input: { to: 'terminated', note: '', notify: true },
  })
  await until('the outcome', async () => {
    assert.ok(worker.running(), worker.output())
    return (await readOperation(app, operationId)).state === 'succeeded'
  })
  await until('a job to be taken up', async () => (await waitingAtGate()) > 0)
  await worker.kill()
  await openGate()
  assert.equal((await readService(app, id)).status, 'terminated')
  const left = await jobsOf(id)
  assert.ok(left.length > 0)
  assert.ok(left.every((state) => state === 'created'))

  const next = startWorkerProcess(databaseUrl)
  await until('the jobs to be done', async () => {
    assert.ok(next.running(), next.output())
    return (await jobsOf(id)).every((state) => state === 'completed')
  })
  assert.equal((await jobsOf(id)).length, left.length)
  const about = sql`${mails.serviceIds} @> ${JSON.stringify([id])}::jsonb`
  assert.equal(await app.ctx.db.$count(mails, about), 1)
})
