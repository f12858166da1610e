import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { setInvoicing } from '../../../test/factories/document.ts'
import { ask } from '../../../test/factories/operation.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { DAY } from '../../domain/instant.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { jobHandlers } from '../../worker.ts'
import { documents } from '../documents/tables.ts'
import { voidDocument } from '../documents/void-documents.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import { orders } from './tables.ts'
import { unpaidOrders } from './unpaid-orders.ts'

const app = await startTestApp()
const { ctx } = app
const STAFF = '/api/v1/admin'

async function only<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows
  assert.ok(row)
  return row
}
const orderOf = (id: string) => only(ctx.db.select().from(orders).where(eq(orders.id, id)))
const documentOf = (id: string) => only(ctx.db.select().from(documents).where(eq(documents.id, id)))
const servicesOf = (id: string) =>
  ctx.db.select().from(services).where(eq(services.orderId, id)).orderBy(services.number)

/** Runs the jobs that wait; mails are another feature's. */
const runJobs = () => ctx.jobs.drain({ 'mail.write': async () => {}, ...jobHandlers(ctx) })

async function runAt(at: number): Promise<void> {
  app.clock.set(at)
  const loop = unpaidOrders(ctx)
  while ((await loop.runDue(at)) > 0);
}

test('a service cancelled alone leaves the document; with the last one the order is cancelled', async () => {
  const { customer, user } = await makeCustomer(app)
  const client = await app.as({ realm: 'customer', id: user.id })
  const { product } = await makeProduct(ctx, { setupFee: 200n })
  const placed = await makeOrder(app, {
    customerId: customer.id,
    productId: product.id,
    quantity: 2,
  })
  const [first, second] = placed.serviceIds
  const staff = await app.staff()
  const ended = await staff.post(`${STAFF}/services/${first}/cancel`, { when: 'now' })
  assert.equal(ended.status, 200)
  await runJobs()
  const document = await documentOf(placed.documentId)
  assert.equal(document.net, 1200n)
  assert.equal((await orderOf(placed.orderId)).state, 'open')
  await staff.post(`${STAFF}/services/${second}/cancel`, { when: 'now' })
  await runJobs()
  assert.equal((await documentOf(placed.documentId)).state, 'void')
  const page = await client.get(`/api/v1/client/orders/${placed.orderId}`)
  assert.equal(page.body.state, 'cancelled')
  assert.equal(page.body.document.amountDue.amount, '0')
})

test('a document given up by staff takes its order and services with it', async () => {
  const placed = await makeOrder(app)
  await inTransaction(ctx, (tx) => voidDocument(tx, systemEnv(ctx), placed.documentId, 'mistake'))
  assert.equal((await orderOf(placed.orderId)).state, 'cancelled')
  const [service] = await servicesOf(placed.orderId)
  assert.equal(service?.status, 'cancelled')
})

test('what staff delivered before the payment stays to be paid; the rest is given up', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(ctx, { stock: 2 })
  const placed = await makeOrder(app, { productId: product.id, quantity: 2 })
  const [first] = placed.serviceIds
  const orderedAt = app.clock.now()
  const delivered = await staff.post(`${STAFF}/services/${first}/deliver`)
  assert.ok(delivered.status < 300)
  const cancel = await staff.post(`${STAFF}/orders/${placed.orderId}/cancel`)
  assert.equal(cancel.body.code, 'order_delivered')
  await runAt(orderedAt + 7 * DAY)
  const [active, given] = await servicesOf(placed.orderId)
  assert.equal(active?.status, 'active')
  assert.equal(given?.status, 'cancelled')
  const document = await documentOf(placed.documentId)
  assert.equal(document.state, 'open')
  assert.equal(document.net, 1000n)
  const order = await orderOf(placed.orderId)
  assert.deepEqual([order.state, order.nextAt], ['open', null])
})

test('a numbered invoice is left to staff, who credit it by cancelling the order', async () => {
  await setInvoicing(ctx, { numberAt: 'open' })
  const placed = await makeOrder(app)
  await setInvoicing(ctx, { numberAt: 'payment' })
  assert.equal((await documentOf(placed.documentId)).state, 'issued')
  await runAt(app.clock.now() + 30 * DAY)
  assert.equal((await orderOf(placed.orderId)).state, 'open')
  assert.equal((await servicesOf(placed.orderId))[0]?.status, 'pending')
  const staff = await app.staff()
  const cancelled = await staff.post(`${STAFF}/orders/${placed.orderId}/cancel`)
  assert.equal(cancelled.status, 200)
  assert.equal((await servicesOf(placed.orderId))[0]?.status, 'cancelled')
  assert.equal((await orderOf(placed.orderId)).state, 'cancelled')
  const invoice = await documentOf(placed.documentId)
  assert.equal(invoice.credited, invoice.gross)
})

test('what is being made on a server is removed there before its place is returned', async () => {
  const staff = await app.staff()
  const { server } = await makeServer(ctx, { placeLimit: 1 })
  const { product } = await makeProduct(ctx, { type: 'sandbox', serverGroupId: server.groupId })
  const placed = await makeOrder(app, { productId: product.id })
  const [serviceId = ''] = placed.serviceIds
  const operationId = await ask(app, {
    serviceId,
    serverId: server.id,
    kind: 'create',
    input: {},
  })
  await ctx.db
    .update(operations)
    .set({ state: 'running', attempts: 1 })
    .where(eq(operations.id, operationId))
  const cancelled = await staff.post(`${STAFF}/orders/${placed.orderId}/cancel`)
  assert.equal(cancelled.status, 200)
  assert.equal((await orderOf(placed.orderId)).state, 'cancelled')
  assert.equal((await documentOf(placed.documentId)).state, 'void')
  const [service] = await servicesOf(placed.orderId)
  assert.deepEqual([service?.status, service?.placeHeld], ['pending', true])
  const waiting = await ctx.db.select().from(operations).where(eq(operations.serviceId, serviceId))
  assert.deepEqual(
    waiting.filter((operation) => operation.state === 'queued').map(({ kind }) => kind),
    ['terminate'],
  )
  const held = await only(ctx.db.select().from(servers).where(eq(servers.id, server.id)))
  assert.equal(held.placesUsed, 1)
})
