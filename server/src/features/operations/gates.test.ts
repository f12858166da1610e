import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ErrorCode } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import {
  ask,
  readOperation,
  serverOf,
  startRecordingApp,
} from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { until } from '../../../test/until.ts'
import { MINUTE, SECOND } from '../../domain/instant.ts'
import type { DueLoop } from '../../platform/due.ts'
import type { NewServer } from '../servers/schemas.ts'
import { serverGate } from '../servers/tables.ts'
import { nextDueAt } from './engine/claim.ts'
import { operationsLoop } from './engine/loop.ts'
import { operations } from './tables.ts'

/* What holds the calls to a server back holds back that server only, and nothing is lost by it. */

const { app, recording, service } = await startRecordingApp({
  uniqueKeys: true,
  timeLimitMs: 60_000,
  app: { config: { workerConcurrency: 32 } },
})
const { ctx, clock } = app
/** Workers that go on in the background, as in processes of their own. */
const [worker, another] = [operationsLoop(ctx), operationsLoop(ctx)]
after(() => Promise.all([worker.stop?.(), another.stop?.()]))
const take = async (loop: DueLoop) => (await loop.takeDue?.(clock.now())) ?? 0
const staff = await app.staff()
const SERVERS = '/api/v1/admin/servers'

/** A server of its own, and a way to have things made on it. */
async function place(more: Partial<NewServer> = {}) {
  const { server, provider } = await makeServer(ctx, serverOf(recording.module.id, more))
  await provider.close()
  async function create(): Promise<string> {
    const { id } = await service({ serverId: server.id })
    return ask(app, { serviceId: id, serverId: server.id, kind: 'create', input: {} })
  }
  const creates = () => recording.callsOf('create').filter((call) => call.serverId === server.id)
  return { id: server.id, create, creates, url: `${SERVERS}/${server.id}` }
}

const refuse = (code: ErrorCode, more?: { retryAfterMs: number }) =>
  ({ kind: 'refuse', code, message: `refused: ${code}`, more }) as const

async function gateOf(serverId: string) {
  const [row] = await ctx.db.select().from(serverGate).where(eq(serverGate.serverId, serverId))
  if (!row) throw new Error('no gate')
  return row
}

test('no more calls than a server takes at once, however many are due and workers ask', async () => {
  const { create, creates } = await place({ concurrency: 2 })
  const open = Promise.withResolvers<void>()
  recording.always('create', { kind: 'wait', until: open.promise })
  const ids = await Promise.all(Array.from({ length: 5 }, create))
  const taken = await Promise.all([take(worker), take(another)])
  assert.equal(taken.reduce((sum, n) => sum + n, 0) + (await take(worker)), 2)
  await until('both to be asked', async () => creates().length === 2)
  assert.equal(await take(another), 0)
  open.resolve()
  recording.always('create', { kind: 'succeed' })
  await app.settle()
  for (const id of ids) assert.equal((await readOperation(app, id)).state, 'succeeded')
  assert.equal(creates().length, 5)
})

test('a call rate is kept, requests of one operation counted', async () => {
  const { create, creates } = await place({ callsPerMinute: 60 })
  const ids = await Promise.all(Array.from({ length: 4 }, create))
  const start = clock.now()
  await app.settle()
  assert.equal(creates().length, 1)
  await app.travelTo(start + MINUTE)
  for (const id of ids) assert.equal((await readOperation(app, id)).state, 'succeeded')
  const startedAt = (await Promise.all(ids.map((id) => readOperation(app, id))))
    .map((row) => ((row.startedAt ?? 0) - start) / SECOND)
    .toSorted((a, b) => a - b)
  // A creation makes it and looks for it: two calls at one call a second.
  assert.deepEqual(startedAt, [0, 2, 4, 6])
})

