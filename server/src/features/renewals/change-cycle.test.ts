import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'

const app = await startTestApp()
const { customer, client } = await makeLoggedInCustomer(app)
const { product } = await makeProduct(app.ctx, {
  prices: { monthly: 1000n, quarterly: 3000n },
})
const staff = await app.staff()
const expiresAt = Date.parse('2025-04-10T12:00:00Z')

async function service(more: Record<string, unknown> = {}) {
  const { id } = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    status: 'active',
    expiresAt,
    anchorDay: 10,
    ...more,
  })
  return { id, url: `/api/v1/client/services/${id}` }
}

test('J4: monthly to quarterly at 30.00 is stored, and the next renewal costs 36.00 with tax', async () => {
  const { url } = await service()
  const changed = await client.post(`${url}/change-cycle`, { cycle: 'quarterly' })
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body.price, { amount: '3000', currency: 'EUR' })
  const { body } = await client.post(`${url}/renew`)
  const document = (await client.get(`/api/v1/client/documents/${body.documentId}`)).body
  assert.equal(document.gross.amount, '3600')
})

test('a cycle without a price, or the one it has, is refused', async () => {
  const { url } = await service()
  const unpriced = await client.post(`${url}/change-cycle`, { cycle: 'annually' })
  assert.deepEqual([unpriced.status, unpriced.body.code], [422, 'cycle_not_priced'])
  const same = await client.post(`${url}/change-cycle`, { cycle: 'monthly' })
  assert.deepEqual([same.status, same.body.code], [409, 'cycle_unchanged'])
  const cheaper = await client.post(`${url}/change-cycle`, { cycle: 'quarterly', price: '1' })
  assert.deepEqual([cheaper.status, cheaper.body.errors[0].pointer], [422, '/price'])
})

test('with payment it opens the renewal of the new cycle instead of the old one', async () => {
  const { url } = await service()
  const { body: old } = await client.post(`${url}/renew`)
  const { body } = await client.post(`${url}/change-cycle`, { cycle: 'quarterly', pay: true })
  const document = (await client.get(`/api/v1/client/documents/${body.documentId}`)).body
  assert.equal(document.net.amount, '3000')
  const before = (await client.get(`/api/v1/client/documents/${old.documentId}`)).body
  assert.equal(before.state, 'void')
})

test('an open renewal asks whether it is kept or remade', async () => {
  const { url } = await service()
  await client.post(`${url}/renew`)
  const asked = await client.post(`${url}/change-cycle`, { cycle: 'quarterly' })
  assert.deepEqual([asked.status, asked.body.code], [422, 'renewal_is_open'])
  const wish = { cycle: 'quarterly', openRenewal: 'remake' }
  assert.equal((await client.post(`${url}/change-cycle`, wish)).status, 200)
  const { body } = await client.get(`${url}/renewals`)
  const open = body.items.filter(({ state }: { state: string }) => state === 'open')
  assert.deepEqual(
    open.map(({ cycle }: { cycle: string }) => cycle),
    ['quarterly'],
  )
})

test('B11: the limits of renewals hold for a change with payment too', async () => {
  const { url } = await service({ maxRenewals: 0 })
  const wish = { cycle: 'quarterly', pay: true }
  const answer = await client.post(`${url}/change-cycle`, wish)
  assert.deepEqual([answer.status, answer.body.code], [409, 'max_renewals'])
})

test('staff type a price where the product has none', async () => {
  const { id } = await service({ productId: null })
  const url = `/api/v1/admin/services/${id}/change-cycle`
  const dry = await staff.post(`${url}?dryRun=true`, { cycle: 'annually', price: '9000' })
  assert.match(dry.body.effects[0], /€90\.00 \(annual\) instead of €10\.00 \(monthly\)/)
  const { body } = await staff.post(url, { cycle: 'annually', price: '9000' })
  assert.equal(body.price.amount, '9000')
})
