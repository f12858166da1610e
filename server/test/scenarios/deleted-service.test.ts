import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { mails } from '../../src/features/mail/tables.ts'
import { jobHandlers } from '../../src/worker.ts'
import { startTestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeLoggedInCustomer } from '../factories/customer.ts'
import { payDocument } from '../factories/payment.ts'

/** An ordered service whose document is an issued, unpaid invoice. */
async function scene() {
  const app = await startTestApp()
  const staff = await app.staff()
  const { client, customer } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx)
  const items = [{ productId: product.id, cycle: 'monthly' }]
  const { body: placed } = await client.post('/api/v1/client/orders', { items })
  const url = `/api/v1/admin/services/${placed.serviceIds[0]}`
  return { app, staff, client, customer, placed, url }
}

test('a mail about a service that is deleted meanwhile is sent once all the same', async () => {
  const { app, staff, customer, url } = await scene()
  await app.ctx.jobs.drain(jobHandlers(app.ctx))
  assert.equal((await staff.post(`${url}/delete`)).status, 200)
  await app.settle()
  const own = await app.ctx.db.select().from(mails).where(eq(mails.customerId, customer.id))
  assert.ok(own.length > 0)
  assert.ok(own.every(({ state }) => state === 'sent' || state === 'kept'))
})

test('the invoice of a service that is deleted is credited, and money for it becomes credit', async () => {
  const { app, staff, client, placed, url } = await scene()
  await staff.post(`/api/v1/admin/documents/${placed.documentId}/issue`)
  assert.equal((await staff.post(`${url}/delete`)).status, 200)
  await payDocument(app.ctx, placed.documentId, 1200n)
  await app.settle()
  const document = await client.get(`/api/v1/client/documents/${placed.documentId}`)
  assert.equal(document.body.amountDue.amount, '0')
  const { body } = await client.get('/api/v1/client/credit')
  assert.deepEqual(body.balances, [{ amount: '1200', currency: 'EUR' }])
})

test('a service that is deleted before it is paid is not asked to be paid', async () => {
  const { app, staff, client, placed, url } = await scene()
  assert.equal((await staff.post(`${url}/delete`)).status, 200)
  await app.settle()
  const { body } = await client.get(`/api/v1/client/documents/${placed.documentId}`)
  assert.equal(body.state, 'void')
})
