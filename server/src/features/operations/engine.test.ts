import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERROR_CODES } from '@berth/sdk'
import { and, eq } from 'drizzle-orm'
import { makeProduct } from '../../../test/factories/catalog.ts'
import {
  ask,
  readLog,
  readOperation,
  serverOf,
  startRecordingApp,
} from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { DAY, HOUR, MINUTE } from '../../domain/instant.ts'
import { history } from '../history/tables.ts'
import { servers } from '../servers/tables.ts'

const { app, recording, server, service, delivered } = await startRecordingApp({ settleMs: 2000 })

/** A module that takes over what carries its key already, as modules do. */
const taking = await startRecordingApp({ uniqueKeys: true })

const create = (serviceId: string, serverId = server.id) =>
  ask(app, { serviceId, serverId, kind: 'create', input: {} })
const intend = (serviceId: string, kind: 'suspend' | 'unsuspend' | 'terminate' | 'rename') =>
  ask(app, { serviceId, serverId: server.id, kind, input: { to: 'terminated', note: '' } })
const resourcesOf = (key: string) => recording.resources.filter((row) => row.key === key)
const callsFor = (member: string, key: string) =>
  recording.callsOf(member).filter((call) => call.key === key)

async function historyOf(operationId: string): Promise<string[]> {
  const rows = await app.ctx.db
    .select({ kind: history.kind })
    .from(history)
    .where(and(eq(history.subject, 'operation'), eq(history.subjectId, operationId)))
    .orderBy(history.id)
  return rows.map(({ kind }) => kind)
}

test('a creation that succeeds: one call, one attempt, the service is active', async () => {
  const { id } = await service()
  const operationId = await create(id)
  assert.equal((await readOperation(app, operationId)).state, 'queued')
  await app.settle()
  const operation = await readOperation(app, operationId)
  assert.equal(operation.state, 'succeeded')
  assert.equal(operation.attempts, 1)
  assert.equal(callsFor('create', id).length, 1)
  assert.equal(callsFor('create', id)[0]?.operationId, operationId)
  const active = await readService(app, id)
  assert.equal(active.status, 'active')
  assert.equal(active.resource?.remoteId, resourcesOf(id)[0]?.remoteId)
  assert.deepEqual(await historyOf(operationId), ['operation.requested', 'operation.succeeded'])
})

test('credentials are sealed in the books and masked in the log', async () => {
  const { id } = await service()
  recording.next('create', {
    kind: 'refuse',
    code: 'rejected',
    message: 'no: a-token-of-the-server',
  })
  const operationId = await create(id)
  await app.settle()
  const operation = await readOperation(app, operationId)
  assert.equal(operation.errorMessage, 'no: ***')
  assert.doesNotMatch(JSON.stringify(await readLog(app, operationId)), /a-token-of/)
  const made = await delivered()
  const password = resourcesOf(made.id)[0]?.password ?? 'none'
  assert.doesNotMatch(
    JSON.stringify(await readService(app, made.id), bigints),
    new RegExp(password),
  )
})

for (const code of ERROR_CODES.filter((other) => other !== 'transient')) {
  test(`${code}: staff are asked at once, nothing is tried again`, async () => {
    const place = await makeServer(app.ctx, { ...serverOf('recording'), placeLimit: 1 })
    await place.provider.close()
    const { id } = await service({ serverId: place.server.id })
    recording.next('create', { kind: 'refuse', code })
    const operationId = await create(id, place.server.id)
    await app.settle()
    const operation = await readOperation(app, operationId)
    assert.equal(operation.state, 'failed')
    assert.equal(operation.errorCode, code)
    assert.equal(operation.dueAt, null)
    assert.equal((await readService(app, id)).status, 'pending')
    assert.equal(callsFor('create', id).length, 1)
    const [row] = await app.ctx.db.select().from(servers).where(eq(servers.id, place.server.id))
    const unhealthy = code === 'auth' || code === 'config'
    assert.equal(row?.health, unhealthy ? 'unhealthy' : 'unknown')
  })
}

