import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { orders } from './tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'
const TERMS = '/api/v1/admin/terms'
const text = (words: string) => ({ text: { en: words, fr: words } })

test('terms of sale are accepted as soon as there are some, and the version is stored', async () => {
  const staff = await app.staff()
  const { client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  const items = [{ productId: product.id, cycle: 'monthly' }]
  assert.equal((await app.anonymous.get('/api/v1/shop/terms')).body.current, null)
  assert.equal((await client.post(ORDERS, { items })).status, 201)

  const first = await staff.post(TERMS, text('Pay in time.'))
  assert.equal(first.status, 201)
  const unticked = await client.post(ORDERS, { items })
  assert.equal(unticked.status, 422)
  assert.equal(unticked.body.errors[0].pointer, '/acceptTerms')
  assert.equal((await client.post(`${ORDERS}/quote`, { items })).status, 200)

  app.clock.set(app.clock.now() + 1000)
  const second = await staff.post(TERMS, text('Pay early.'))
  const shown = await app.anonymous.get('/api/v1/shop/terms')
  assert.equal(shown.body.current.id, second.body.id)
  const stale = { items, acceptTerms: true, termsVersionId: first.body.id }
  const changed = await client.post(ORDERS, stale)
  assert.equal(changed.body.errors[0].pointer, '/termsVersionId')
  const accepted = await client.post(ORDERS, { ...stale, termsVersionId: second.body.id })
  assert.equal(accepted.status, 201)
  const [order] = await app.ctx.db.select().from(orders).where(eq(orders.id, accepted.body.orderId))
  assert.equal(order?.termsVersionId, second.body.id)
  assert.equal((await staff.get(TERMS)).body.total.count, 2)
  const manager = await app.staff('manager')
  assert.equal((await manager.post(TERMS, text('Mine.'))).status, 403)
})
