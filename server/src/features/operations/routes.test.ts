import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, readOperation, startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'
import { MINUTE } from '../../domain/instant.ts'

const { app, recording, server, service, delivered } = await startRecordingApp()
const staff = await app.staff()
const URL = '/api/v1/admin/operations'

/** A creation that the provider refused for good. */
async function refusedCreation() {
  const { id } = await service()
  recording.next('create', { kind: 'refuse', code: 'rejected', message: 'no such plan' })
  const operationId = await ask(app, {
    serviceId: id,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  await app.settle()
  return { serviceId: id, operationId }
}

/** A change whose answer was lost and that cannot be asked about either. */
async function unknownOperation(kind: 'create' | 'terminate' | 'suspend') {
  const { id } = kind === 'create' ? await service() : await delivered()
  recording.next(kind, { kind: 'throw' })
  recording.always('find', { kind: 'refuse', code: 'transient', message: 'down' })
  if (kind === 'terminate') recording.next('find', { kind: 'succeed' })
  const input = { to: 'terminated', note: '', notify: false }
  const operationId = await ask(app, { serviceId: id, serverId: server.id, kind, input })
  await app.settle()
  recording.always('find', { kind: 'succeed' })
  assert.equal((await readOperation(app, operationId)).state, 'unknown')
  return { serviceId: id, operationId }
}

test('the list filters and pages; the page shows attempts, log and what may be done', async () => {
  const { operationId, serviceId } = await refusedCreation()
  await delivered()
  const waiting = await staff.get(`${URL}?waitsForStaff=true&serverId=${server.id}`)
  assert.equal(waiting.status, 200)
  assert.deepEqual(
    waiting.body.items.map((item: { id: string }) => item.id),
    [operationId],
  )
  const first = await staff.get(`${URL}?limit=1&kind=create`)
  assert.deepEqual(first.body.total, { count: 2, exact: true })
  const second = await staff.get(`${URL}?limit=1&kind=create&cursor=${first.body.nextCursor}`)
  assert.equal(second.body.items[0].id, operationId)
  assert.equal(second.body.nextCursor, null)
  assert.equal(
    (await staff.get(`${URL}?state=succeeded&serviceId=${serviceId}`)).body.total.count,
    0,
  )
  assert.equal((await staff.get(`${URL}?state=nonsense`)).status, 422)

  const page = await staff.get(`${URL}/${operationId}`)
  assert.equal(page.body.state, 'failed')
  assert.deepEqual(page.body.error, { code: 'rejected', message: 'no such plan' })
  assert.equal(page.body.service.id, serviceId)
  assert.equal(page.body.server.name, server.name)
  assert.match(JSON.stringify(page.body.log), /no such plan/)
  const offers = Object.fromEntries(
    page.body.actions.map((offer: { id: string; allowed: boolean }) => [offer.id, offer.allowed]),
  )
  assert.deepEqual(offers, {
    'operation.retry': true,
    'operation.abandon': true,
    'operation.resolve': false,
  })
})

test('retry: a failed operation is tried again at once and succeeds', async () => {
  const { operationId, serviceId } = await refusedCreation()
  assert.equal((await staff.post(`${URL}/${operationId}/retry`)).status, 202)
  assert.equal((await readOperation(app, operationId)).state, 'queued')
  assert.equal((await staff.post(`${URL}/${operationId}/retry`)).body.code, 'operation_waiting')
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal((await readService(app, serviceId)).status, 'active')
  assert.equal((await staff.post(`${URL}/${operationId}/retry`)).body.code, 'operation_settled')
})

test('abandon: it is over, the service stays as it is, a new one may be asked', async () => {
  const { operationId, serviceId } = await refusedCreation()
  const answer = await staff.post(`${URL}/${operationId}/abandon`, { note: 'wrong product' })
  assert.deepEqual(answer.body, { id: operationId, state: 'abandoned' })
  assert.equal((await readService(app, serviceId)).status, 'pending')
  assert.equal((await staff.post(`${URL}/${operationId}/abandon`)).body.code, 'operation_settled')
})

test('resolve as succeeded: a creation needs the id of what was made', async () => {
  const { operationId, serviceId } = await unknownOperation('create')
  const url = `${URL}/${operationId}/resolve`
  const missing = await staff.post(url, { outcome: 'succeeded', note: 'I looked' })
  assert.equal(missing.status, 422)
  assert.equal(missing.body.errors[0].pointer, '/remoteId')
  assert.equal((await staff.post(url, { outcome: 'succeeded', note: '' })).status, 422)
  const done = await staff.post(url, { outcome: 'succeeded', note: 'I looked', remoteId: 'vm-7' })
  assert.equal(done.body.state, 'succeeded')
  const made = await readService(app, serviceId)
  assert.equal(made.status, 'active')
  assert.equal(made.resource?.remoteId, 'vm-7')
})

test('resolve a removal as succeeded ends the service; resolve as failed waits for staff', async () => {
  const removal = await unknownOperation('terminate')
  const note = 'removed by hand'
  await staff.post(`${URL}/${removal.operationId}/resolve`, { outcome: 'succeeded', note })
  assert.equal((await readService(app, removal.serviceId)).status, 'terminated')
  const suspension = await unknownOperation('suspend')
  const answer = await staff.post(`${URL}/${suspension.operationId}/resolve`, {
    outcome: 'failed',
    note: 'it runs',
  })
  assert.equal(answer.body.state, 'failed')
  assert.equal((await readOperation(app, suspension.operationId)).dueAt, null)
  assert.equal((await readService(app, suspension.serviceId)).status, 'active')
})

test('an unknown one that staff ask about again is asked at once', async () => {
  const { operationId } = await unknownOperation('suspend')
  await staff.post(`${URL}/${operationId}/retry`)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
})

test('support may retry and not resolve; customers see none of it', async () => {
  const { operationId } = await refusedCreation()
  const support = await app.staff('support')
  assert.equal((await support.post(`${URL}/${operationId}/abandon`)).status, 403)
  assert.equal((await support.post(`${URL}/${operationId}/retry`)).status, 202)
  assert.equal((await (await app.staff('accountant')).get(URL)).status, 403)
  assert.equal((await app.anonymous.get(URL)).status, 401)
  await app.travelTo(app.clock.now() + MINUTE)
})
