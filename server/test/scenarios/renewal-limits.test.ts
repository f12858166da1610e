import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { documents } from '../../src/features/documents/tables.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { startTestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeLoggedInCustomer } from '../factories/customer.ts'
import { payInFull } from '../factories/payment.ts'
import { makeService, readService } from '../factories/service.ts'

const at = (iso: string) => Date.parse(iso)
const MONTH = { max_renewals_in_current_month: '1' }
const WEEK = { max_renewals_in_current_week: '1' }

/** A service of a customer who may renew once a month (or as told), renewed once already. */
async function scene(more: Partial<NewService> = {}) {
  const app = await startTestApp()
  const staff = await app.staff()
  const { customer, client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, quarterly: 2700n } })
  const { id } = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    metadata: MONTH,
    ...more,
  })
  const admin = `/api/v1/admin/services/${id}`
  const own = `/api/v1/client/services/${id}`
  const { documentId } = (await client.post(`${own}/renew`)).body
  await payInFull(app, documentId)
  const openCount = () =>
    app.ctx.db.$count(renewals, eq(renewals.serviceId, id)).then((count) => count - 1)
  return { app, staff, client, id, admin, own, openCount }
}

describe('a limit of renewals', () => {
  test('B9: stops the customer, who reads which one and from when it is possible again', async () => {
    const { client, own, app } = await scene()
    const refusal = await client.post(`${own}/renew`)
    assert.deepEqual([refusal.status, refusal.body.code], [409, 'month_limit'])
    assert.match(refusal.body.detail, /1.*1 April 2025/)
    const menu = (await client.get(`${own}/actions`)).body.items
    const offer = menu.find((item: { id: string }) => item.id === 'service.renew')
    assert.match(offer.reason.text, /1 April 2025/)
    await app.travelTo(at('2025-04-01T00:00:00Z'))
    assert.equal((await client.post(`${own}/renew`)).status, 200)
  })

  test('of a week names the next Monday', async () => {
    const { client, own } = await scene({ metadata: WEEK })
    const refusal = await client.post(`${own}/renew`)
    assert.equal(refusal.body.code, 'week_limit')
    assert.match(refusal.body.detail, /17 March 2025/)
  })

  test('of renewals in all holds by the column, by metadata, and by the product’s metadata', async () => {
    for (const limited of [{ maxRenewals: 1 }, { metadata: { max_renewals: '1' } }]) {
      const { client, own } = await scene({ metadata: {}, ...limited })
      const refusal = await client.post(`${own}/renew`)
      assert.deepEqual([refusal.status, refusal.body.code], [409, 'max_renewals'])
    }
    const app = await startTestApp()
    const { product } = await makeProduct(app.ctx, { metadata: { max_renewals: '0' } })
    const { id } = await makeService(app, {
      productId: product.id,
      status: 'active',
      expiresAt: at('2025-03-20T08:00:00Z'),
      anchorDay: 20,
    })
    const staff = await app.staff()
    const refusal = await staff.post(`/api/v1/admin/services/${id}/renew`)
    assert.equal(refusal.body.code, 'max_renewals')
  })

  test('B11: stops staff too, who may go over it knowingly; the entry says so', async () => {
    const { staff, admin, id } = await scene()
    assert.equal((await staff.post(`${admin}/renew`)).body.code, 'month_limit')
    const dry = await staff.post(`${admin}/renew?dryRun=true`, { override: true })
    assert.match(dry.body.effects.join(' '), /goes over a limit.*1 April 2025/)
    assert.equal((await staff.post(`${admin}/renew`, { override: true })).status, 200)
    const { items } = (
      await staff.get(`/api/v1/admin/history?subjectId=${id}&kind=service.renewal_requested`)
    ).body
    assert.equal(items[0].after.overrode, 'month_limit')
  })

  test('B11: stops a change of cycle with payment, which then changes nothing', async () => {
    const { client, own, app, id, openCount } = await scene()
    const refusal = await client.post(`${own}/change-cycle`, { cycle: 'quarterly', pay: true })
    assert.deepEqual([refusal.status, refusal.body.code], [409, 'month_limit'])
    assert.equal((await readService(app, id)).cycle, 'monthly')
    assert.equal(await openCount(), 0)
    assert.equal((await client.post(`${own}/change-cycle`, { cycle: 'quarterly' })).status, 200)
  })

  test('B11: refuses a customer’s change of cycle that would remake the open renewal', async () => {
    const { client, staff, own, admin, openCount } = await scene()
    await staff.post(`${admin}/renew`, { override: true })
    const body = { cycle: 'quarterly', openRenewal: 'remake' }
    assert.equal((await client.post(`${own}/change-cycle`, body)).body.code, 'month_limit')
    assert.equal(await openCount(), 1)
    assert.equal((await staff.post(`${admin}/change-cycle`, body)).status, 200)
    const { items } = (await staff.get(`${admin}/renewals`)).body
    assert.deepEqual([items[0].state, items[0].cycle], ['open', 'quarterly'])
  })

  test('B11: is a reason to skip in a batch, in words', async () => {
    const { staff, app, id, openCount } = await scene()
    const made = await staff.post('/api/v1/admin/batches', {
      action: 'service.renew',
      input: {},
      select: { ids: [id] },
    })
    assert.equal(made.status, 202, JSON.stringify(made.body))
    await app.settle()
    const { items } = (await staff.get(`/api/v1/admin/batches/${made.body.id}/rows`)).body
    assert.deepEqual([items[0].state, items[0].reason.code], ['skipped', 'month_limit'])
    assert.match(items[0].reason.text, /1 April 2025/)
    assert.equal(await openCount(), 0)
  })

  test('B11: makes the automation wait; it asks when the limit lifts and suspends a day later at the earliest', async () => {
    const { app, id, openCount } = await scene({
      expiresAt: at('2025-02-27T08:00:00Z'),
      anchorDay: 27,
      policy: { minNoticeDays: 0 },
    })
    assert.equal((await readService(app, id)).expiresAt, at('2025-03-27T08:00:00Z'))
    await app.travelTo(at('2025-03-31T12:00:00Z'))
    assert.equal(await openCount(), 0)
    assert.equal((await readService(app, id)).status, 'active')
    await app.travelTo(at('2025-04-01T12:00:00Z'))
    assert.equal(await openCount(), 1)
    assert.equal((await readService(app, id)).status, 'active')
    await app.travelTo(at('2025-04-03T12:00:00Z'))
    assert.equal((await readService(app, id)).status, 'suspended')
  })

  test('is not looked at again when an open renewal is paid', async () => {
    const { app, staff, admin, id } = await scene({ metadata: {} })
    const { documentId } = (await staff.post(`${admin}/renew`)).body
    await staff.post(`${admin}/set-metadata`, { metadata: MONTH })
    await payInFull(app, documentId)
    assert.equal((await readService(app, id)).renewalCount, 2)
    const [document] = await app.ctx.db.select().from(documents).where(eq(documents.id, documentId))
    assert.notEqual(document?.paidAt, null)
  })
})
