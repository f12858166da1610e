import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeGroup, makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { newId } from '../../platform/ids.ts'
import { productPrices, products } from '../catalog/tables.ts'
import { documentLines, documents } from '../documents/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'
import { orders } from './tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'
const STAFF = '/api/v1/admin/orders'
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const servicesOf = (orderId: string) =>
  app.ctx.db.select().from(services).where(eq(services.orderId, orderId)).orderBy(services.number)
async function documentOf(id: string) {
  const [row] = await app.ctx.db.select().from(documents).where(eq(documents.id, id))
  assert.ok(row)
  return row
}
async function stockOf(id: string) {
  const [row] = await app.ctx.db.select().from(products).where(eq(products.id, id))
  return row?.stock
}
async function placesOf(id: string) {
  const [row] = await app.ctx.db.select().from(servers).where(eq(servers.id, id))
  return row?.placesUsed
}

test('an order makes services that wait, one open document, and holds stock and places', async () => {
  const { client, customer } = await makeLoggedInCustomer(app, { language: 'fr' })
  const { server } = await makeServer(app.ctx, { placeLimit: 5 })
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    name: { en: 'Machine S', fr: 'Machine S' },
    setupFee: 500n,
    stock: 10,
    maxRenewals: 12,
  })
  const items = [
    {
      productId: product.id,
      cycle: 'monthly',
      quantity: 2,
      orderData: { hostname: 'www.example.com' },
      name: 'Vitrine',
    },
  ]
  const placed = await client.post(ORDERS, { items })
  assert.equal(placed.status, 201)
  const made = await servicesOf(placed.body.orderId)
  assert.deepEqual(
    made.map((service) => service.id),
    placed.body.serviceIds,
  )
  for (const service of made) {
    assert.equal(service.status, 'pending')
    assert.equal(service.name, 'Vitrine')
    assert.equal(service.customerId, customer.id)
    assert.equal(service.serverId, server.id)
    assert.equal(service.price, 1000n)
    assert.equal(service.maxRenewals, 12)
    assert.equal(service.expiresAt, null)
    assert.deepEqual(service.orderData, { hostname: 'www.example.com', region: 'paris' })
    assert.ok(service.placeHeld && service.stockHeld)
  }
  assert.equal(await stockOf(product.id), 8)
  assert.equal(await placesOf(server.id), 2)
  const document = await documentOf(placed.body.documentId)
  assert.equal(document.state, 'open')
  assert.equal(document.net, 3000n)
  assert.equal(document.gross, 3600n)
  assert.equal(document.dueAt, Date.parse('2025-03-17T12:00:00Z'))
  const lines = await app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, document.id))
    .orderBy(documentLines.position)
  assert.deepEqual(
    lines.map((line) => [line.kind, line.label, line.unitPrice, line.serviceId]),
    [
      ['service_start', 'Machine S (mensuel)', 1000n, made[0]?.id],
      ['setup_fee', 'Mise en service : Machine S', 500n, made[0]?.id],
      ['service_start', 'Machine S (mensuel)', 1000n, made[1]?.id],
      ['setup_fee', 'Mise en service : Machine S', 500n, made[1]?.id],
    ],
  )
  assert.equal(lines[0]?.periodStartAt, app.clock.now())
  assert.equal(lines[0]?.periodEndAt, Date.parse('2025-04-10T11:00:00Z'))
  const page = await client.get(`${ORDERS}/${placed.body.orderId}`)
  assert.equal(page.body.state, 'open')
  assert.equal(page.body.document.amountDue.amount, '3600')
  assert.equal(page.body.services.length, 2)
})

test('the quote has the lines, tax and total of the order, and writes nothing', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const plain = await makeProduct(app.ctx, { stock: 2 })
  const withFee = await makeProduct(app.ctx, { setupFee: 1000n })
  const before = await app.ctx.db.$count(orders)
  const quote = (...items: unknown[]) => client.post(`${ORDERS}/quote`, { items })
  const one = await quote({ productId: plain.product.id, cycle: 'monthly' })
  assert.deepEqual(
    [one.body.net, one.body.tax, one.body.total],
    [eur('1000'), eur('200'), eur('1200')],
  )
  const fee = await quote({ productId: withFee.product.id, cycle: 'monthly' })
  assert.deepEqual(
    [fee.body.net, fee.body.tax, fee.body.total],
    [eur('2000'), eur('400'), eur('2400')],
  )
  assert.deepEqual(
    fee.body.lines.map((line: { kind: string; amount: unknown }) => [line.kind, line.amount]),
    [
      ['service_start', eur('1000')],
      ['setup_fee', eur('1000')],
    ],
  )
  const two = { productId: plain.product.id, cycle: 'monthly', quantity: 2 }
  assert.deepEqual((await quote(two)).body.total, eur('2400'))
  const third = { ...two, quantity: 1 }
  const much = await quote(two, third)
  assert.equal(much.status, 422)
  assert.equal(much.body.errors[0].pointer, '/items/1/productId')
  assert.equal(await app.ctx.db.$count(orders), before)
  assert.equal(await stockOf(plain.product.id), 2)
})

