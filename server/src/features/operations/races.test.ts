import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { eq } from 'drizzle-orm'
import {
  ask,
  lastOperation,
  readLog,
  readOperation,
  serverOf,
  startRecordingApp,
} from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { until } from '../../../test/until.ts'
import { MINUTE } from '../../domain/instant.ts'
import { history } from '../history/tables.ts'
import { claimDue } from './engine/claim.ts'
import { operationsLoop } from './engine/loop.ts'
import { recordOutcome } from './engine/record-outcome.ts'
import { watchRunning } from './engine/watch.ts'
import { operations } from './tables.ts'

const { app, recording, server, service, delivered } = await startRecordingApp({
  uniqueKeys: true,
  timeLimitMs: 60_000,
})
const { ctx } = app
/** A worker that goes on in the background, as in a process of its own. */
const worker = operationsLoop(ctx)
after(() => worker.stop?.())

const take = async () => worker.takeDue?.(app.clock.now())
/** Claims, and waits until the module has been asked. */
async function takeUntilAsked(member: string, key: string): Promise<void> {
  await take()
  await until(`${member} to be asked`, async () =>
    recording.callsOf(member).some((call) => call.key === key),
  )
}
/** The worker hears that the call is to be given up, and has written down what came of it. */
async function takeUntilGivenUp(operationId: string): Promise<void> {
  await take()
  await until('the call to be given up', async () => {
    const { state } = await readOperation(app, operationId)
    return state !== 'running'
  })
}
const intend = (serviceId: string, kind: 'create' | 'suspend' | 'unsuspend' | 'terminate') =>
  ask(app, { serviceId, serverId: server.id, kind, input: { to: 'terminated', note: '' } })
const resourcesOf = (key: string) => recording.resources.filter((row) => row.key === key)

test('a worker goes on claiming while calls are under way, and one server leaves it room for others', async () => {
  const other = await makeServer(ctx, serverOf(recording.module.id))
  const gate = Promise.withResolvers<void>()
  recording.always('create', { kind: 'wait', until: gate.promise })
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push(await intend((await service()).id, 'create'))
  assert.equal(await take(), 3)
  assert.equal(await take(), 0)
  const elsewhere = await service({ serverId: other.server.id })
  const intent = { serviceId: elsewhere.id, serverId: other.server.id, kind: 'create' as const }
  ids.push(await ask(app, { ...intent, input: {} }))
  assert.equal(await take(), 1)
  const running = await ctx.db.$count(operations, eq(operations.state, 'running'))
  assert.equal(running, 4)
  gate.resolve()
  recording.always('create', { kind: 'succeed' })
  await app.settle()
  for (const id of ids) assert.equal((await readOperation(app, id)).state, 'succeeded')
})

test('two workers that claim at once share what is due', async () => {
  const ids = []
  for (let i = 0; i < 6; i++) ids.push(await intend((await service()).id, 'create'))
  const wishOf = (workerId: number) => ({ workerId, limit: 6, share: 6 })
  const workers = [-1, -2, -3, -4, -5]
  const claims = (await Promise.all(workers.map((id) => claimDue(ctx, wishOf(id))))).flat()
  // As many as the server takes at once, and none twice.
  assert.equal(claims.length, 4)
  assert.equal(new Set(claims.map(({ operation }) => operation.id)).size, 4)
  await watchRunning(ctx, { workerId: null, ids: [] })
  await app.settle()
  for (const id of ids) assert.equal((await readOperation(app, id)).state, 'succeeded')
})

test('an opposite intent makes the running call give up, and starts when that is settled', async () => {
  const { id } = await delivered()
  recording.next('suspend', { kind: 'hang' })
  const first = await intend(id, 'suspend')
  await takeUntilAsked('suspend', id)
  const second = await intend(id, 'unsuspend')
  assert.ok((await readOperation(app, first)).abortRequestedAt)
  await takeUntilGivenUp(first)
  await app.settle()
  assert.equal((await readOperation(app, first)).state, 'superseded')
  assert.equal((await readOperation(app, second)).state, 'succeeded')
  assert.equal((await readService(app, id)).status, 'active')
})

test('ending a service whose creation hangs: what it made is found and removed', async () => {
  const { id } = await service()
  recording.next('create', { kind: 'hang', work: true })
  const first = await intend(id, 'create')
  await takeUntilAsked('create', id)
  const second = await intend(id, 'terminate')
  await takeUntilGivenUp(first)
  await app.settle()
  await app.travelTo(app.clock.now() + 1000)
  assert.equal((await readOperation(app, first)).state, 'succeeded')
  assert.equal((await readOperation(app, second)).state, 'succeeded')
  assert.equal(resourcesOf(id).length, 0)
  assert.equal((await readService(app, id)).status, 'terminated')
})