test('transient: again after 1, 5, 15 and 60 minutes, then hourly for a day, then staff', async () => {
  const { id } = await service()
  const start = app.clock.now()
  recording.always('create', { kind: 'refuse', code: 'transient' })
  const operationId = await create(id)
  await app.settle()
  const waits: number[] = []
  for (;;) {
    const { dueAt, state } = await readOperation(app, operationId)
    assert.equal(state, 'failed')
    if (dueAt === null) break
    waits.push((dueAt - app.clock.now()) / MINUTE)
    await app.travelTo(dueAt)
  }
  assert.deepEqual(waits.slice(0, 6), [1, 5, 15, 60, 60, 60])
  assert.ok(app.clock.now() - start <= DAY && app.clock.now() - start > DAY - HOUR)
  recording.always('create', { kind: 'succeed' })
  await app.travelTo(app.clock.now() + DAY)
  assert.equal((await readOperation(app, operationId)).state, 'failed')
  assert.equal(resourcesOf(id).length, 0)
})

test('Retry-After decides when a transient error is tried again', async () => {
  const { id } = await service()
  const more = { retryAfterMs: 30_000 }
  recording.next('create', { kind: 'refuse', code: 'transient', more })
  const operationId = await create(id)
  await app.settle()
  const { dueAt } = await readOperation(app, operationId)
  assert.equal(dueAt, app.clock.now() + 30_000)
  await app.travelTo(dueAt ?? 0)
  const operation = await readOperation(app, operationId)
  assert.equal(operation.state, 'succeeded')
  assert.equal(operation.attempts, 2)
})

test('work that goes on at the provider is followed and uses up no attempt', async () => {
  const { id } = await service()
  const more = { stillRunning: true as const, retryAfterMs: 1000 }
  recording.next('create', { kind: 'refuse', code: 'transient', more })
  const operationId = await create(id)
  await app.settle()
  await app.travelTo(app.clock.now() + 1000)
  const operation = await readOperation(app, operationId)
  assert.equal(operation.state, 'succeeded')
  assert.equal(operation.attempts, 1)
  assert.equal(operation.failures, 0)
})

test('a full server: another one of the group takes it, and the place moves with it', async () => {
  const first = await makeServer(app.ctx, serverOf('recording'))
  const { groupId } = first.server
  const second = await makeServer(
    app.ctx,
    serverOf('recording', { groupId, provider: first.provider }),
  )
  await first.provider.close()
  const product = await makeProduct(app.ctx, { type: 'recording', serverGroupId: groupId })
  const { id } = await service({ productId: product.product.id, serverId: first.server.id })
  recording.next('create', { kind: 'refuse', code: 'capacity' })
  const operationId = await create(id, first.server.id)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  const placed = await readService(app, id)
  assert.equal(placed.serverId, second.server.id)
  assert.equal(placed.status, 'active')
  assert.equal(resourcesOf(id)[0]?.serverId, second.server.id)
  const [row] = await app.ctx.db.select().from(servers).where(eq(servers.id, second.server.id))
  assert.equal(row?.placesUsed, 1)
})

for (const [name, behaviour] of [
  ['throws after the work', { kind: 'throw', work: true }],
  ['hangs after the work', { kind: 'hang', work: true }],
  ['hangs after the work and is deaf', { kind: 'hang', work: true, deaf: true }],
] as const) {
  test(`a creation that ${name}: looked up, found, taken over, one resource`, async () => {
    const fresh = await taking.service()
    taking.recording.next('create', behaviour)
    const operationId = await ask(taking.app, {
      serviceId: fresh.id,
      serverId: taking.server.id,
      kind: 'create',
      input: {},
    })
    await taking.app.settle()
    const operation = await readOperation(taking.app, operationId)
    assert.equal(operation.state, 'succeeded')
    const made = taking.recording.resources.filter((row) => row.key === fresh.id)
    assert.equal(made.length, 1)
    assert.equal((await readService(taking.app, fresh.id)).status, 'active')
  })
}

test('a creation that throws before the work: absent twice, settleMs apart, then made', async () => {
  const { id } = await service()
  recording.next('create', { kind: 'throw' })
  const operationId = await create(id)
  await app.settle()
  const waiting = await readOperation(app, operationId)
  assert.equal(waiting.state, 'unknown')
  assert.equal(waiting.dueAt, app.clock.now() + 2000)
  assert.equal(resourcesOf(id).length, 0)
  await app.travelTo(app.clock.now() + 2000)
  const operation = await readOperation(app, operationId)
  assert.equal(operation.state, 'succeeded')
  assert.equal(operation.attempts, 2)
  assert.equal(resourcesOf(id).length, 1)
  assert.deepEqual(await historyOf(operationId), [
    'operation.requested',
    'operation.lost',
    'operation.succeeded',
  ])
})

