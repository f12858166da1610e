import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeService, readService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const url = (id: string, verb: string) => `/api/v1/admin/services/${id}/${verb}`

test('a service without a server is delivered at once, and its first period starts then', async () => {
  const { id } = await makeService(app)
  const answer = await staff.post(url(id, 'deliver'))
  assert.equal(answer.status, 202)
  const page = await staff.get(`/api/v1/admin/services/${id}`)
  assert.equal(page.body.status, 'active')
  assert.equal(page.body.expiresAt, '2025-04-10T11:00:00.000Z')
  assert.equal(page.body.anchorDay, 10)
  assert.equal((await staff.post(url(id, 'deliver'))).body.code, 'wrong_status')
})

test('a onetime service has no expiry', async () => {
  const { id } = await makeService(app, { cycle: 'onetime' })
  await staff.post(url(id, 'deliver'))
  assert.equal((await readService(app, id)).expiresAt, null)
})

test('causes of a suspension are a set; the service runs when it is empty', async () => {
  const { id } = await makeService(app)
  await staff.post(url(id, 'deliver'))
  assert.equal((await staff.post(url(id, 'suspend'), { cause: 'abuse', note: 'spam' })).status, 202)
  assert.equal((await staff.post(url(id, 'suspend'), { cause: 'dispute' })).status, 200)
  let service = await readService(app, id)
  assert.equal(service.status, 'suspended')
  assert.deepEqual(
    service.suspensions.map(({ cause }) => cause),
    ['abuse', 'dispute'],
  )
  const one = await staff.post(url(id, 'unsuspend'), { clears: ['abuse'] })
  assert.equal(one.body.operationId, null)
  assert.equal((await readService(app, id)).status, 'suspended')
  await staff.post(url(id, 'unsuspend'))
  service = await readService(app, id)
  assert.equal(service.status, 'active')
  assert.equal(service.suspendedAt, null)
})

test('staff suspend without a cause: it is `other`; automation causes are refused', async () => {
  const { id } = await makeService(app)
  await staff.post(url(id, 'deliver'))
  const refusal = await staff.post(url(id, 'suspend'), { cause: 'overdue' })
  assert.equal(refusal.status, 422)
  assert.equal(refusal.body.errors[0].pointer, '/cause')
  await staff.post(url(id, 'suspend'))
  assert.equal((await readService(app, id)).suspensions[0]?.cause, 'other')
})

test('terminating asks for the name, ends once and cannot be repeated', async () => {
  const { id, name } = await makeService(app)
  await staff.post(url(id, 'deliver'))
  assert.equal(
    (await staff.post(url(id, 'terminate'), { confirm: 'no' })).body.code,
    'confirmation_needed',
  )
  assert.equal((await staff.post(url(id, 'delete'))).body.code, 'not_ended')
  assert.equal((await staff.post(url(id, 'terminate'), { confirm: name })).status, 200)
  const ended = await readService(app, id)
  assert.equal(ended.status, 'terminated')
  assert.equal(ended.endedAt, app.clock.now())
  assert.equal(
    (await staff.post(url(id, 'terminate'), { confirm: name })).body.code,
    'wrong_status',
  )
  assert.equal((await staff.post(url(id, 'delete'))).status, 200)
  assert.equal((await staff.get(`/api/v1/admin/services/${id}`)).status, 404)
})

test('a scheduled cancellation changes nothing until it is due, and can be undone', async () => {
  const { customer, user } = await makeCustomer(app)
  const { id } = await makeService(app, { customerId: customer.id })
  await staff.post(url(id, 'deliver'))
  const client = await app.as({ realm: 'customer', id: user.id })
  const unreasoned = await client.post(`/api/v1/client/services/${id}/cancel`, {
    when: 'end_of_period',
  })
  assert.equal(unreasoned.body.errors[0].pointer, '/reasonId')
  const { body } = await staff.post(url(id, 'cancel'), { when: 'end_of_period', details: 'moving' })
  assert.equal(body.when, 'end_of_period')
  const before = await readService(app, id)
  assert.equal(before.status, 'active')
  assert.equal(
    (await staff.post(url(id, 'cancel'), { when: 'end_of_period' })).body.code,
    'already_scheduled',
  )
  assert.equal((await client.post(`/api/v1/client/services/${id}/undo-cancellation`)).status, 200)
  const after = await readService(app, id)
  assert.equal(after.cancellationRequestedAt, null)
  assert.equal(after.expiresAt, before.expiresAt)
})

test('onetime services only know now', async () => {
  const { id } = await makeService(app, { cycle: 'onetime' })
  await staff.post(url(id, 'deliver'))
  assert.equal(
    (await staff.post(url(id, 'cancel'), { when: 'end_of_period' })).body.code,
    'only_now',
  )
  await staff.post(url(id, 'cancel'), { when: 'now' })
  assert.equal((await readService(app, id)).status, 'cancelled')
})

test('a customer sees and moves only what is the customer’s own', async () => {
  const { id } = await makeService(app)
  const { user } = await makeCustomer(app)
  const stranger = await app.as({ realm: 'customer', id: user.id })
  assert.equal((await stranger.get(`/api/v1/client/services/${id}`)).status, 404)
  assert.equal((await stranger.post(`/api/v1/client/services/${id}/cancel`)).status, 404)
  assert.equal((await stranger.get(`/api/v1/client/services/${id}/actions`)).status, 404)
  assert.equal((await stranger.post(url(id, 'suspend'))).status, 403)
})

test('the menu says why something is not possible, and a dry run writes nothing', async () => {
  const { id } = await makeService(app)
  const { body } = await staff.get(`/api/v1/admin/services/${id}/actions`)
  const offer = (verb: string) =>
    body.items.find((item: { id: string }) => item.id === `service.${verb}`)
  assert.equal(offer('deliver').allowed, true)
  assert.equal(offer('suspend').reason.code, 'wrong_status')
  assert.match(offer('suspend').reason.text, /pending/)
  const dry = await staff.post(`${url(id, 'deliver')}?dryRun=true`)
  assert.equal(dry.body.allowed, true)
  assert.equal((await readService(app, id)).status, 'pending')
  const readOnly = await app.staff('read-only')
  assert.equal((await readOnly.post(url(id, 'deliver'))).status, 403)
})
