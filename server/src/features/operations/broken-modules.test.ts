import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
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
import { serverGate } from '../servers/tables.ts'

/* A module may be anybody's: whatever it does, it is that one operation that suffers. */

const { app, recording, server, service } = await startRecordingApp({ uniqueKeys: true })
const staff = await app.staff()

const cycle: Record<string, unknown> = { remoteId: 'r-1' }
cycle.self = cycle
const whole = { remoteId: 'r-9', data: {}, secrets: {}, connection: [] }

/** What no answer can be, as `create` might give it. */
const NONSENSE: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  'a word': 'done',
  'no result': { done: true },
  'a resource without a remote id': { ok: true, value: { data: {}, secrets: {}, connection: [] } },
  'an empty remote id': { ok: true, value: { ...whole, remoteId: '' } },
  'a bigint': { ok: true, value: { ...whole, data: { size: 10n } } },
  'a cycle': { ok: true, value: cycle },
  'a remote id that is a function': { ok: true, value: { ...whole, remoteId: () => 'r' } },
  'a secret that is a number': { ok: true, value: { ...whole, secrets: { pin: 1234 } } },
  'a huge text': { ok: true, value: { ...whole, data: { log: 'x'.repeat(11_000_000) } } },
  'an unknown error code': { ok: false, error: { code: 'sulking', message: 'no' } },
  'an error without words': { ok: false, error: { code: 'rejected' } },
}

for (const [what, value] of Object.entries(NONSENSE)) {
  test(`create answers ${what}: nobody knows what was done, it is looked up and made once`, async () => {
    const { id } = await service()
    recording.next('create', { kind: 'answer', value, work: true })
    const operationId = await ask(app, {
      serviceId: id,
      serverId: server.id,
      kind: 'create',
      input: {},
    })
    await app.settle()
    const operation = await readOperation(app, operationId)
    assert.equal(operation.state, 'succeeded')
    assert.equal(recording.resources.filter(({ key }) => key === id).length, 1)
    const lines = (await readLog(app, operationId)).map(({ message }) => message)
    assert.ok(
      lines.some((line) => line.includes('answer cannot be read')),
      lines.join('\n'),
    )
  })
}

test('what cannot be stored is replaced, and a long complaint is cut', async () => {
  const { id } = await service()
  const message = `\0 ${'long '.repeat(10_000)}`
  recording.next('create', {
    kind: 'answer',
    value: { ok: false, error: { code: 'rejected', message } },
  })
  const operationId = await ask(app, {
    serviceId: id,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  await app.settle()
  const { state, errorMessage } = await readOperation(app, operationId)
  assert.equal(state, 'failed')
  assert.equal(errorMessage?.length, 2000)
  assert.equal(errorMessage?.at(0), '\uFFFD')
})

test('find answers nonsense: the outcome stays unknown, with a clear message', async () => {
  const { id } = await service()
  recording.next('create', { kind: 'throw', message: 'undefined is not a function' })
  recording.always('find', { kind: 'answer', value: { ok: true, value: [{ key: id }] } })
  const operationId = await ask(app, {
    serviceId: id,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  await app.settle()
  recording.always('find', { kind: 'succeed' })
  const { state, errorMessage } = await readOperation(app, operationId)
  assert.equal(state, 'unknown')
  assert.match(errorMessage ?? '', /answer cannot be read: 0\/remoteId/)
  await app.travelTo((await readOperation(app, operationId)).dueAt ?? 0)
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
})

test('a module that throws again and again opens no breaker: the server is not to blame', async () => {
  const { server: own, provider } = await makeServer(app.ctx, serverOf(recording.module.id))
  await provider.close()
  for (let i = 0; i < 6; i++) {
    const { id } = await service({ serverId: own.id })
    recording.next('create', { kind: 'throw' })
    await ask(app, { serviceId: id, serverId: own.id, kind: 'create', input: {} })
    await app.settle()
  }
  const [gate] = await app.ctx.db.select().from(serverGate).where(eq(serverGate.serverId, own.id))
  assert.deepEqual([gate?.failures, gate?.openUntil], [0, null])
})

test('a connection test and a listing that throw, hang or answer nonsense are told as failures', async () => {
  const url = `/api/v1/admin/servers/${server.id}`
  for (const value of ['well', { ok: true, value: 'all well' }, undefined]) {
    recording.next('testConnection', { kind: 'answer', value })
    const { status, body } = await staff.post(`${url}/test`)
    assert.equal(status, 200)
    assert.equal(body.health, 'unhealthy')
    assert.match(body.message, /answer cannot be read/)
  }
  recording.next('testConnection', { kind: 'throw', message: 'oh no' })
  assert.equal((await staff.post(`${url}/test`)).body.message, 'oh no')
  assert.equal((await staff.post(`${url}/test`)).body.health, 'healthy')
  recording.next('list', { kind: 'throw' })
  assert.equal((await staff.get(`${url}/resources`)).status, 503)
})

test('while one hangs and does not even listen, all others go on', async () => {
  const { product } = await makeProduct(app.ctx, {
    type: recording.module.id,
    serverGroupId: server.groupId,
  })
  const deaf = await service()
  recording.next('create', { kind: 'hang', deaf: true, work: true })
  const first = await ask(app, {
    serviceId: deaf.id,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  const others = []
  for (let i = 0; i < 3; i++) {
    const { id } = await service({ productId: product.id })
    others.push(id)
    await ask(app, { serviceId: id, serverId: server.id, kind: 'create', input: {} })
  }
  await app.settle()
  for (const id of others) assert.equal((await readService(app, id)).status, 'active')
  assert.equal((await readOperation(app, first)).state, 'succeeded')
  assert.equal(recording.resources.filter(({ key }) => key === deaf.id).length, 1)
})
