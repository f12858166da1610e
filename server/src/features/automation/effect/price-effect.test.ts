import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../../test/app.ts'
import { makeProduct } from '../../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { DAY, toIso } from '../../../domain/instant.ts'

const app = await startTestApp()
const now = app.clock.now()
const staff = await app.staff()
const { customer } = await makeCustomer(app)
const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, annually: 9000n } })
const sold = { customerId: customer.id, productId: product.id, status: 'active' } as const
const monthly = { ...sold, expiresAt: now + 10 * DAY, anchorDay: 20 }
await makeService(app, monthly)
await makeService(app, { ...monthly, price: 700n })
await makeService(app, { ...sold, cycle: 'annually', price: 9000n, expiresAt: now + 200 * DAY })
await makeService(app, { ...sold, cycle: 'weekly', price: 300n, expiresAt: now + 3 * DAY })
const URL = `/api/v1/admin/products/${product.id}/prices/effect`
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const prices = [
  { cycle: 'monthly', price: eur('1500') },
  { cycle: 'annually', price: eur('12000') },
]
const ask = { from: toIso(now + 20 * DAY), prices }

test('which services get the prices, when, and what it comes to; nothing is written', async () => {
  const { status, body } = await staff.post(URL, ask)
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual([body.looked, body.reached], [4, 2])
  assert.deepEqual(
    body.refused.map(({ code, services }: { code: string; services: number }) => [code, services]),
    [
      ['price_is_own', 1],
      ['price_not_listed', 1],
    ],
  )
  assert.equal(body.firstAt.slice(0, 10), '2025-04-13', 'the period on the way stays as it is')
  // Two monthly documents with 20 % tax, of which the second is at the new price.
  assert.deepEqual(body.documents, [{ before: eur('2400'), after: eur('3000') }])
  // 10.00 + 90.00 / 12 becomes 15.00 + 120.00 / 12.
  assert.deepEqual(body.perMonth, [{ before: eur('1750'), after: eur('2500') }])
  assert.deepEqual(body.examples[0].after, eur('1500'))
  const { body: product_ } = await staff.get(`/api/v1/admin/products/${product.id}`)
  assert.equal(product_.prices[0].price.amount, '1000')
})

test('prices of their own are asked for, and the stream answers the same', async () => {
  const all = { ...ask, includeOwnPrices: true }
  const { body } = await staff.post(URL, all)
  assert.equal(body.reached, 3)
  const { body: text } = await staff.post(`${URL}/stream`, all)
  const [, result = ''] = String(text).split('event: result\ndata: ')
  assert.deepEqual(JSON.parse(result), body)
})

test('what is wrong is named', async () => {
  const { status, body } = await staff.post(URL, { ...ask, from: 'soon' })
  assert.deepEqual([status, body.errors[0].pointer], [422, '/from'])
  const wrong = async (over: object) =>
    (await staff.post(URL, { ...ask, ...over })).body.errors?.[0]?.pointer
  assert.equal(await wrong({ from: toIso(now - DAY) }), '/from')
  const [first] = prices
  assert.equal(await wrong({ prices: [first, first] }), '/prices/1')
  const foreign = [{ cycle: 'monthly', price: { amount: '1', currency: 'CHF' } }]
  assert.equal(await wrong({ prices: foreign }), '/prices/0/price/currency')
  const missing = URL.replace(product.id, customer.id)
  assert.equal((await staff.post(missing, ask)).status, 404)
})
