import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { services } from '../services/tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'

const servicesOf = (orderId: string) =>
  app.ctx.db.select().from(services).where(eq(services.orderId, orderId)).orderBy(services.number)

test('a refunded first period is taken back, delivered or not', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const staff = await app.staff()
  for (const deliverOn of ['payment', 'manual'] as const) {
    const { product } = await makeProduct(app.ctx, { type: 'none', deliverOn })
    const items = [{ productId: product.id, cycle: 'monthly' }]
    const { documentId, orderId } = (await client.post(ORDERS, { items })).body
    const { paymentId } = await payInFull(app, documentId)
    await app.settle()
    const refund = { takeBack: true, reason: 'not wanted' }
    const url = `/api/v1/admin/payments/${paymentId}/refund`
    const [, , ...losses] = (await staff.post(`${url}?dryRun=true`, refund)).body.effects
    assert.equal((await staff.post(url, refund)).status, 200)
    const [service] = await servicesOf(orderId)
    const overdue = /: paid until 10 March 2025 then, which is past\. It is overdue/
    if (deliverOn === 'payment') assert.match(losses.join('|'), overdue)
    else assert.deepEqual(losses, [])
    assert.equal(service?.status, deliverOn === 'payment' ? 'active' : 'pending')
    if (deliverOn === 'payment') assert.equal(service?.expiresAt, app.clock.now())
    else assert.equal(service?.paidAt, null)
  }
})

test('a cycle that was changed is for the next period: the first one is given, and taken back, as bought', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const staff = await app.staff()
  const prices = { monthly: 1000n, annually: 10_000n }
  const { product } = await makeProduct(app.ctx, { type: 'none', deliverOn: 'manual', prices })
  for (const before of ['delivery', 'refund']) {
    const items = [{ productId: product.id, cycle: 'monthly' }]
    const { documentId, orderId } = (await client.post(ORDERS, { items })).body
    const { paymentId } = await payInFull(app, documentId)
    const [{ id } = { id: '' }] = await servicesOf(orderId)
    const change = async () =>
      client.post(`/api/v1/client/services/${id}/change-cycle`, { cycle: 'annually' })
    if (before === 'delivery') assert.equal((await change()).status, 200)
    assert.equal((await staff.post(`/api/v1/admin/services/${id}/deliver`)).status, 202)
    await app.settle()
    const [active] = await servicesOf(orderId)
    assert.equal(active?.expiresAt, Date.UTC(2025, 3, 10, 11))
    if (before === 'refund') assert.equal((await change()).status, 200)
    const refund = { takeBack: true, reason: 'not wanted' }
    const url = `/api/v1/admin/payments/${paymentId}/refund`
    const { effects } = (await staff.post(`${url}?dryRun=true`, refund)).body
    assert.match(effects.join('|'), /: paid until 10 March 2025 then/)
    assert.equal((await staff.post(url, refund)).status, 200)
    const [back] = await servicesOf(orderId)
    assert.deepEqual([back?.cycle, back?.expiresAt], ['annually', app.clock.now()])
  }
})
