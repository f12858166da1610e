import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeService } from '../../../test/factories/service.ts'
import { services } from '../services/tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'
type Counts = 'active' | 'all'

async function buyer(customerLimit: number, customerLimitCounts: Counts) {
  const { product } = await makeProduct(app.ctx, { customerLimit, customerLimitCounts })
  const { client, customer } = await makeLoggedInCustomer(app)
  const order = (quantity = 1) =>
    client.post(ORDERS, { items: [{ productId: product.id, cycle: 'monthly', quantity }] })
  const own = (status: 'active' | 'terminated', deliveredAt: number | null) =>
    makeService(app, { customerId: customer.id, productId: product.id, status }).then(({ id }) =>
      app.ctx.db.update(services).set({ deliveredAt }).where(eq(services.id, id)),
    )
  return { order, own, product, customer }
}

const cases: [Counts, number, 'active' | 'terminated', boolean, number][] = [
  ['active', 1, 'active', true, 422],
  ['all', 1, 'active', true, 422],
  ['active', 2, 'active', true, 201],
  ['active', 1, 'terminated', true, 201],
  ['all', 1, 'terminated', true, 422],
  ['all', 1, 'terminated', false, 201],
]
for (const [counts, limit, status, delivered, answer] of cases) {
  test(`at most ${limit} (${counts}) with one ${status}${delivered ? '' : ', never delivered'}: ${answer}`, async () => {
    const { order, own } = await buyer(limit, counts)
    await own(status, delivered ? app.clock.now() : null)
    const placed = await order()
    assert.equal(placed.status, answer)
    if (answer === 201) return
    assert.equal(placed.body.errors[0].pointer, '/items/0/productId')
    assert.equal(placed.body.errors[0].code, 'customer_limit')
  })
}

test('three at once with a limit of two are refused; five orders at once place two', async () => {
  const { order } = await buyer(2, 'active')
  assert.equal((await order(3)).status, 422)
  const answers = await Promise.all(Array.from({ length: 5 }, () => order()))
  const placed = answers.filter(({ status }) => status === 201)
  assert.equal(placed.length, 2)
})

test('staff may go over the limit, and only when they say so', async () => {
  const { order, product, customer } = await buyer(1, 'active')
  await order()
  const staff = await app.staff()
  const wanted = {
    customerId: customer.id,
    items: [{ productId: product.id, cycle: 'monthly' }],
  }
  assert.equal((await staff.post('/api/v1/admin/orders', wanted)).status, 422)
  const over = await staff.post('/api/v1/admin/orders', { ...wanted, overrideLimits: true })
  assert.equal(over.status, 201)
})
