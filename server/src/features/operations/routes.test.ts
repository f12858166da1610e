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

test('filters narrow the list and its tabs alike', async () => {
  const { operationId, serviceId } = await refusedCreation()
  const { number, customerId, name } = await readService(app, serviceId)
  const found = async (query: string) => {
    const { status, body } = await staff.get(`${URL}?${query}`)
    assert.equal(status, 200, query)
    return body.items.map(({ id }: { id: string }) => id)
  }
  const own = [
    `serviceId=${serviceId}`,
    `customerId=${customerId}`,
    `q=${encodeURIComponent(`#${number}`)}&state=waits_for_staff`,
    `q=${encodeURIComponent(name)}&customerId=${customerId}&state=open,succeeded`,
    `customerId=${customerId}&errorCode=rejected,capacity&kind=create,suspend`,
    `customerId=${customerId}&type=recording&serverId=${server.id}`,
    `customerId=${customerId}&createdFrom=2025-03-10&createdTo=2025-12-31&sort=dueAt`,
  ]
  for (const query of own) assert.deepEqual(await found(query), [operationId], query)
  const others = [
    'state=running',
    'errorCode=auth',
    'type=none',
    'createdTo=2025-03-09',
    'q=nowhere',
  ]
  for (const query of others)
    assert.deepEqual(await found(`customerId=${customerId}&${query}`), [], query)
  const { body: counts } = await staff.get(`${URL}/counts?customerId=${customerId}`)
  assert.deepEqual(counts, {
    ...{ all: 1, exact: true, open: 1 },
    ...{ running: 0, unknown: 0, failed: 1, waitsForStaff: 1 },
  })
  const { body } = await staff.get(`${URL}/${operationId}`)
  assert.equal(body.service.number, number)
  assert.deepEqual(body.server.gate, { state: 'open', until: null })
})

test('many are tried again or given up at once; what cannot be is named with its reason', async () => {
  const failed = [await refusedCreation(), await refusedCreation(), await refusedCreation()]
  const { id } = await delivered()
  const done = (await staff.get(`${URL}?serviceId=${id}`)).body.items[0].id
  const ids = [...failed.map(({ operationId }) => operationId), done]
  const body = { action: 'retry', select: { ids } }
  const before = await staff.post(`${URL}/many`, { ...body, dryRun: true })
  const settled = { id: done, code: 'operation_settled', text: before.body.skipped[0]?.text }
  assert.deepEqual(before.body, { dryRun: true, done: 3, skipped: [settled] })
  assert.equal((await readOperation(app, ids[0] ?? '')).state, 'failed')
  const after = await staff.post(`${URL}/many`, body)
  assert.deepEqual(after.body, { dryRun: false, done: 3, skipped: [settled] })
  await app.settle()
  for (const { operationId } of failed)
    assert.equal((await readOperation(app, operationId)).state, 'succeeded')

  const last = await refusedCreation()
  const filters = { serviceId: last.serviceId, state: 'waits_for_staff' }
  const given = await staff.post(`${URL}/many`, {
    ...{ action: 'abandon', select: { filters }, input: { note: 'not sold any more' } },
  })
  assert.equal(given.body.done, 1)
  assert.equal((await readOperation(app, last.operationId)).state, 'abandoned')
  const support = await app.staff('support')
  assert.equal((await support.post(`${URL}/many`, body)).status, 200)
  const giveUp = { action: 'abandon', select: { ids } }
  assert.equal((await support.post(`${URL}/many`, giveUp)).status, 403)
  assert.equal((await staff.post(`${URL}/many`, { ...body, input: { x: 1 } })).status, 422)
})
