import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { payInFull } from '../../../test/factories/payment.ts'

const app = await startTestApp()
const staff = await app.staff()
const { product } = await makeProduct(app.ctx, { deliverOn: 'approval', setupFee: 500n })

/** A customer with one service that is paid for and waits for approval. */
async function paidOrder() {
  const { customer, client } = await makeLoggedInCustomer(app)
  const items = [{ productId: product.id, cycle: 'monthly', quantity: 1, orderData: {} }]
  const order = (await client.post('/api/v1/client/orders', { items })).body
  await payInFull(app, order.documentId)
  await app.settle()
  const credit = async () =>
    (await client.get('/api/v1/client/credit')).body.balances.map(
      (item: { amount: string }) => item.amount,
    )
  return { customer, client, id: order.serviceIds[0] as string, credit }
}

test('staff say where the money of an undelivered service goes', async () => {
  const { id, credit } = await paidOrder()
  const url = `/api/v1/admin/services/${id}/cancel`
  const unasked = await staff.post(url, { when: 'now' })
  assert.equal(unasked.status, 422)
  assert.equal(unasked.body.errors[0].pointer, '/paid')
  assert.equal((await staff.post(url, { when: 'now', paid: 'credit' })).status, 200)
  assert.deepEqual(await credit(), ['1800'])
})

test('a customer who cancels before delivery gets the money as credit', async () => {
  const { id, client, credit } = await paidOrder()
  const [reason] = (await client.get('/api/v1/client/cancellation-reasons')).body.items
  const answer = await client.post(`/api/v1/client/services/${id}/cancel`, {
    when: 'now',
    reasonId: reason.id,
  })
  assert.equal(answer.status, 200)
  assert.deepEqual(await credit(), ['1800'])
})

test('kept money stays paid', async () => {
  const { id, credit } = await paidOrder()
  await staff.post(`/api/v1/admin/services/${id}/cancel`, { when: 'now', paid: 'keep' })
  assert.deepEqual(await credit(), [])
})

test('a refund goes back where it came from and leaves no credit', async () => {
  const { id, customer, credit } = await paidOrder()
  await staff.post(`/api/v1/admin/services/${id}/cancel`, { when: 'now', paid: 'refund' })
  assert.deepEqual(await credit(), [])
  const { body } = await staff.get(`/api/v1/admin/payments?customerId=${customer.id}`)
  const amounts = body.items.map((item: { amount: { amount: string } }) => item.amount.amount)
  assert.deepEqual(amounts.sort(), ['-1800', '1800'])
})
