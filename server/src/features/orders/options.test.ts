import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeOption } from '../../../test/factories/option.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { readService } from '../../../test/factories/service.ts'
import { newId } from '../../platform/ids.ts'
import { documentLines, documents } from '../documents/tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'
const STAFF = '/api/v1/admin/orders'
const OPTIONS = '/api/v1/admin/options'
const label = { en: 'Memory', fr: 'Mémoire' }

async function linesOf(documentId: string) {
  return app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, documentId))
    .orderBy(asc(documentLines.position))
}

/** A product with a slider from 10 to 50, a required text and a box that costs once. */
async function richProduct() {
  const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, annually: 9000n } })
  const staff = await app.staff()
  const slider = await makeOption(app.ctx, {
    ...{ key: 'memory_gb', kind: 'quantity', label, unit: 'GB', min: 10, max: 50, step: 5 },
    prices: { monthly: 10n },
  })
  const domain = await makeOption(app.ctx, {
    ...{ key: 'domain', required: true, label: { en: 'Domain', fr: 'Domaine' } },
    prices: {},
  })
  const install = await makeOption(app.ctx, {
    ...{ key: 'install', kind: 'checkbox', recurring: false },
    prices: { onetime: 2500n },
    setupFee: 100n,
  })
  const optionIds = [slider, domain, install].map(({ option }) => option.id)
  await staff.put(`/api/v1/admin/products/${product.id}/options`, { optionIds })
  return { product, slider, staff }
}

const refusals: [string, Record<string, unknown>, string, string][] = [
  ['a slider below its limit', { domain: 'a', memory_gb: 5 }, 'memory_gb', 'too_small'],
  ['a slider above its limit', { domain: 'a', memory_gb: 55 }, 'memory_gb', 'too_big'],
  ['a slider off its steps', { domain: 'a', memory_gb: 12 }, 'memory_gb', 'not_multiple_of'],
  ['a required one missing', { memory_gb: 10 }, 'domain', 'invalid_type'],
  ['a required one empty', { domain: ' ' }, 'domain', 'too_small'],
  ['one that the product does not have', { domain: 'a', gpu: true }, 'gpu', 'unrecognized_keys'],
  ['a word for a number', { domain: 'a', memory_gb: 'ten' }, 'memory_gb', 'invalid_type'],
]
test('wrong options are refused by name, for customers and staff, in quote and order', async (t) => {
  const { product, staff } = await richProduct()
  const { client, customer } = await makeLoggedInCustomer(app)
  for (const [what, options, key, code] of refusals) {
    await t.test(what, async () => {
      const items = [{ productId: product.id, cycle: 'monthly', options }]
      const customerId = customer.id
      for (const answer of [
        await client.post(`${ORDERS}/quote`, { items }),
        await client.post(ORDERS, { items }),
        await staff.post(STAFF, { items, customerId }),
      ]) {
        assert.equal(answer.status, 422)
        const { pointer, code: given } = answer.body.errors[0]
        assert.deepEqual([pointer, given], [`/items/0/options/${key}`, code])
      }
    })
  }
})

test('what a cycle has no price for is not offered, and refused when it is sent', async () => {
  const { product } = await richProduct()
  const { client } = await makeLoggedInCustomer(app)
  const page = await client.get(`/api/v1/shop/products/${product.id}`)
  const { monthly, annually } = page.body.optionForms
  assert.deepEqual(Object.keys(monthly.properties), ['memory_gb', 'domain', 'install'])
  assert.deepEqual(Object.keys(annually.properties), ['domain', 'install'])
  const options = { domain: 'a', memory_gb: 10 }
  const yearly = await client.post(ORDERS, {
    items: [{ productId: product.id, cycle: 'annually', options }],
  })
  assert.equal(yearly.body.errors[0].pointer, '/items/0/options/memory_gb')
})

