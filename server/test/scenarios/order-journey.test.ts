import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { orders } from '../../src/features/orders/tables.ts'
import { servers } from '../../src/features/servers/tables.ts'
import { startTestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeLoggedInCustomer } from '../factories/customer.ts'
import { payDocument } from '../factories/payment.ts'
import { makeServer } from '../factories/server.ts'
import { readService } from '../factories/service.ts'

const at = (iso: string) => Date.parse(iso)

/** A fresh program with a machine for sale and a customer who has ordered one. */
async function scene() {
  const app = await startTestApp()
  const { server, provider } = await makeServer(app.ctx, { placeLimit: 3 })
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    stock: 2,
  })
  const { client } = await makeLoggedInCustomer(app)
  const items = [{ productId: product.id, cycle: 'monthly', orderData: { hostname: 'a.example' } }]
  const { body: placed } = await client.post('/api/v1/client/orders', { items })
  const serviceId: string = placed.serviceIds[0]
  return {
    app,
    provider,
    placed,
    serviceId,
    service: () => readService(app, serviceId),
    async order() {
      const [row] = await app.ctx.db.select().from(orders).where(eq(orders.id, placed.orderId))
      return row
    },
    async placesUsed() {
      const [row] = await app.ctx.db.select().from(servers).where(eq(servers.id, server.id))
      return row?.placesUsed
    },
  }
}

test('ordered and paid, the machine is made once and runs from that moment for a month', async () => {
  const { app, provider, placed, serviceId, service, order } = await scene()
  await app.settle()
  assert.equal((await service()).status, 'pending')
  assert.equal(provider.state.resources.size, 0)
  await app.travelTo(at('2025-03-11T09:00:00Z'))
  await payDocument(app.ctx, placed.documentId, 1200n)
  await app.settle()
  const active = await service()
  assert.equal(active.status, 'active')
  assert.equal(active.deliveredAt, at('2025-03-11T09:00:00Z'))
  assert.equal(active.expiresAt, at('2025-04-11T08:00:00Z'))
  assert.equal((await order())?.state, 'paid')
  const [resource, ...others] = provider.state.resources.values()
  assert.equal(resource?.key, serviceId)
  assert.equal(resource?.hostname, 'a.example')
  assert.equal(others.length, 0)
})

test('ordered and forgotten, it is reminded, given up, and leaves nothing behind', async () => {
  const { app, provider, service, order, placesUsed } = await scene()
  await app.travelTo(at('2025-03-17T11:59:00Z'))
  assert.equal((await order())?.remindedAt, at('2025-03-13T12:00:00Z'))
  assert.equal((await service()).status, 'pending')
  assert.equal(await placesUsed(), 1)
  await app.travelTo(at('2025-03-17T12:00:00Z'))
  assert.equal((await order())?.state, 'cancelled')
  assert.equal((await service()).status, 'cancelled')
  assert.equal(await placesUsed(), 0)
  await app.travelTo(at('2025-05-01T12:00:00Z'))
  assert.equal((await service()).status, 'cancelled')
  assert.equal(provider.state.resources.size, 0)
})