test('what appears late is found and no second one is made', async () => {
  const { id } = await service()
  recording.next('create', { kind: 'throw' })
  await create(id)
  await app.settle()
  recording.plant({ key: id, serverId: server.id })
  const before = callsFor('create', id).length
  recording.next('create', { kind: 'refuse', code: 'conflict', message: 'taken over elsewhere' })
  await app.travelTo(app.clock.now() + 2000)
  assert.equal(callsFor('create', id).length, before + 1)
  assert.equal(resourcesOf(id).length, 1)
})

test('two resources with our key are a finding for staff, never a success', async () => {
  const { id } = await service()
  recording.plant({ key: id, serverId: server.id })
  const operationId = await create(id)
  await app.settle()
  const operation = await readOperation(app, operationId)
  assert.equal(operation.state, 'failed')
  assert.equal(operation.errorCode, 'duplicate')
  assert.equal(operation.dueAt, null)
  assert.match(JSON.stringify(await readLog(app, operationId)), /2 resources carry our key/)
  assert.equal((await readService(app, id)).status, 'pending')
})

test('asking that is refused leaves it unknown, on the ladder', async () => {
  const { id } = await service()
  recording.next('create', { kind: 'hang', work: true })
  recording.always('find', { kind: 'refuse', code: 'transient' })
  const operationId = await create(id)
  await app.settle()
  const waiting = await readOperation(app, operationId)
  assert.equal(waiting.state, 'unknown')
  assert.ok((waiting.dueAt ?? 0) > app.clock.now())
  assert.equal(resourcesOf(id).length, 1)
  recording.always('find', { kind: 'succeed' })
  recording.next('create', { kind: 'refuse', code: 'rejected' })
  await app.travelTo(waiting.dueAt ?? 0)
  assert.equal((await readOperation(app, operationId)).errorCode, 'rejected')
})

test('a suspension whose answer was lost is seen to be done and not repeated', async () => {
  const { id } = await delivered()
  recording.next('suspend', { kind: 'throw', work: true })
  const operationId = await intend(id, 'suspend')
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal(callsFor('suspend', id).length, 1)
  const stored = await readService(app, id)
  assert.equal(stored.status, 'suspended')
  assert.ok(stored.resource?.secrets.password, 'credentials that cannot be read back stay')
})

test('terminate looks first: what the books do not know is removed too', async () => {
  const { id } = await delivered()
  recording.plant({ key: id, serverId: server.id })
  const operationId = await intend(id, 'terminate')
  const before = recording.calls.length
  await app.settle()
  assert.equal(recording.calls[before]?.member, 'find')
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal(resourcesOf(id).length, 0)
  assert.equal((await readService(app, id)).status, 'terminated')
})

test('terminate of what is missing succeeds without a call', async () => {
  const { id } = await delivered()
  recording.resources.splice(recording.resources.indexOf(resourcesOf(id)[0] as never), 1)
  const operationId = await intend(id, 'terminate')
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal(callsFor('terminate', id).length, 0)
})

test('a new intent takes the place of the waiting one', async () => {
  const { id } = await delivered()
  const first = await intend(id, 'suspend')
  const second = await intend(id, 'unsuspend')
  assert.equal((await readOperation(app, first)).state, 'superseded')
  await app.settle()
  assert.equal((await readOperation(app, second)).state, 'succeeded')
  assert.equal(callsFor('suspend', id).length, 0)
})

test('a failed operation that waits for staff gives way to another wish', async () => {
  const { id } = await delivered()
  recording.next('suspend', { kind: 'refuse', code: 'rejected' })
  const first = await intend(id, 'suspend')
  await app.settle()
  const second = await intend(id, 'unsuspend')
  await app.settle()
  assert.equal((await readOperation(app, first)).state, 'superseded')
  assert.equal((await readOperation(app, second)).state, 'succeeded')
})

test('a suspended server is left alone until it is released', async () => {
  const { id } = await service()
  const operationId = await create(id)
  const pause = (suspendedAt: number | null) =>
    app.ctx.db.update(servers).set({ suspendedAt }).where(eq(servers.id, server.id))
  await pause(app.clock.now())
  await app.travelTo(app.clock.now() + HOUR)
  assert.equal((await readOperation(app, operationId)).state, 'queued')
  await pause(null)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
})

function bigints(_name: string, value: unknown) {
  return typeof value === 'bigint' ? value.toString() : value
}