test('Retry-After pauses the whole server, costs the others no attempt, and then work goes on', async () => {
  const { id, create, creates } = await place({ concurrency: 1 })
  recording.next('create', refuse('transient', { retryAfterMs: 20_000 }))
  const [first, second] = [await create(), await create()]
  const start = clock.now()
  await app.settle()
  assert.equal(creates().length, 1)
  assert.equal((await readOperation(app, second)).attempts, 0)
  const seen = await staff.get(`${SERVERS}/${id}`)
  assert.equal(seen.body.gate.state, 'paused')
  assert.equal(seen.body.gate.cause, 'rate_limit')
  assert.equal(Date.parse(seen.body.gate.until), start + 20_000)
  assert.deepEqual(seen.body.queue, { waiting: 2, running: 0, unknown: 0, waitsForStaff: 0 })
  assert.ok(((await nextDueAt(ctx)) ?? 0) >= start + 20_000)
  await app.travelTo(start + 19_999)
  assert.equal(creates().length, 1)
  await app.travelTo(start + 20_000)
  for (const one of [first, second])
    assert.equal((await readOperation(app, one)).state, 'succeeded')
  assert.equal((await readOperation(app, second)).attempts, 1)
  assert.equal((await staff.get(`${SERVERS}/${id}`)).body.gate.state, 'open')
})

test('a wait that the provider names is no step of the ladder, however often it says so', async () => {
  const { create } = await place({ concurrency: 1 })
  const more = { retryAfterMs: 20_000 }
  for (let times = 0; times < 6; times++) recording.next('create', refuse('transient', more))
  recording.next('create', refuse('transient'))
  const id = await create()
  await app.settle()
  for (let times = 0; times < 6; times++) {
    const { failures, dueAt } = await readOperation(app, id)
    assert.equal(failures, 0)
    assert.equal(dueAt, clock.now() + 20_000)
    await app.travelTo(dueAt ?? 0)
  }
  const refused = await readOperation(app, id)
  assert.equal(refused.failures, 1)
  assert.equal(refused.dueAt, clock.now() + MINUTE)
  await app.travelTo(refused.dueAt ?? 0)
  assert.equal((await readOperation(app, id)).state, 'succeeded')
})

for (const code of ['auth', 'config'] as const) {
  test(`${code}: the queue waits until staff resume it, or a connection test succeeds`, async () => {
    for (const end of ['resume', 'test']) {
      const { create, creates, url } = await place({ concurrency: 1 })
      recording.next('create', refuse(code))
      const refused = await create()
      const waiting = await create()
      await app.settle()
      assert.equal(creates().length, 1)
      const { body } = await staff.get(url)
      assert.equal(body.health, 'unhealthy')
      assert.deepEqual(
        [body.gate.state, body.gate.cause, body.gate.until, body.gate.reason],
        ['paused', code, null, `refused: ${code}`],
      )
      assert.equal(body.lastError.operationId, refused)
      assert.deepEqual([body.queue.waiting, body.queue.waitsForStaff], [1, 1])
      clock.set(clock.now() + 90 * MINUTE)
      await app.settle()
      assert.equal((await readOperation(app, waiting)).attempts, 0)
      assert.equal((await staff.post(`${url}/${end}`)).status, 200)
      await app.settle()
      assert.equal((await readOperation(app, waiting)).state, 'succeeded')
      assert.equal((await readOperation(app, refused)).state, 'failed')
      assert.equal((await staff.get(url)).body.gate.state, 'open')
    }
  })
}

test('five transient failures open the breaker; one claim is the probe, and success closes it', async () => {
  const { id, create, creates, url } = await place({ concurrency: 10 })
  recording.always('create', refuse('transient'))
  const ids = await Promise.all(Array.from({ length: 10 }, create))
  const start = clock.now()
  await app.settle()
  assert.equal(creates().length, 10)
  const more = await create()
  await app.settle()
  assert.equal((await readOperation(app, more)).attempts, 0)
  const seen = (await staff.get(url)).body.gate
  assert.deepEqual([seen.state, seen.cause, seen.failures], ['broken', 'failures', 5])
  // After half a minute one, and only one, tries whether it is well.
  await app.travelTo(start + 30 * SECOND)
  assert.equal(creates().length, 11)
  assert.equal((await gateOf(id)).openUntil, start + 90 * SECOND)
  recording.always('create', { kind: 'succeed' })
  await app.travelTo(start + 90 * SECOND)
  assert.equal((await gateOf(id)).failures, 0)
  for (const one of [...ids, more]) assert.equal((await readOperation(app, one)).state, 'succeeded')
})