test('what cannot be ordered is refused with its field, and nothing is kept', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const { server } = await makeServer(app.ctx, { placeLimit: 1 })
  const sandbox = { type: 'sandbox', serverGroupId: server.groupId }
  const good = await makeProduct(app.ctx, { stock: 3 })
  const soldOut = await makeProduct(app.ctx)
  await app.ctx.db.update(products).set({ stock: 0 }).where(eq(products.id, soldOut.product.id))
  const machine = await makeProduct(app.ctx, sandbox)
  const hidden = await makeProduct(app.ctx, { visibility: 'hidden' })
  const hiddenGroup = await makeGroup(app.ctx, { visibility: 'hidden' })
  const inHidden = await makeProduct(app.ctx, { groupId: hiddenGroup.id })
  const archived = await makeProduct(app.ctx)
  await app.ctx.db
    .update(products)
    .set({ archivedAt: 0 })
    .where(eq(products.id, archived.product.id))
  const monthly = (product: { product: { id: string } }, more: object = {}) => ({
    productId: product.product.id,
    cycle: 'monthly',
    ...more,
  })
  const bad: [object, string][] = [
    [monthly(good, { cycle: 'annually' }), '/items/1/cycle'],
    [monthly(good, { cycle: 'daily' }), '/items/1/cycle'],
    [monthly(soldOut), '/items/1/productId'],
    [monthly(hidden), '/items/1/productId'],
    [monthly(inHidden), '/items/1/productId'],
    [monthly(archived), '/items/1/productId'],
    [monthly({ product: { id: newId() } }), '/items/1/productId'],
    [monthly(machine, { quantity: 2 }), '/items/1/productId'],
    [monthly(machine, { orderData: { hostname: 'not a host' } }), '/items/1/orderData/hostname'],
    [monthly(machine, { orderData: { colour: 'red' } }), '/items/1/orderData/colour'],
    [monthly(good, { quantity: 0 }), '/items/1/quantity'],
    [monthly(good, { quantity: 1.5 }), '/items/1/quantity'],
    [monthly(good, { price: eur('1') }), '/items/1/price'],
    [monthly(good, { quantity: 100 }), '/items'],
  ]
  for (const [item, pointer] of bad) {
    const answer = await client.post(ORDERS, { items: [monthly(good), item] })
    assert.equal(answer.status, 422, pointer)
    assert.deepEqual(
      answer.body.errors.map((error: { pointer: string }) => error.pointer),
      [pointer],
    )
    assert.doesNotMatch(answer.body.errors[0].detail, /^problem\./)
  }
  assert.equal((await client.post(ORDERS, { items: [] })).status, 422)
  assert.equal(await stockOf(good.product.id), 3)
  assert.equal(await placesOf(server.id), 0)
})

test('a product without a price in the customer’s currency is not sold to them', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  await app.ctx.db
    .update(productPrices)
    .set({ currency: 'USD' })
    .where(eq(productPrices.productId, product.id))
  const answer = await client.post(ORDERS, {
    items: [{ productId: product.id, cycle: 'monthly' }],
  })
  assert.equal(answer.status, 422)
  assert.equal(answer.body.errors[0].pointer, '/items/0/cycle')
  assert.match(answer.body.errors[0].detail, /EUR/)
})

test('twelve customers at once: a stock of three is sold three times', async () => {
  const { product } = await makeProduct(app.ctx, { stock: 3 })
  const clients = await Promise.all(Array.from({ length: 12 }, () => makeLoggedInCustomer(app)))
  const body = { items: [{ productId: product.id, cycle: 'monthly' }] }
  const answers = await Promise.all(clients.map(({ client }) => client.post(ORDERS, body)))
  assert.equal(answers.filter((answer) => answer.status === 201).length, 3)
  const refused = answers.filter((answer) => answer.status === 422)
  assert.equal(refused.length, 9)
  for (const { body: problem } of refused)
    assert.equal(problem.errors[0].pointer, '/items/0/productId')
  assert.equal(await stockOf(product.id), 0)
  const held = await app.ctx.db.select().from(services).where(eq(services.productId, product.id))
  assert.equal(held.length, 3)
})

test('twelve customers at once: two servers with two places each take four services', async () => {
  const { server: one, provider } = await makeServer(app.ctx, { placeLimit: 2 })
  const { groupId } = one
  const { server: two } = await makeServer(app.ctx, { provider, groupId, placeLimit: 2 })
  const { product } = await makeProduct(app.ctx, { type: 'sandbox', serverGroupId: groupId })
  const clients = await Promise.all(Array.from({ length: 12 }, () => makeLoggedInCustomer(app)))
  const body = { items: [{ productId: product.id, cycle: 'monthly' }] }
  const answers = await Promise.all(clients.map(({ client }) => client.post(ORDERS, body)))
  assert.equal(answers.filter((answer) => answer.status === 201).length, 4)
  assert.equal(answers.filter((answer) => answer.status === 422).length, 8)
  assert.deepEqual([await placesOf(one.id), await placesOf(two.id)], [2, 2])
})

