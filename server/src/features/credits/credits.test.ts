import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp, type TestClient } from '../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import { makeDocument } from '../../../test/factories/document.ts'

const app = await startTestApp()
const staff = await app.staff()
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const entriesOf = (customerId: string) => `/api/v1/admin/customers/${customerId}/credit/entries`

async function customerWith(amount: string) {
  const made = await makeLoggedInCustomer(app)
  const url = entriesOf(made.customer.id)
  const body = { amount: eur(amount), direction: 'add', note: 'a gift' }
  assert.equal((await staff.post(url, body)).status, 201)
  return made
}

const balance = async (client: TestClient) =>
  (await client.get('/api/v1/client/credit')).body.balances

test('M10: one of a hundred is applied, and more than there is is refused', async () => {
  const { client, customer } = await customerWith('100')
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  const url = `/api/v1/client/documents/${id}/pay-with-credit`
  const paid = await client.post(url, { amount: eur('1') })
  assert.deepEqual(paid.body, { paid: eur('1'), amountDue: eur('1199') })
  assert.deepEqual(await balance(client), [eur('99')])
  const tooMuch = await client.post(url, { amount: eur('150') })
  assert.deepEqual([tooMuch.status, tooMuch.body.code], [409, 'credit_too_low'])
  assert.deepEqual(await balance(client), [eur('99')])
  const page = (await client.get(`/api/v1/client/documents/${id}`)).body
  assert.deepEqual(
    [page.status, page.paid, page.credit[0].amount],
    ['partial', eur('1'), eur('-1')],
  )
})

test('credit pays a document in full and it becomes the invoice', async () => {
  const { client, customer } = await customerWith('5000')
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  const url = `/api/v1/client/documents/${id}/pay-with-credit`
  const tooMuch = await client.post(url, { amount: eur('1201') })
  assert.deepEqual([tooMuch.status, tooMuch.body.errors[0].code], [422, 'more_than_due'])
  assert.equal((await client.post(url)).body.amountDue.amount, '0')
  const page = (await client.get(`/api/v1/client/documents/${id}`)).body
  assert.deepEqual([page.status, page.state], ['paid', 'issued'])
  assert.deepEqual(await balance(client), [eur('3800')])
  assert.equal((await client.post(url)).body.code, 'document_not_payable')
})

test('M12: of two debits of 150 on 200 one succeeds', async () => {
  const { client, customer } = await customerWith('200')
  const url = entriesOf(customer.id)
  const body = { amount: eur('150'), direction: 'remove', note: 'correction' }
  const answers = await Promise.all([staff.post(url, body), staff.post(url, body)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  assert.deepEqual(await balance(client), [eur('50')])
  for (const amount of ['0', '-1'])
    assert.equal((await staff.post(url, { ...body, amount: eur(amount) })).status, 422)
})

test('two documents paid from the same credit at once never overdraw it', async () => {
  const { client, customer } = await customerWith('1500')
  const own = { customerId: customer.id }
  const [first, second] = [await makeDocument(app.ctx, own), await makeDocument(app.ctx, own)]
  const pay = (id: string) => client.post(`/api/v1/client/documents/${id}/pay-with-credit`)
  const answers = await Promise.all([pay(first.id), pay(second.id)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  assert.deepEqual(await balance(client), [eur('300')])
})

test('the history tells every movement with who, why and what was left', async () => {
  const { client, customer } = await customerWith('500')
  const body = { amount: eur('100'), direction: 'remove', note: 'fee' }
  await staff.post(entriesOf(customer.id), body)
  const { items, total } = (await staff.get(entriesOf(customer.id))).body
  assert.deepEqual(total, { count: 2, exact: true })
  assert.deepEqual(
    items.map((entry: { amount: { amount: string }; balanceAfter: { amount: string } }) => [
      entry.amount.amount,
      entry.balanceAfter.amount,
    ]),
    [
      ['-100', '400'],
      ['500', '500'],
    ],
  )
  assert.deepEqual([items[0].by.kind, items[0].note], ['staff', 'fee'])
  const own = (await client.get('/api/v1/client/credit/entries')).body
  assert.equal(own.items.length, 2)
  assert.equal(own.items[0].by, undefined)
})

test('the ledger cannot be rewritten, and adds up to the balance', async () => {
  const { customer } = await customerWith('700')
  const pool = app.ctx.db.$client
  await assert.rejects(pool.query('update credit_entries set amount = 1'), /never changed/)
  await assert.rejects(pool.query('delete from credit_entries'), /never changed/)
  const { rows } = await pool.query(
    `select sum(amount)::text as sum, (select balance::text from credit_balances b
      where b.customer_id = $1) as balance from credit_entries where customer_id = $1`,
    [customer.id],
  )
  assert.equal(rows[0].sum, rows[0].balance)
})

test('support may look at credit and not change it', async () => {
  const { customer } = await customerWith('100')
  const support = await app.staff('support')
  assert.equal((await support.get(`/api/v1/admin/customers/${customer.id}/credit`)).status, 200)
  const body = { amount: eur('1'), direction: 'add', note: 'x' }
  assert.equal((await support.post(entriesOf(customer.id), body)).status, 403)
  const nobody = entriesOf('0191f1de-0000-7000-8000-000000000000')
  assert.equal((await staff.post(nobody, body)).status, 404)
})
