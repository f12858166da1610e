import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../../test/app.ts'
import { makeProduct } from '../../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { makeService } from '../../../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer, client } = await makeLoggedInCustomer(app)
const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, quarterly: 2700n } })

async function service() {
  const { id } = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    status: 'active',
    expiresAt: Date.parse('2025-04-10T12:00:00Z'),
    anchorDay: 10,
  })
  const url = `/api/v1/client/services/${id}`
  const told = async (query = '') => (await client.get(`${url}/history${query}`)).body
  return { id, url, told, admin: `/api/v1/admin/services/${id}` }
}

const texts = (body: { items: { text: string }[] }) => body.items.map(({ text }) => text)

test('the customer reads what happened and who did it, newest first', async () => {
  const { url, told, admin } = await service()
  await client.post(`${url}/rename`, { name: 'My shop' })
  await client.post(`${url}/change-cycle`, { cycle: 'quarterly' })
  await staff.post(`${admin}/add-days`, { days: 5, note: 'a favour' })
  const body = await told()
  assert.deepEqual(
    body.items.map(({ text, by }: { text: string; by: string }) => `${text} (${by})`),
    [
      'It was given more time: paid until 15 April 2025. (our team)',
      'From the next period on it is billed quarterly, €27.00. (you)',
      'Renamed from “Test service” to “My shop”. (you)',
      'It was ordered. (automatically)',
    ],
  )
  assert.doesNotMatch(JSON.stringify(body), /favour/, 'notes stay with staff')
})

test('what staff do for themselves is not told', async () => {
  const { told, admin } = await service()
  await staff.post(`${admin}/hold`, { until: null, reason: 'waits for the lawyer' })
  await staff.post(`${admin}/release`)
  const { version } = (await staff.get(admin)).body
  await staff.patch(admin, { version, notes: 'difficult' })
  assert.deepEqual(texts(await told()), ['It was ordered.'])
})

test('a cancellation says which, in the language of the reader', async () => {
  const { url, told } = await service()
  const [reason] = (await client.get('/api/v1/client/cancellation-reasons')).body.items
  await client.post(`${url}/cancel`, { when: 'end_of_period', reasonId: reason.id })
  await client.post(`${url}/undo-cancellation`)
  assert.deepEqual(texts(await told()).slice(0, 2), [
    'The cancellation was taken back.',
    'It was cancelled for the end of the paid period.',
  ])
})

test('it comes in pages, and not to others', async () => {
  const { url, told } = await service()
  await client.post(`${url}/rename`, { name: 'Second' })
  const first = await told('?limit=1')
  const second = await told(`?limit=1&cursor=${first.nextCursor}`)
  assert.deepEqual(
    [...texts(first), ...texts(second)],
    ['Renamed from “Test service” to “Second”.', 'It was ordered.'],
  )
  assert.equal(second.nextCursor, null)
  const other = await makeLoggedInCustomer(app)
  assert.equal((await other.client.get(`${url}/history`)).status, 404)
})
