import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveBatch, planBatch, readBatch, rowsOf } from '../../../test/factories/batch.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { startRecordingApp } from '../../../test/factories/operation.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { createApiKey, revokeApiKey } from '../auth/api-keys.ts'

const { app, recording, delivered } = await startRecordingApp()
const staff = await app.staff()

const URL = '/api/v1/admin/batches'
const HOLD = { action: 'service.hold', input: { until: null } }

test('suspend: the preview says what happens; done, skipped and failed stand in their rows', async () => {
  const good = await delivered({ name: 'good' })
  const bad = await delivered({ name: 'bad' })
  const ended = await delivered({ name: 'ended' })
  await staff.post(`/api/v1/admin/services/${ended.id}/terminate`, { confirm: 'ended' })
  await app.settle()
  const planned = await planBatch(app, staff, {
    action: 'service.suspend',
    input: { cause: 'abuse', message: 'Stop it' },
    select: { ids: [good.id, bad.id, ended.id] },
  })
  assert.equal(planned.state, 'planned')
  assert.equal(planned.counts.willDo, 2)
  assert.deepEqual(planned.summary.statuses, [{ from: 'active', to: 'suspended', n: 2 }])
  assert.deepEqual(planned.summary.operations, [{ kind: 'suspend', n: 2 }])
  assert.deepEqual(planned.summary.mails, [{ kind: 'service_suspended', n: 2 }])
  assert.equal(planned.summary.servers[0].n, 2)
  assert.equal(planned.summary.skips[0].code, 'wrong_status')
  assert.equal((await readService(app, good.id)).suspensions.length, 0, 'a preview does nothing')

  recording.next('suspend', { kind: 'refuse', code: 'rejected', message: 'no such plan' })
  await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  const done = await readBatch(staff, planned.id)
  assert.equal(done.state, 'finished')
  const { total, done: did, failed, skipped } = done.counts
  assert.deepEqual([total, did, failed, skipped], [3, 1, 1, 1])
  const rows = [...(await rowsOf(staff, planned.id)).values()]
  const failedRow = rows.find((row) => row.state === 'failed')
  assert.equal(failedRow?.error, 'no such plan')
  assert.ok(failedRow?.operationId)
})

test('the list is frozen: who matches later is not touched, who matches no more is looked at', async () => {
  const { customer } = await makeCustomer(app)
  const own = (name: string) =>
    makeService(app, { customerId: customer.id, name, status: 'active' as const })
  const [early, leaving] = [await own('early'), await own('leaving')]
  const filters = { customerId: customer.id, status: 'active' }
  const { id } = await planBatch(app, staff, { ...HOLD, select: { filters } })
  const late = await own('late')
  await staff.post(`/api/v1/admin/services/${leaving.id}/terminate`, { confirm: 'leaving' })
  await moveBatch(staff, id, 'confirm')
  await app.settle()
  const rows = await rowsOf(staff, id)
  assert.deepEqual([...rows.keys()].sort(), ['early', 'leaving'])
  assert.equal(rows.get('leaving')?.state, 'skipped')
  assert.equal((await readService(app, early.id)).heldForever, true)
  assert.equal((await readService(app, late.id)).heldForever, false)
})

test('all that match are those that the list shows with the same filters', async () => {
  const { customer } = await makeCustomer(app, { name: 'Filter & Sons' })
  for (const [name, price] of [
    ['alpha one', 500n],
    ['alpha two', 1500n],
    ['beta', 2500n],
  ] as const) {
    await makeService(app, { customerId: customer.id, name, price })
  }
  const choices: Record<string, string>[] = [
    { q: 'alpha' },
    { customerId: customer.id, priceFrom: '1000' },
    { q: 'filter & sons', cycle: 'monthly,annually' },
    { status: 'pending', customerId: customer.id, archived: 'with' },
  ]
  for (const filters of choices) {
    const query = new URLSearchParams(filters)
    const list = await staff.get(`/api/v1/admin/services?${query}`)
    const shown = list.body.items.map((item: { name: string }) => item.name)
    const { id, counts } = await planBatch(app, staff, { ...HOLD, select: { filters } })
    assert.equal(counts.total, shown.length)
    assert.ok(shown.length > 0)
    assert.deepEqual([...(await rowsOf(staff, id)).keys()].sort(), shown.sort())
  }
})

