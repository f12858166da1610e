import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { DAY, toIso } from '../../domain/instant.ts'
import { documents } from '../documents/tables.ts'
import { mails } from '../mail/tables.ts'

const app = await startTestApp()
const { ctx } = app
const now = app.clock.now()
const owner = await app.staff()
const from = now + 12 * DAY

async function sold(over: Parameters<typeof makeService>[1] = {}) {
  const { customer } = await makeCustomer(app)
  const { product } = await makeProduct(ctx, { prices: { monthly: 1000n } })
  const service = await makeService(app, {
    ...{ customerId: customer.id, productId: product.id, status: 'active' },
    ...{ expiresAt: now + 10 * DAY, anchorDay: 20, ...over },
  })
  const listed = async (amount: bigint) => {
    const price = { amount: String(amount), currency: 'EUR' }
    const prices = [{ cycle: 'monthly', price }]
    const { status } = await owner.patch(`/api/v1/admin/products/${product.id}`, { prices })
    assert.equal(status, 200)
  }
  return { service, customer, product, listed }
}

const apply = (id: string, body: object = {}) =>
  owner.post(`/api/v1/admin/services/${id}/apply-price`, { from: toIso(from), ...body })

const mailsTo = (customerId: string) =>
  ctx.db.select().from(mails).where(eq(mails.customerId, customerId)).orderBy(mails.createdAt)

const grossOf = async (customerId: string) =>
  (
    await ctx.db
      .select()
      .from(documents)
      .where(eq(documents.customerId, customerId))
      .orderBy(documents.createdAt)
  ).map(({ gross }) => gross)

test('the new price reaches periods that are on no document yet; the customer is told at once', async () => {
  const { service, customer, listed } = await sold()
  await listed(1500n)
  await app.travelTo(now + 4 * DAY)
  const { status, body } = await apply(service.id)
  assert.deepEqual([status, body.price.amount], [200, '1500'])
  await app.settle()
  const told = (await mailsTo(customer.id)).find(
    ({ template }) => template === 'service_price_changes',
  )
  assert.ok(told?.text.includes('€18.00') && told.text.includes('€12.00'), told?.text)
  assert.ok(told?.text.includes('22 March 2025'), told?.text)
  const page = await owner.get(`/api/v1/admin/services/${service.id}`)
  assert.deepEqual(page.body.plannedPrice.total, { amount: '1500', currency: 'EUR' })
  const [open] = await ctx.db.select().from(documents).where(eq(documents.customerId, customer.id))
  assert.ok(open)
  await payInFull(app, open.id)
  await app.travelTo(now + 35 * DAY)
  assert.deepEqual(await grossOf(customer.id), [1200n, 1800n])
  const after = await readService(app, service.id)
  assert.deepEqual([after.price, after.plannedPrice], [1500n, null])
  app.clock.set(now)
})

test('it is refused with the reason where nothing would change, or something is not to', async () => {
  const code = async (id: string, body: object = {}) => (await apply(id, body)).body.code
  const { service, listed } = await sold()
  assert.equal(await code(service.id), 'price_is_same')
  assert.equal(await code((await sold({ cycle: 'weekly' })).service.id), 'price_not_listed')
  await listed(1500n)
  assert.equal(await code(service.id, { from: toIso(now - DAY) }), 'date_in_past')
  assert.equal((await apply(service.id)).status, 200)
  assert.equal(await code(service.id), 'price_planned')
  const agreed = await sold({ price: 700n })
  assert.equal(await code(agreed.service.id), 'price_is_own')
  assert.equal((await apply(agreed.service.id, { includeOwnPrices: true })).status, 200)
  assert.equal(await code((await makeService(app)).id), 'no_product_price')
  assert.equal(await code((await sold({ cycle: 'free' })).service.id), 'cycle_does_not_renew')
})

test('it is taken back until it takes its effect, and gives way to a price typed by staff', async () => {
  const { service, customer, listed } = await sold()
  await listed(1500n)
  await apply(service.id)
  const undo = () => owner.post(`/api/v1/admin/services/${service.id}/undo-price-change`)
  assert.equal((await undo()).status, 200)
  assert.equal((await undo()).body.code, 'no_price_planned')
  await app.settle()
  const templates = (await mailsTo(customer.id)).map(({ template }) => template)
  assert.deepEqual(
    templates,
    ['service_price_stays'],
    'what was taken back at once is not announced',
  )
  await apply(service.id)
  const price = { amount: '800', currency: 'EUR' }
  const edited = await owner.patch(`/api/v1/admin/services/${service.id}`, { price })
  assert.equal(edited.status, 200, JSON.stringify(edited.body))
  assert.equal((await readService(app, service.id)).plannedPrice, null)
})