test('the order has a line per option that costs, and the service keeps them as they were', async () => {
  const { product, slider, staff } = await richProduct()
  const { client } = await makeLoggedInCustomer(app)
  const options = { memory_gb: 20, domain: 'example.com', install: true }
  const items = [{ productId: product.id, cycle: 'monthly', quantity: 2, options }]
  const quote = await client.post(`${ORDERS}/quote`, { items })
  assert.deepEqual(
    quote.body.lines.map((line: { kind: string; quantity: number; amount: { amount: string } }) => [
      ...[line.kind, line.quantity, line.amount.amount],
    ]),
    [
      ['service_start', 2, '2000'],
      ['option', 2, '400'],
      ['option', 2, '5000'],
      ['setup_fee', 2, '200'],
    ],
  )
  const { body: placed } = await client.post(ORDERS, { items })
  const lines = await linesOf(placed.documentId)
  assert.equal(lines.length, 8)
  assert.deepEqual(
    lines.slice(0, 4).map((line) => [line.label, line.unitPrice, line.periodEndAt !== null]),
    [
      ['Standard (monthly)', 1000n, true],
      ['Memory: 20 GB', 200n, true],
      ['Extra', 2500n, false],
      ['Set-up: Extra', 100n, false],
    ],
  )
  assert.ok(lines.every((line) => placed.serviceIds.includes(line.serviceId)))
  const [id] = placed.serviceIds
  await staff.patch(`${OPTIONS}/${slider.option.id}`, {
    prices: [{ cycle: 'monthly', price: { amount: '999', currency: 'EUR' } }],
  })
  const { body: page } = await staff.get(`/api/v1/admin/services/${id}`)
  assert.deepEqual(
    page.options.map((option: { key: string; value: unknown; price: { amount: string } }) => [
      ...[option.key, option.value, option.price.amount],
    ]),
    [
      ['memory_gb', 20, '200'],
      ['domain', 'example.com', '0'],
      ['install', true, '2500'],
    ],
  )
  assert.equal(page.recurringTotal.amount, '1200')
  await payInFull(app, placed.documentId)
  const shown = await client.get(`/api/v1/client/services/${id}`)
  assert.equal(shown.body.recurringTotal.amount, '1200')
  assert.equal(shown.body.options[0].text, 'Memory: 20 GB')
})

test('an order that is given up takes the options off its document too', async () => {
  const { product } = await makeProduct(app.ctx)
  await makeOption(app.ctx, {}, [product.id])
  const order = await makeOrder(app, { productId: product.id, options: { extra: 'x' } })
  const staff = await app.staff()
  assert.equal((await staff.post(`${STAFF}/${order.orderId}/cancel`, {})).status, 200)
  const [document] = await app.ctx.db
    .select()
    .from(documents)
    .where(eq(documents.id, order.documentId))
  assert.equal(document?.state, 'void')
})

test('an option server_id chooses the server and no other', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const first = await makeServer(app.ctx, { placeLimit: 100 })
  const { groupId } = first.server
  const second = await makeServer(app.ctx, { groupId, placeLimit: 1, provider: first.provider })
  const { product } = await makeProduct(app.ctx, { type: 'sandbox', serverGroupId: groupId })
  const stranger = newId()
  const choices = [first.server.id, second.server.id, stranger].map((value) => ({
    ...{ value, label: { en: value, fr: value } },
  }))
  const server = { key: 'server_id', kind: 'choice', choices, required: true } as const
  await makeOption(app.ctx, { ...server, prices: {} }, [product.id])
  const order = (id: string) =>
    client.post(ORDERS, {
      items: [{ productId: product.id, cycle: 'monthly', options: { server_id: id } }],
    })
  const placed = await order(second.server.id)
  assert.equal(placed.status, 201)
  assert.equal((await readService(app, placed.body.serviceIds[0])).serverId, second.server.id)
  for (const id of [second.server.id, stranger]) {
    const refused = await order(id)
    assert.equal(refused.body.errors[0].pointer, '/items/0/options/server_id')
    assert.equal(refused.body.errors[0].code, 'servers_full')
  }
})

test('the module is handed the options, and delivers more with them', async () => {
  const { server, provider } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, {
    ...{ type: 'sandbox', serverGroupId: server.groupId, moduleSettings: { memoryMb: 1024 } },
  })
  const more = { key: 'memory_mb', kind: 'quantity', min: 0, max: 4096, step: 512 } as const
  await makeOption(app.ctx, { ...more, prices: { monthly: 1n } }, [product.id])
  const { client } = await makeLoggedInCustomer(app)
  const { body: placed } = await client.post(ORDERS, {
    items: [{ productId: product.id, cycle: 'monthly', options: { memory_mb: 512 } }],
  })
  await payInFull(app, placed.documentId)
  await app.settle()
  const [machine] = [...provider.state.resources.values()]
  assert.equal(machine?.plan.memoryMb, 1536)
})