test('confirmed twice at once it runs once; the other is told', async () => {
  const { id: serviceId } = await makeService(app, { status: 'active' })
  const { id } = await planBatch(app, staff, {
    action: 'service.add_days',
    input: { days: 1 },
    select: { ids: [(await delivered()).id, serviceId] },
  })
  const other = await app.staff()
  const url = `/api/v1/admin/batches/${id}/confirm`
  const answers = await Promise.all([staff.post(url), other.post(url)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  await app.settle()
  assert.equal((await readBatch(staff, id)).counts.done, 1)
})

test('the same request sent again with its key is one batch', async () => {
  const { id } = await makeService(app, { status: 'active' })
  const body = { ...HOLD, select: { ids: [id] } }
  const key = { 'idempotency-key': 'one-batch' }
  const [first, second] = [await staff.post(URL, body, key), await staff.post(URL, body, key)]
  assert.equal(first.body.id, second.body.id)
  const confirm = `${URL}/${first.body.id}/confirm`
  await app.settle()
  const once = { 'idempotency-key': 'one-confirmation' }
  assert.equal((await staff.post(confirm, {}, once)).status, 200)
  assert.equal((await staff.post(confirm, {}, once)).status, 200)
})

test('two members suspend and unsuspend the same services: each row ends in a known state', async () => {
  const made = [await delivered(), await delivered(), await delivered()]
  const select = { ids: made.map(({ id }) => id) }
  const other = await app.staff()
  const suspending = await planBatch(app, staff, { action: 'service.suspend', select })
  await moveBatch(staff, suspending.id, 'confirm')
  await app.settle()
  const [more, back] = [
    await planBatch(app, staff, { action: 'service.suspend', input: { cause: 'abuse' }, select }),
    await planBatch(app, other, { action: 'service.unsuspend', select }),
  ]
  await Promise.all([moveBatch(staff, more.id, 'confirm'), moveBatch(other, back.id, 'confirm')])
  await app.settle()
  for (const { id } of [more, back]) {
    const { state, counts } = await readBatch(staff, id)
    assert.equal(state, 'finished')
    assert.equal(counts.done + counts.skipped + counts.failed, 3)
  }
  for (const { id } of made) {
    const { status, suspensions } = await readService(app, id)
    assert.equal(status, suspensions.length === 0 ? 'active' : 'suspended')
  }
})

test('a batch needs the right of its action, and staff', async () => {
  const { id } = await makeService(app, { status: 'active' })
  const select = { ids: [id] }
  const support = await app.staff('support')
  const reader = await app.staff('read-only')
  const body = { action: 'service.terminate', input: {}, select }
  assert.equal((await support.post(URL, body)).status, 403)
  assert.equal((await reader.post(URL, { ...HOLD, select })).status, 403)
  assert.equal((await app.anonymous.post(URL, { ...HOLD, select })).status, 401)
  const planned = await planBatch(app, staff, body)
  assert.equal((await support.get(`${URL}/${planned.id}`)).status, 200)
  for (const verb of ['confirm', 'discard']) {
    assert.equal((await support.post(`${URL}/${planned.id}/${verb}`, {})).status, 403)
  }
  const { body: menu } = await support.get('/api/v1/admin/batch-actions')
  const allowed = new Map(
    menu.items.map((item: { action: string; allowed: boolean }) => [item.action, item.allowed]),
  )
  assert.equal(allowed.get('service.terminate'), false)
  assert.equal(allowed.get('service.suspend'), true)
})

test('services that do not exist are skipped; a batch that does not exist is not found', async () => {
  const { id } = await makeService(app, { status: 'active' })
  const missing = '0197b3b4-0000-7000-8000-000000000000'
  const select = { ids: [id, missing, id] }
  const planned = await planBatch(app, staff, { ...HOLD, select })
  assert.deepEqual([planned.counts.total, planned.counts.willDo], [2, 1])
  assert.equal(planned.summary.skips[0].code, 'not_found')
  for (const path of ['', '/rows', '/actions'])
    assert.equal((await staff.get(`${URL}/${missing}${path}`)).status, 404)
  assert.equal((await staff.post(`${URL}/${missing}/confirm`, {})).status, 404)
})

test('what is wrong with a batch is named by its field', async () => {
  const { id } = await makeService(app, { status: 'active' })
  const select = { ids: [id] }
  const days = 'service.add_days'
  const cases: [body: unknown, pointer: string][] = [
    [{ action: 'service.rename', input: {}, select }, '/action'],
    [{ action: days, input: { days: 0 }, select }, '/input/days'],
    [{ action: days, input: { days: 1, why: 'x' }, select }, '/input/why'],
    [{ action: 'service.suspend', input: { cause: 'overdue' }, select }, '/input/cause'],
    [{ ...HOLD, select: { filters: { q: 'nobody is called so' } } }, '/select'],
  ]
  for (const [body, pointer] of cases) {
    const refused = await staff.post(URL, body)
    assert.equal(refused.status, 422, pointer)
    assert.equal(refused.body.errors[0].pointer, pointer)
  }
})

test('a discarded preview has done nothing and cannot be confirmed', async () => {
  const { id: serviceId } = await makeService(app, { status: 'active' })
  const { id } = await planBatch(app, staff, { ...HOLD, select: { ids: [serviceId] } })
  await moveBatch(staff, id, 'discard')
  const refused = await staff.post(`${URL}/${id}/confirm`, {})
  assert.equal(refused.body.code, 'batch_not_planned')
  assert.equal((await readService(app, serviceId)).heldForever, false)
  const { body } = await staff.get(URL)
  assert.equal(body.items[0].id, id, 'kept, the newest first')
})

test('rows come in pages and by state', async () => {
  const { customer } = await makeCustomer(app)
  for (let index = 0; index < 5; index++)
    await makeService(app, { customerId: customer.id, name: `page ${index}`, status: 'active' })
  const select = { filters: { customerId: customer.id } }
  const { id } = await planBatch(app, staff, { ...HOLD, select })
  const first = await staff.get(`${URL}/${id}/rows?limit=3&state=willDo`)
  const second = await staff.get(
    `${URL}/${id}/rows?limit=3&state=willDo&cursor=${first.body.nextCursor}`,
  )
  const names = [...first.body.items, ...second.body.items].map((row) => row.service.name)
  assert.equal(new Set(names).size, 5)
  assert.equal(second.body.nextCursor, null)
  assert.equal((await staff.get(`${URL}/${id}/rows?state=skipped`)).body.items.length, 0)
})

test('an API key prepares and runs a batch, and stops with its revocation', async () => {
  const member = await makeStaff(app.ctx)
  const { token, key } = await inTransaction(app.ctx, (tx) =>
    createApiKey(tx, systemEnv(app.ctx), {
      owner: { id: member.id, permissions: new Set(['*']) },
      name: 'shop',
      permissions: ['batches:read', 'services:hold'],
      allowedIps: null,
      expiresAt: null,
    }),
  )
  const bearer = { authorization: `Bearer ${token}` }
  const run = async (serviceId: string) => {
    const made = await app.anonymous.post(URL, { ...HOLD, select: { ids: [serviceId] } }, bearer)
    assert.equal(made.status, 202)
    await app.settle()
    const confirm = `${URL}/${made.body.id}/confirm`
    assert.equal((await app.anonymous.post(confirm, {}, bearer)).status, 200)
    return made.body.id as string
  }
  const first = await run((await makeService(app, { status: 'active' })).id)
  await app.settle()
  const done = await readBatch(staff, first)
  assert.deepEqual([done.state, done.runBy.kind, done.runBy.name], ['finished', 'api_key', 'shop'])
  const second = await run((await makeService(app, { status: 'active' })).id)
  await inTransaction(app.ctx, (tx) => revokeApiKey(tx, systemEnv(app.ctx), key.id))
  await app.settle()
  const stopped = await readBatch(staff, second)
  assert.deepEqual([stopped.state, stopped.counts.done], ['paused', 0])
})
