import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCoupon } from '../../../test/factories/coupon.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeOption } from '../../../test/factories/option.ts'
import { makeOrder } from '../../../test/factories/order.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { readService } from '../../../test/factories/service.ts'
import type { NewCoupon } from '../coupons/schemas.ts'
import { coupons } from '../coupons/tables.ts'
import { documentLines, documents } from '../documents/tables.ts'

const app = await startTestApp()
const ORDERS = '/api/v1/client/orders'
const eur = (amount: string) => ({ amount, currency: 'EUR' })

async function documentOf(id: string) {
  const [row] = await app.ctx.db.select().from(documents).where(eq(documents.id, id))
  return row ?? assert.fail('no document')
}
async function linesOf(documentId: string) {
  return app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, documentId))
    .orderBy(asc(documentLines.position))
}
async function usesOf(id: string) {
  const [row] = await app.ctx.db.select().from(coupons).where(eq(coupons.id, id))
  return row?.useCount
}

const sums: [string, Partial<NewCoupon>, object, [string, string, string]][] = [
  ['10 % of 10.00', {}, {}, ['900', '180', '1080']],
  ['10 % of price and set-up', {}, { setupFee: 1000n }, ['1800', '360', '2160']],
  [
    '2.00 of two units, once',
    { kind: 'fixed', amounts: [eur('200')] },
    { quantity: 2 },
    ['1800', '360', '2160'],
  ],
  [
    'more than it costs is nothing',
    { kind: 'fixed', amounts: [eur('99900')] },
    {},
    ['0', '0', '0'],
  ],
]
for (const [name, coupon, { setupFee = 0n, quantity = 1 }, [net, tax, total]] of sums as [
  string,
  Partial<NewCoupon>,
  { setupFee?: bigint; quantity?: number },
  [string, string, string],
][]) {
  test(`a coupon: ${name}, the same in quote and document`, async () => {
    const { client } = await makeLoggedInCustomer(app)
    const { product } = await makeProduct(app.ctx, { setupFee })
    const { code } = await makeCoupon(app.ctx, coupon)
    const order = {
      items: [{ productId: product.id, cycle: 'monthly', quantity }],
      couponCode: code.toLowerCase(),
    }
    const { body: quote } = await client.post(`${ORDERS}/quote`, order)
    assert.deepEqual(
      [quote.net, quote.tax, quote.total].map(({ amount }) => amount),
      [net, tax, total],
    )
    assert.equal(quote.coupon.code, code)
    const placed = await client.post(ORDERS, order)
    assert.deepEqual(placed.body.notices, [])
    const document = await documentOf(placed.body.documentId)
    assert.deepEqual([document.net, document.tax, document.gross].map(String), [net, tax, total])
    const page = await client.get(`${ORDERS}/${placed.body.orderId}`)
    assert.deepEqual(page.body.coupon.amount, quote.coupon.discount)
  })
}

test('a discount for the order only is not on the renewal; one for ever is', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  await makeOption(app.ctx, { key: 'backup', kind: 'checkbox', prices: { monthly: 500n } }, [
    product.id,
  ])
  const items = [{ productId: product.id, cycle: 'monthly', options: { backup: true } }]
  const expected: [number | null, string][] = [
    [0, '1500'],
    [null, '1350'],
    [2, '1350'],
  ]
  for (const [renewals, total] of expected) {
    const { code } = await makeCoupon(app.ctx, { renewals })
    const { body: placed } = await client.post(ORDERS, { items, couponCode: code })
    assert.deepEqual(
      (await linesOf(placed.documentId)).map((line) => line.unitPrice),
      [900n, 450n],
    )
    await payInFull(app, placed.documentId)
    await app.settle()
    const [id] = placed.serviceIds
    assert.equal((await readService(app, id)).price, 1000n)
    const { body: page } = await staff.get(`/api/v1/admin/services/${id}`)
    assert.equal(page.recurringTotal.amount, total)
    assert.equal(page.discount?.renewalsLeft, renewals === 0 ? undefined : renewals)
    const { body: renewed } = await staff.post(`/api/v1/admin/services/${id}/renew`)
    assert.equal((await documentOf(renewed.documentId)).net, BigInt(total))
  }
})

test('a coupon takes something off the products that it is for only', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const [meant, other] = [await makeProduct(app.ctx), await makeProduct(app.ctx)]
  const { code } = await makeCoupon(app.ctx, { productIds: [meant.product.id] })
  const item = ({ product }: typeof meant) => ({ productId: product.id, cycle: 'monthly' })
  const both = { items: [item(other), item(meant)], couponCode: code }
  const { body: placed } = await client.post(ORDERS, both)
  assert.deepEqual(
    (await linesOf(placed.documentId)).map((line) => line.unitPrice),
    [1000n, 900n],
  )
  const alone = await client.post(ORDERS, { items: [item(other)], couponCode: code })
  assert.equal(alone.body.errors[0].code, 'coupon_other_products')
})

