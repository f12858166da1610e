import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { payDocument } from '../../../test/factories/payment.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { DAY, HOUR } from '../../domain/instant.ts'
import { products } from '../catalog/tables.ts'
import { creditOf } from '../credits/add-credit.ts'
import { documents } from '../documents/tables.ts'
import { history } from '../history/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import { orders } from './tables.ts'
import { unpaidOrders } from './unpaid-orders.ts'

const app = await startTestApp()
const loop = unpaidOrders(app.ctx)
const STAFF = '/api/v1/admin/orders'

async function only<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows
  assert.ok(row)
  return row
}
const orderOf = (id: string) => only(app.ctx.db.select().from(orders).where(eq(orders.id, id)))
const documentOf = (id: string) =>
  only(app.ctx.db.select().from(documents).where(eq(documents.id, id)))
const servicesOf = (id: string) =>
  app.ctx.db.select().from(services).where(eq(services.orderId, id))
const stockOf = async (id: string) =>
  (await only(app.ctx.db.select().from(products).where(eq(products.id, id)))).stock
const placesOf = async (id: string) =>
  (await only(app.ctx.db.select().from(servers).where(eq(servers.id, id)))).placesUsed
const entriesOf = async (id: string) =>
  (
    await app.ctx.db.select().from(history).where(eq(history.subjectId, id)).orderBy(history.id)
  ).map((entry) => entry.kind)

async function runAt(at: number): Promise<void> {
  app.clock.set(at)
  while ((await loop.runDue(at)) > 0);
}

/** Two units of a sandbox product with stock 5, on a server with room. */
async function orderTwo() {
  const { server } = await makeServer(app.ctx, { placeLimit: 5 })
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    stock: 5,
    setupFee: 100n,
  })
  const placed = await makeOrder(app, { productId: product.id, quantity: 2 })
  return { server, product, placed, orderedAt: app.clock.now() }
}

test('an unpaid order is reminded once after 3 days and given up after 7', async () => {
  const { server, product, placed, orderedAt } = await orderTwo()
  await runAt(orderedAt + 3 * DAY - 1)
  assert.equal((await orderOf(placed.orderId)).remindedAt, null)
  await runAt(orderedAt + 3 * DAY)
  await runAt(orderedAt + 3 * DAY + HOUR)
  const reminded = await orderOf(placed.orderId)
  assert.equal(reminded.remindedAt, orderedAt + 3 * DAY)
  assert.equal(await loop.nextDue?.(), orderedAt + 7 * DAY)
  await runAt(orderedAt + 7 * DAY - 1)
  assert.equal((await orderOf(placed.orderId)).state, 'open')
  assert.equal(await stockOf(product.id), 3)
  assert.equal(await placesOf(server.id), 2)
  await runAt(orderedAt + 7 * DAY)
  assert.equal((await orderOf(placed.orderId)).state, 'cancelled')
  assert.equal((await documentOf(placed.documentId)).state, 'void')
  for (const service of await servicesOf(placed.orderId)) {
    assert.equal(service.status, 'cancelled')
    assert.equal(service.endedAt, orderedAt + 7 * DAY)
  }
  assert.equal(await stockOf(product.id), 5)
  assert.equal(await placesOf(server.id), 0)
  await runAt(orderedAt + 30 * DAY)
  assert.equal(await stockOf(product.id), 5)
  assert.equal(await loop.nextDue?.(), null)
  assert.deepEqual(await entriesOf(placed.orderId), [
    'order.placed',
    'order.reminded',
    'order.cancelled',
  ])
})

test('two workers at the due moment do it once', async () => {
  const { server, product, placed, orderedAt } = await orderTwo()
  const at = orderedAt + 8 * DAY
  app.clock.set(at)
  await Promise.all([loop.runDue(at), unpaidOrders(app.ctx).runDue(at), loop.runDue(at)])
  assert.equal((await orderOf(placed.orderId)).state, 'cancelled')
  assert.equal(await stockOf(product.id), 5)
  assert.equal(await placesOf(server.id), 0)
  assert.deepEqual(await entriesOf(placed.orderId), ['order.placed', 'order.cancelled'])
})

test('the product’s policy decides how long an unpaid order waits', async () => {
  const { product } = await makeProduct(app.ctx, {
    policy: { unpaidOrderReminderDays: 20, unpaidOrderDays: 14 },
  })
  const placed = await makeOrder(app, { productId: product.id })
  const orderedAt = app.clock.now()
  assert.equal((await orderOf(placed.orderId)).nextAt, orderedAt + 14 * DAY)
  assert.equal((await documentOf(placed.documentId)).dueAt, orderedAt + 14 * DAY)
  await runAt(orderedAt + 14 * DAY)
  const order = await orderOf(placed.orderId)
  assert.equal(order.state, 'cancelled')
  assert.equal(order.remindedAt, null)
})

test('paid in full the order is paid; a part of it stops nothing and becomes credit', async () => {
  const whole = await makeOrder(app)
  const part = await makeOrder(app)
  const orderedAt = app.clock.now()
  await payDocument(app.ctx, whole.documentId, 1200n)
  await payDocument(app.ctx, part.documentId, 500n)
  const paid = await orderOf(whole.orderId)
  assert.equal(paid.state, 'paid')
  assert.equal(paid.settledAt, orderedAt)
  assert.equal(paid.nextAt, null)
  assert.equal((await orderOf(part.orderId)).state, 'open')
  await runAt(orderedAt + 7 * DAY)
  assert.equal((await orderOf(whole.orderId)).state, 'paid')
  assert.equal((await orderOf(part.orderId)).state, 'cancelled')
  assert.equal(await creditOf(app.ctx.db, part.customerId, 'EUR'), 500n)
})

test('staff cancel an unpaid order once, and never a paid one', async () => {
  const staff = await app.staff()
  const { server, product, placed } = await orderTwo()
  const url = `${STAFF}/${placed.orderId}`
  const preview = await staff.post(`${url}/cancel?dryRun=true`)
  assert.equal(preview.body.allowed, true)
  assert.match(preview.body.effects[1], /^2 services/)
  const both = await Promise.all([
    staff.post(`${url}/cancel`, { note: 'asked by phone' }),
    staff.post(`${url}/cancel`, { note: 'asked by phone' }),
  ])
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
  assert.equal((await documentOf(placed.documentId)).state, 'void')
  assert.ok((await servicesOf(placed.orderId)).every(({ status }) => status === 'cancelled'))
  assert.equal(await stockOf(product.id), 5)
  assert.equal(await placesOf(server.id), 0)
  assert.equal((await staff.post(`${url}/cancel`)).body.code, 'order_cancelled')
  const paid = await makeOrder(app)
  await payDocument(app.ctx, paid.documentId, 1200n)
  assert.equal((await staff.post(`${STAFF}/${paid.orderId}/cancel`)).body.code, 'order_paid')
})

test('a payment and the end at the same moment: one of them wins, nothing is lost', async () => {
  for (let round = 0; round < 5; round++) {
    const placed = await makeOrder(app)
    const at = app.clock.now() + 7 * DAY
    app.clock.set(at)
    await Promise.all([loop.runDue(at), payDocument(app.ctx, placed.documentId, 1200n)])
    const order = await orderOf(placed.orderId)
    const document = await documentOf(placed.documentId)
    const [service] = await servicesOf(placed.orderId)
    if (order.state === 'paid') {
      assert.equal(document.state, 'issued')
      assert.equal(service?.status, 'pending')
    } else {
      assert.equal(order.state, 'cancelled')
      assert.equal(document.state, 'void')
      assert.equal(service?.status, 'cancelled')
    }
  }
})
