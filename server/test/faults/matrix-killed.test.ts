import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Rule, SandboxCall } from '@berth/module-sandbox/provider'
import pg from 'pg'
import { startTestApp } from '../app.ts'
import { readOperation } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { until } from '../until.ts'
import { askAll, makeTries, type Try, verdict } from './matrix-kinds.ts'
import { conclude, type FaultRow } from './matrix-table.ts'
import { startProviderProcess, startWorkerProcess } from './processes.ts'

/*
 * Every kind of operation, with the worker killed at each step: all kinds are brought to the step at
 * once, then the process dies with all of them in its hands and another one takes over.
 */

/** The worker lives by the machine's clock, and ends sessions by it. */
const app = await startTestApp({ now: Date.now() })
const staff = await app.staff()
const provider = await startProviderProcess()
const { server } = await makeServer(app.ctx, {
  settings: { url: provider.url, token: provider.token, callLimitMs: 60_000 },
  concurrency: 32,
})
// A comparison of its own accord would take one of the answers that hang.
const never = { version: 0, values: { everyMinutes: 0 } }
assert.equal((await staff.put('/api/v1/admin/settings/reconciliation', never)).status, 200)
const databaseUrl = app.ctx.config.databaseUrl
const start = () => startWorkerProcess(databaseUrl, { BERTH_WORKER_CONCURRENCY: '32' })
let worker = start()
const rows: FaultRow[] = []
after(() => conclude(rows))

const planter = { plant: (body: object) => provider.plant(body) }
const settle = () =>
  until('the services to be made', async () => {
    assert.ok(worker.running(), worker.output())
    const { rows: open } = await app.ctx.db.execute(
      `select from operations where state <> 'succeeded'`,
    )
    return open.length === 0
  }).then(() => undefined)

/** Where the worker dies: what hangs, and what a call looks like by which that is known. */
interface Step {
  name: string
  rules(tries: readonly Try[]): Rule[]
  isThere(call: SandboxCall, one: Try): boolean
}

/** A redelivery is killed in its first half: rules know no services, and it removes like others. */
const changeOf = ({ kind, changes }: Try) => (kind === 'redeliver' ? 'terminate' : changes)

const hanging = (tries: readonly Try[], work: boolean): Rule[] =>
  [...new Set(tries.map(changeOf))].map((operation) => ({
    operation,
    effect: { kind: 'hang', work },
    times: tries.filter((one) => changeOf(one) === operation).length,
  }))
const isHanging = ({ answer }: SandboxCall) => answer === 'none'

const STEPS: readonly Step[] = [
  {
    name: 'killed before anything was asked for',
    rules: ({ length }) => [
      { operation: '*', effect: { kind: 'hang', work: false }, times: length },
    ],
    isThere: isHanging,
  },
  {
    name: 'killed while the change is asked for',
    rules: (tries) => hanging(tries, false),
    isThere: (call, one) => isHanging(call) && call.operation === changeOf(one),
  },
  {
    name: 'killed after the work, before the answer',
    rules: (tries) => hanging(tries, true),
    isThere: (call, one) => isHanging(call) && call.operation === changeOf(one),
  },
]

for (const step of STEPS) {
  test(`every operation is done exactly once: ${step.name}`, async () => {
    await provider.behave()
    const tries = await makeTries(app, { serverId: server.id, planter, settle })
    await provider.behave(...step.rules(tries))
    const asked = await askAll(app, server.id, tries)
    await until('every operation to be at the step', async () => {
      assert.ok(worker.running(), worker.output())
      const calls = await provider.calls()
      return tries.every((one) =>
        calls.some((call) => call.key === one.serviceId && step.isThere(call, one)),
      )
    })
    await restart()
    await finish(step.name, tries, asked)
  })
}

test('every operation is done exactly once: killed after the answer, before it is recorded', async () => {
  await provider.behave()
  const tries = await makeTries(app, { serverId: server.id, planter, settle })
  const holder = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  // Whoever records an outcome locks its service first.
  const ids = tries.map(({ serviceId }) => serviceId)
  const asked = await askAll(app, server.id, tries)
  await holder.query('begin')
  await holder.query(
    'select from service_schedule where service_id = any($1::uuid[]) order by service_id for update',
    [ids],
  )
  await until('every change to be answered', async () => {
    assert.ok(worker.running(), worker.output())
    const calls = await provider.calls()
    return tries.every((one) =>
      calls.some(
        (call) =>
          call.key === one.serviceId && call.operation === changeOf(one) && call.answer === 'sent',
      ),
    )
  })
  await worker.kill()
  await holder.query('rollback')
  await holder.end()
  worker = start()
  await finish('killed after the answer, before it is recorded', tries, asked)
})

async function restart(): Promise<void> {
  await worker.kill()
  worker = start()
}

/** Waits until all is done by itself and writes down what became of it. */
async function finish(
  fault: string,
  tries: readonly Try[],
  asked: ReadonlyMap<string, string>,
): Promise<void> {
  await until('every operation to end by itself', async () => {
    assert.ok(worker.running(), worker.output())
    const states = await Promise.all([...asked.values()].map((id) => readOperation(app, id)))
    return states.every(({ state }) => state === 'succeeded')
  })
  const tried = []
  for (const one of tries) {
    const id = asked.get(one.serviceId) ?? ''
    const wrong = await verdict(app, one, id, (key) => provider.resources(key))
    tried.push({ fault, kind: one.kind, wrong })
  }
  rows.push({ fault, tried, drift: await compare() })
}

/** What a comparison with the server finds; the worker makes it. */
async function compare(): Promise<FaultRow['drift']> {
  const url = `/api/v1/admin/servers/${server.id}`
  const before = (await staff.get(`${url}/reconciliations`)).body.items.length
  await staff.post(`${url}/reconcile`, {})
  await until('the comparison', async () => {
    const { items } = (await staff.get(`${url}/reconciliations`)).body
    return items.length > before && items[0].state !== 'running'
  })
  const { body } = await staff.get(`/api/v1/admin/drift?serverId=${server.id}&state=open`)
  return { found: body.items.length, fixed: 0 }
}