test('thousands that wait behind one server do not hold another up', async () => {
  const [stuck, well] = [await place(), await place()]
  assert.equal((await staff.post(`${stuck.url}/pause`)).status, 200)
  const made = await service({ serverId: stuck.id })
  const at = new Date(clock.now() - MINUTE).toISOString()
  await ctx.db.execute(`
    insert into operations (id, service_id, server_id, kind, state, input, due_at, requested_by,
      cause, created_at)
    select gen_random_uuid(), gen_random_uuid(), '${stuck.id}', 'suspend', 'queued', '{}', '${at}',
      '{"kind":"system","id":null,"name":"test"}', '{"kind":"system"}', '${at}'
    from generate_series(1, 3000)`)
  const id = await well.create()
  await app.settle()
  assert.equal((await readOperation(app, id)).state, 'succeeded')
  assert.equal(await nextDueAt(ctx), null)
  assert.equal((await staff.get(stuck.url)).body.queue.waiting, 3000)
  await ctx.db.delete(operations).where(eq(operations.serverId, stuck.id))
  assert.ok(made.id)
})

test('a server that hangs takes its own places only', async () => {
  const [hangs, well] = [await place(), await place()]
  const open = Promise.withResolvers<void>()
  recording.next('create', ...Array(4).fill({ kind: 'wait', until: open.promise }))
  const stuck = await Promise.all(Array.from({ length: 6 }, hangs.create))
  assert.equal(await take(worker), 4)
  await until('four to be asked', async () => hangs.creates().length === 4)
  const done = await well.create()
  assert.equal(await take(worker), 1)
  await until('the other to be done', async () => {
    return (await readOperation(app, done)).state === 'succeeded'
  })
  const states = await Promise.all(stuck.map(async (id) => (await readOperation(app, id)).state))
  assert.deepEqual(states.toSorted(), [...Array(2).fill('queued'), ...Array(4).fill('running')])
  open.resolve()
  await app.settle()
  for (const id of stuck) assert.equal((await readOperation(app, id)).state, 'succeeded')
})

test('an unknown operation keeps its place, one that waits for staff does not', async () => {
  const { create, creates } = await place({ concurrency: 1 })
  recording.next('create', { kind: 'throw' })
  recording.next('find', refuse('rejected'))
  const lost = await create()
  const next = await create()
  await app.settle()
  assert.equal((await readOperation(app, lost)).state, 'unknown')
  assert.equal((await readOperation(app, lost)).dueAt, null)
  assert.equal((await readOperation(app, next)).state, 'succeeded')
  assert.equal(creates().length, 2)
})

test('the day of trying again leaves out the time behind a closed gate', async () => {
  const { create, url } = await place({ concurrency: 1 })
  recording.next('create', refuse('transient'))
  const id = await create()
  const start = clock.now()
  await app.settle()
  await staff.post(`${url}/pause`, { reason: 'moving house' })
  assert.equal((await staff.get(url)).body.gate.reason, 'moving house')
  clock.set(start + 40 * 60 * MINUTE)
  recording.next('create', refuse('transient'))
  // Sessions have ended meanwhile.
  const later = await app.staff()
  assert.equal((await later.post(`${url}/resume`)).status, 200)
  await app.settle()
  clock.set(start + MINUTE)
  const row = await readOperation(app, id)
  assert.equal(row.state, 'failed')
  assert.equal(row.dueAt, start + 40 * 60 * MINUTE + 5 * MINUTE)
})