test('a double click with one Idempotency-Key makes one order', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  const body = { items: [{ productId: product.id, cycle: 'monthly' }] }
  const key = { 'idempotency-key': newId() }
  const both = await Promise.all([client.post(ORDERS, body, key), client.post(ORDERS, body, key)])
  assert.ok(both.every(({ status }) => status === 201 || status === 409))
  const again = await client.post(ORDERS, body, key)
  assert.equal(again.status, 201)
  const list = await client.get(ORDERS)
  assert.equal(list.body.total.count, 1)
  assert.equal(list.body.items[0].id, again.body.orderId)
  const all = await app.ctx.db.$count(services, eq(services.customerId, customer.id))
  assert.equal(all, 1)
})

test('an order that costs nothing is paid at once, with its invoice', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx, { prices: { free: 0n } })
  const body = { items: [{ productId: product.id, cycle: 'free' }] }
  const { body: placed } = await client.post(ORDERS, body)
  const page = await client.get(`${ORDERS}/${placed.orderId}`)
  assert.equal(page.body.state, 'paid')
  assert.equal(page.body.document.state, 'issued')
  const [service] = await servicesOf(placed.orderId)
  assert.equal(service?.paidAt, app.clock.now())
})

test('orders are their customer’s own; staff read them with the permission', async () => {
  const { client } = await makeLoggedInCustomer(app, { name: 'Zoé Unique' })
  const { client: stranger } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  const body = { items: [{ productId: product.id, cycle: 'monthly' }] }
  const { body: placed } = await client.post(ORDERS, body)
  assert.equal((await stranger.get(`${ORDERS}/${placed.orderId}`)).status, 404)
  assert.equal((await stranger.get(ORDERS)).body.total.count, 0)
  assert.equal((await app.anonymous.post(ORDERS, body)).status, 401)
  const reader = await app.staff('read-only')
  const page = await reader.get(`${STAFF}/${placed.orderId}`)
  assert.equal(page.body.customer.name, 'Zoé Unique')
  assert.equal(page.body.placedBy.kind, 'user')
  assert.equal(page.body.nextAt, '2025-03-13T12:00:00.000Z')
  assert.equal(page.body.actions[0].allowed, false)
  assert.equal((await reader.post(`${STAFF}/${placed.orderId}/cancel`)).status, 403)
  const found = await reader.get(`${STAFF}?search=zoe%20UNI`)
  assert.equal(found.body.total.count, 1)
  const numbered = await reader.get(`${STAFF}?search=%23${placed.number}`)
  assert.equal(numbered.body.items[0].id, placed.orderId)
  const first = await reader.get(`${STAFF}?limit=1`)
  const next = await reader.get(`${STAFF}?limit=1&cursor=${first.body.nextCursor}`)
  assert.notEqual(first.body.items[0].id, next.body.items[0].id)
  assert.equal((await reader.get(`${STAFF}?limit=100000`)).status, 422)
})

test('staff order for a customer with prices of their own', async () => {
  const staff = await app.staff('support')
  const { customer } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx, { visibility: 'hidden', setupFee: 700n })
  const item = {
    productId: product.id,
    cycle: 'quarterly',
    price: eur('2500'),
    initialPrice: eur('0'),
    setupFee: eur('100'),
  }
  const placed = await staff.post(STAFF, { customerId: customer.id, items: [item] })
  assert.equal(placed.status, 201)
  const [service] = await servicesOf(placed.body.orderId)
  assert.equal(service?.price, 2500n)
  assert.equal(service?.initialPrice, 0n)
  assert.equal(service?.trial, true)
  assert.equal((await documentOf(placed.body.documentId)).net, 100n)
  const [order] = await app.ctx.db.select().from(orders).where(eq(orders.id, placed.body.orderId))
  assert.equal(order?.termsVersionId, null)
  const other = { ...item, price: { amount: '1', currency: 'USD' } }
  const refused = await staff.post(STAFF, { customerId: customer.id, items: [other] })
  assert.equal(refused.body.errors[0].pointer, '/items/0/price/currency')
  const negative = { ...item, price: eur('-1') }
  const minus = await staff.post(STAFF, { customerId: customer.id, items: [negative] })
  assert.equal(minus.body.errors[0].pointer, '/items/0/price/amount')
  const nobody = await staff.post(STAFF, { customerId: newId(), items: [item] })
  assert.equal(nobody.body.errors[0].pointer, '/customerId')
  const reader = await app.staff('read-only')
  assert.equal((await reader.post(STAFF, { customerId: customer.id, items: [item] })).status, 403)
})
