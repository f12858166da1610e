import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeDocument } from '../../../test/factories/document.ts'
import { payDocument } from '../../../test/factories/payment.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const page = async (id: string) => (await staff.get(`/api/v1/admin/documents/${id}`)).body
const credit = async (customerId: string) =>
  (await staff.get(`/api/v1/admin/customers/${customerId}/credit`)).body.balances

test('a chargeback takes credit back as far as it is there, and says the rest', async () => {
  const { id, customerId } = await makeDocument(ctx)
  // 30.00 for 12.00: 18.00 become credit, of which 11.00 pay another document.
  const { paymentId } = await payDocument(ctx, id, 3000n)
  const other = await makeDocument(ctx, { customerId })
  const spend = { amount: eur('1100') }
  await staff.post(`/api/v1/admin/documents/${other.id}/pay-with-credit`, spend)
  assert.deepEqual(await credit(customerId), [eur('700')])
  const url = `/api/v1/admin/payments/${paymentId}/charge-back`
  assert.equal((await staff.post(url, { reference: `CB-${id}` })).status, 200)
  assert.deepEqual((await page(id)).amountDue, eur('1200'))
  assert.deepEqual((await page(other.id)).amountDue, eur('100'))
  assert.deepEqual(await credit(customerId), [])
  const { items } = (await staff.get(`/api/v1/admin/customers/${customerId}/credit/entries`)).body
  assert.deepEqual([items[0].reason, items[0].amount], ['charged_back', eur('-700')])
  const { rows } = await ctx.db.$client.query(
    `select after from history where subject_id = $1 and kind = 'payment.charged_back'`,
    [paymentId],
  )
  assert.deepEqual([rows[0].after.creditTaken, rows[0].after.uncovered], ['700', '1100'])
  assert.equal((await staff.post(url)).body.code, 'payment_not_refundable')
})

test('a chargeback takes back what came too late, or what a credit note had made credit', async () => {
  const late = await makeDocument(ctx)
  await payDocument(ctx, late.id, 1200n)
  const { paymentId } = await payDocument(ctx, late.id, 1200n)
  assert.deepEqual(await credit(late.customerId), [eur('1200')])
  await staff.post(`/api/v1/admin/payments/${paymentId}/charge-back`)
  assert.deepEqual(await credit(late.customerId), [])
  assert.deepEqual((await page(late.id)).amountDue, eur('0'))
  const credited = await makeDocument(ctx)
  const paid = await payDocument(ctx, credited.id, 1200n)
  const note = { reason: 'not needed', takeBack: true }
  await staff.post(`/api/v1/admin/documents/${credited.id}/credit`, note)
  assert.deepEqual(await credit(credited.customerId), [eur('1200')])
  await staff.post(`/api/v1/admin/payments/${paid.paymentId}/charge-back`)
  assert.deepEqual(await credit(credited.customerId), [])
})

test('what a bank took back while it waited for staff cannot become credit any more', async () => {
  const { id, customerId } = await makeDocument(ctx)
  await staff.post(`/api/v1/admin/documents/${id}/void`, { reason: 'a mistake' })
  const { paymentId } = await payDocument(ctx, id, 1200n)
  const url = `/api/v1/admin/payments/${paymentId}`
  assert.equal((await staff.post(`${url}/charge-back`)).status, 200)
  const late = await staff.post(`${url}/resolve`, { to: 'credit' })
  assert.deepEqual([late.status, late.body.code], [409, 'payment_not_unallocated'])
  assert.deepEqual(await credit(customerId), [])
})
