import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewService } from '../../src/features/services/create.ts'
import { startTestApp } from '../app.ts'
import { makeLoggedInCustomer } from '../factories/customer.ts'
import { makeService, readService } from '../factories/service.ts'

const at = (iso: string) => Date.parse(iso)

/** An active service of a logged-in customer, until 13 March, and a reason to choose. */
async function scene(options: Partial<NewService> = {}) {
  const app = await startTestApp()
  const { customer, client } = await makeLoggedInCustomer(app)
  const { id } = await makeService(app, {
    customerId: customer.id,
    status: 'active',
    expiresAt: at('2025-03-13T12:00:00Z'),
    anchorDay: 13,
    ...options,
  })
  const { body } = await client.get('/api/v1/client/cancellation-reasons')
  const reasonId: string = body.items[0].id
  const staff = await app.staff()
  const url = `/api/v1/client/services/${id}`
  const staffUrl = `/api/v1/admin/services/${id}`
  return { app, client, staff, url, staffUrl, reasonId, read: () => readService(app, id) }
}

test('H1, H9: at the end of the period it changes nothing until then, and ends at that moment', async () => {
  const { app, client, url, reasonId, read } = await scene()
  const { body } = await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })
  assert.equal(body.when, 'end_of_period')
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-13T11:59:00Z'))
  assert.equal((await read()).status, 'active')
  await app.travelTo(at('2025-03-13T12:00:00Z'))
  const ended = await read()
  assert.deepEqual([ended.status, ended.endedAt], ['cancelled', at('2025-03-13T12:00:00Z')])
  assert.equal(ended.expiresAt, at('2025-03-13T12:00:00Z'))
})

test('H2: now ends it at once', async () => {
  const { app, client, url, reasonId, read } = await scene()
  assert.equal((await client.post(`${url}/cancel`, { when: 'now', reasonId })).status, 200)
  await app.settle()
  assert.equal((await read()).status, 'cancelled')
})

test('H3: a reason nobody knows is refused for customers and left out for staff', async () => {
  const { client, staff, url, staffUrl, read } = await scene()
  const reasonId = '00000000-0000-7000-8000-000000000000'
  const refused = await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })
  assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/reasonId'])
  assert.equal((await staff.post(`${staffUrl}/cancel`, { reasonId })).status, 200)
  assert.equal((await read()).cancellationReasonId, null)
})

test('H4: a onetime service only knows now', async () => {
  const { client, url, reasonId } = await scene({ cycle: 'onetime', expiresAt: null })
  const later = await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })
  assert.deepEqual([later.status, later.body.errors[0].pointer], [422, '/when'])
  assert.equal((await client.post(`${url}/cancel`, { reasonId })).body.when, 'now')
})

test('H16: a scheduled cancellation ends the open renewal and asks for no further one', async () => {
  const { app, client, url, reasonId } = await scene()
  await app.settle()
  const renewals = async () => (await client.get(`${url}/renewals`)).body.items
  assert.equal((await renewals())[0].state, 'open')
  await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })
  await app.travelTo(at('2025-03-13T11:00:00Z'))
  assert.deepEqual(
    (await renewals()).map(({ state }: { state: string }) => state),
    ['withdrawn'],
  )
})

test('undone, it goes on and is asked to pay as before', async () => {
  const { app, client, url, reasonId, read } = await scene()
  await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })
  assert.equal((await client.post(`${url}/undo-cancellation`)).status, 200)
  await app.settle()
  assert.equal((await read()).cancellationRequestedAt, null)
  const { body } = await client.get(`${url}/renewals`)
  assert.equal(body.items[0].state, 'open')
})

test('H17: where it is disabled, a consumer keeps the end of the period', async () => {
  const { client, url, reasonId } = await scene({ metadata: { disable_cancel: 'true' } })
  const now = await client.post(`${url}/cancel`, { when: 'now', reasonId })
  assert.deepEqual([now.status, now.body.code], [409, 'disabled'])
  assert.equal(
    (await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId })).status,
    200,
  )
})

test('redelivered after its end, nothing of the cancellation is left and the anchor is new', async () => {
  const { app, staff, staffUrl, read } = await scene()
  await staff.post(`${staffUrl}/cancel`, { when: 'now' })
  await app.settle()
  const wish = { confirm: 'Test service', expiresAt: '2025-04-30T12:00:00Z' }
  const revived = await staff.post(`${staffUrl}/redeliver`, wish)
  assert.equal(revived.status, 202, JSON.stringify(revived.body))
  await app.settle()
  const { status, anchorDay, cancellationRequestedAt } = await read()
  assert.deepEqual([status, anchorDay, cancellationRequestedAt], ['active', 30, null])
  await app.travelTo(at('2025-04-24T12:00:00Z'))
  const { body } = await staff.get(`${staffUrl}/renewals`)
  assert.equal(body.items[0].state, 'open')
})