const now = Date.parse('2025-03-10T12:00:00Z')
const iso = (shift: number) => new Date(now + shift).toISOString()
const mistakes: [string, Partial<NewCoupon>, string][] = [
  ['not yet valid', { validFromAt: iso(1) }, 'coupon_not_started'],
  ['below its minimum', { minimums: [eur('1001')] }, 'coupon_minimum'],
]
for (const [name, options, code] of mistakes) {
  test(`a coupon ${name} is refused at /couponCode, and the quote says why`, async () => {
    const { client } = await makeLoggedInCustomer(app)
    const { product } = await makeProduct(app.ctx)
    const coupon = await makeCoupon(app.ctx, options)
    const items = [{ productId: product.id, cycle: 'monthly' }]
    const order = { items, couponCode: coupon.code }
    const quote = await client.post(`${ORDERS}/quote`, order)
    assert.equal(quote.body.coupon.refusal.code, code)
    assert.equal(quote.body.net.amount, '1000')
    assert.doesNotMatch(quote.body.coupon.refusal.text, /problem\.|\{/)
    const placed = await client.post(ORDERS, order)
    assert.equal(placed.status, 422)
    assert.equal(placed.body.errors[0].pointer, '/couponCode')
    assert.equal(placed.body.errors[0].code, code)
  })
}

test('an unknown code is a mistake, too', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  const items = [{ productId: product.id, cycle: 'monthly' }]
  const placed = await client.post(ORDERS, { items, couponCode: 'NOSUCHTHING' })
  assert.equal(placed.body.errors[0].code, 'coupon_unknown')
})

test('a coupon that expired between basket and order: placed without it, and said so', async () => {
  const { client } = await makeLoggedInCustomer(app, { language: 'fr' })
  const { product } = await makeProduct(app.ctx)
  const { code, id } = await makeCoupon(app.ctx, { validUntilAt: iso(60_000) })
  const order = { items: [{ productId: product.id, cycle: 'monthly' }], couponCode: code }
  assert.equal((await client.post(`${ORDERS}/quote`, order)).body.net.amount, '900')
  await app.ctx.db.update(coupons).set({ validUntilAt: now }).where(eq(coupons.id, id))
  const placed = await client.post(ORDERS, order)
  assert.equal(placed.status, 201)
  assert.equal((await documentOf(placed.body.documentId)).net, 1000n)
  assert.equal(placed.body.notices[0].code, 'coupon_expired')
  assert.match(placed.body.notices[0].text, /sans la remise.*expiré/)
  assert.equal(await usesOf(id), 0)
})

test('of six orders at once for the last use one gets it', async () => {
  const { product } = await makeProduct(app.ctx)
  const { code, id } = await makeCoupon(app.ctx, { maxUses: 1 })
  const buyers = await Promise.all(Array.from({ length: 6 }, () => makeLoggedInCustomer(app)))
  const order = { items: [{ productId: product.id, cycle: 'monthly' }], couponCode: code }
  const placed = await Promise.all(buyers.map(({ client }) => client.post(ORDERS, order)))
  assert.ok(placed.every(({ status }) => status === 201))
  const nets = await Promise.all(
    placed.map(async ({ body }) => (await documentOf(body.documentId)).net),
  )
  assert.deepEqual(
    nets.toSorted((a, b) => Number(a - b)),
    [900n, 1000n, 1000n, 1000n, 1000n, 1000n],
  )
  assert.equal(await usesOf(id), 1)
})

test('one use per customer holds for two orders at once; a cancelled order gives it back', async () => {
  const { client } = await makeLoggedInCustomer(app)
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  const { code, id } = await makeCoupon(app.ctx, { maxUsesPerCustomer: 1 })
  const order = { items: [{ productId: product.id, cycle: 'monthly' }], couponCode: code }
  const both = await Promise.all([client.post(ORDERS, order), client.post(ORDERS, order)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 422])
  const placed = both.find(({ status }) => status === 201)
  await staff.post(`/api/v1/admin/orders/${placed?.body.orderId}/cancel`, {})
  await app.settle()
  assert.equal(await usesOf(id), 0)
  assert.equal((await client.post(ORDERS, order)).status, 201)
  await app.settle()
  assert.equal(await usesOf(id), 1)
})

test('an order that costs nothing with its coupon is paid at once', async () => {
  const { product } = await makeProduct(app.ctx)
  const { code } = await makeCoupon(app.ctx, { basisPoints: 10_000, renewals: null })
  const order = await makeOrder(app, { productId: product.id, couponCode: code })
  assert.notEqual((await documentOf(order.documentId)).paidAt, null)
  const service = await readService(app, order.serviceIds[0] ?? '')
  assert.equal(service.discount?.code, code)
  assert.equal(service.trial, false)
})