test('a claim that was given up cannot record: its answer is logged and nothing changes', async () => {
  const { id } = await service()
  const operationId = await intend(id, 'create')
  const [claim] = await claimDue(ctx, { workerId: -3, limit: 1, share: 1 })
  assert.ok(claim)
  await watchRunning(ctx, { workerId: null, ids: [] })
  assert.equal((await readOperation(app, operationId)).state, 'unknown')
  const resource = { remoteId: 'ghost', data: {}, secrets: {}, connection: [] }
  const late = await recordOutcome(ctx, claim, { kind: 'succeeded', report: { resource } })
  assert.equal(late, 'late')
  assert.equal((await readOperation(app, operationId)).state, 'unknown')
  assert.equal((await readService(app, id)).resource, null)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.notEqual((await readService(app, id)).resource?.remoteId, 'ghost')
})

test('a late answer of a deaf module is stored, and the operation ends by itself', async () => {
  const gate = Promise.withResolvers<void>()
  const { id } = await delivered()
  recording.next('suspend', { kind: 'wait', until: gate.promise })
  const first = await intend(id, 'suspend')
  await takeUntilAsked('suspend', id)
  await intend(id, 'unsuspend')
  await takeUntilGivenUp(first)
  await app.settle()
  gate.resolve()
  await until('the late answer', async () =>
    (await readLog(app, first)).some(({ message }) => message.startsWith('A late answer')),
  )
  assert.equal((await readOperation(app, first)).state, 'superseded')
})

test('a late answer after the end: a second resource is a finding in the log', async () => {
  const gate = Promise.withResolvers<void>()
  const { id } = await service()
  recording.next('create', { kind: 'wait', until: gate.promise })
  const operationId = await intend(id, 'create')
  await takeUntilAsked('create', id)
  await ctx.db
    .update(operations)
    .set({ abortRequestedAt: app.clock.now() })
    .where(eq(operations.id, operationId))
  await takeUntilGivenUp(operationId)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'abandoned')
  recording.plant({ key: id, serverId: server.id })
  recording.plant({ key: id, serverId: server.id })
  gate.resolve()
  await until('the finding', async () =>
    (await readLog(app, operationId)).some(({ message }) => message.startsWith('2 resources')),
  )
})

test('what a settlement refuses is not lost: the operation is unknown and taken over later', async () => {
  const { id } = await service()
  const { create } = ctx.settlements.operations
  ctx.settlements.operations = {
    ...ctx.settlements.operations,
    create: { ...create, succeeded: () => Promise.reject(new Error('a bug in the books')) },
  }
  const operationId = await intend(id, 'create')
  await app.settle()
  const waiting = await readOperation(app, operationId)
  assert.equal(waiting.state, 'unknown')
  assert.equal(waiting.errorCode, 'internal')
  ctx.settlements.operations = { ...ctx.settlements.operations, create }
  await app.travelTo(waiting.dueAt ?? 0)
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal(resourcesOf(id).length, 1)
  const entries = await ctx.db.select().from(history).where(eq(history.subjectId, operationId))
  assert.equal(entries.filter(({ kind }) => kind === 'operation.succeeded').length, 1)
})

test('a rename does not make a creation give up: it waits', async () => {
  const gate = Promise.withResolvers<void>()
  const { id } = await service()
  recording.next('create', { kind: 'wait', until: gate.promise })
  const first = await intend(id, 'create')
  await takeUntilAsked('create', id)
  await ask(app, { serviceId: id, serverId: server.id, kind: 'rename', input: {} })
  assert.equal((await readOperation(app, first)).abortRequestedAt, null)
  assert.equal(await take(), 0)
  gate.resolve()
  await app.settle()
  assert.equal((await readOperation(app, first)).state, 'succeeded')
  assert.equal((await lastOperation(app, id)).state, 'succeeded')
})

test('processes of ours that end are no step of the ladder: asked at once, then a minute later', async () => {
  const { id } = await service()
  const operationId = await intend(id, 'create')
  const waits: number[] = []
  for (let deaths = 0; deaths < 4; deaths++) {
    const [claim] = await claimDue(ctx, { workerId: -4, limit: 1, share: 1 })
    assert.equal(claim?.operation.id, operationId)
    await watchRunning(ctx, { workerId: null, ids: [] })
    const { dueAt, state, failures } = await readOperation(app, operationId)
    assert.equal(state, 'unknown')
    assert.equal(failures, 0)
    waits.push((dueAt ?? 0) - app.clock.now())
    app.clock.set(dueAt ?? 0)
  }
  assert.deepEqual(waits, [0, MINUTE, MINUTE, MINUTE])
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
})
