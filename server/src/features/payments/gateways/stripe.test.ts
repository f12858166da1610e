import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { stripeGateway } from '@berth/module-stripe'
import { type SignedNotice, startStripe, type TestToken } from '@berth/module-stripe/stand-in'
import { minorDigits as digitsOfSdk } from '@berth/sdk'
import { startTestApp, type TestClient } from '../../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { customLine, makeDocument } from '../../../../test/factories/document.ts'
import { minorDigits } from '../../../domain/money.ts'

const app = await startTestApp()
const staff = await app.staff()
const stripe = await startStripe({ now: () => app.clock.now() })
after(() => stripe.close())

const METHODS = '/api/v1/client/payment-methods'

/** Enters the account as staff do. */
const connected = await staff.put('/api/v1/admin/gateways/stripe', {
  version: 0,
  enabled: true,
  settings: stripe.settings,
})

const tell = ({ headers, body }: SignedNotice) =>
  app.http.inject({ method: 'POST', url: '/api/v1/hooks/stripe', headers, payload: body })

/** Stripe posts what it has to say, each notice twice. */
async function tellAll() {
  for (const notice of stripe.takeNotices()) {
    const answers = await Promise.all([tell(notice), tell(notice)])
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [200, 200],
      `${notice.type}: ${answers[0].body}`,
    )
  }
  await app.settle()
}

async function storeMethod(client: TestClient, token: TestToken) {
  const started = await client.post(METHODS, { gateway: 'stripe' })
  assert.equal(started.status, 201, JSON.stringify(started.body))
  stripe.completePage(started.body.redirectUrl, token)
  await tellAll()
}

async function payDocument(client: TestClient, documentId: string, keepMethod = false) {
  const body = { gateway: 'stripe', keepMethod }
  const started = await client.post(`/api/v1/client/documents/${documentId}/pay`, body)
  assert.ok(started.status < 300, JSON.stringify(started.body))
  stripe.completePage(started.body.redirectUrl, 'pm_card_visa')
  await tellAll()
}

const readDocument = async (client: TestClient, id: string) =>
  (await client.get(`/api/v1/client/documents/${id}`)).body

test('staff set the account up; its keys are never shown again', async () => {
  assert.equal(connected.status, 200, JSON.stringify(connected.body))
  assert.doesNotMatch(JSON.stringify(connected.body), /staysecret/)
  const tried = await staff.post('/api/v1/admin/gateways/stripe/test', {})
  assert.match(tried.body.message, /webhook endpoint.*does not exist/)
  const { hookUrl: url } = connected.body
  stripe.account.endpoints = [
    { id: 'we_1', object: 'webhook_endpoint', url, status: 'enabled', enabled_events: ['*'] },
  ]
  const again = await staff.post('/api/v1/admin/gateways/stripe/test', {})
  assert.deepEqual(again.body, {
    ok: true,
    account: 'Quay Hosting (acct_test), test mode',
    message: null,
  })
})

test('a customer stores a method on Stripe’s page, and removing it is told there', async () => {
  const { client } = await makeLoggedInCustomer(app)
  await storeMethod(client, 'pm_card_visa')
  await storeMethod(client, 'AT611904300234573201')
  const { items } = (await client.get(METHODS)).body
  assert.deepEqual(
    items.map(({ label, isDefault }: { label: string; isDefault: boolean }) => [label, isDefault]),
    [
      ['Visa •••• 4242', true],
      ['SEPA •••• 3201', false],
    ],
  )
  const [card] = [...stripe.account.methods.values()]
  await client.delete(`${METHODS}/${items[0].id}`)
  await app.settle()
  assert.equal(card?.customer, null)
  await tellAll()
  assert.equal((await client.get(METHODS)).body.items.length, 1)
})

test('a payment that several notices tell of is one payment, and goes back by Stripe', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const lines = [customLine(), customLine({ label: 'Second' })]
  const { id } = await makeDocument(app.ctx, { customerId: customer.id, lines })
  await payDocument(client, id, true)
  assert.equal((await readDocument(client, id)).status, 'paid')
  assert.equal((await client.get(METHODS)).body.items.length, 1)
  const listed = (await staff.get(`/api/v1/admin/documents/${id}`)).body
  assert.equal(listed.payments.length, 1)
  const refunded = await staff.post(`/api/v1/admin/payments/${listed.payments[0].id}/refund`, {
    lineIds: [listed.lines[0].id],
    takeBack: false,
    reason: 'not needed',
  })
  assert.equal(refunded.status, 200, JSON.stringify(refunded.body))
  await app.settle()
  assert.deepEqual(
    [...stripe.account.refunds.values()].map(({ amount }) => amount),
    [1200],
  )
})

test('a dispute takes the money back, and winning it pays the invoice again', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  await payDocument(client, id)
  const [intent] = [...stripe.account.intents.keys()].slice(-1)
  stripe.dispute(intent ?? '')
  await tellAll()
  const disputed = await readDocument(client, id)
  assert.deepEqual(disputed.paid, { amount: '0', currency: 'EUR' })
  const [dispute] = stripe.account.disputes.keys()
  stripe.closeDispute(dispute ?? '', 'won')
  await tellAll()
  const won = await readDocument(client, id)
  assert.deepEqual(won.paid, { amount: '1200', currency: 'EUR' })
})

test('a notice that nobody signed, or signed long ago, changes nothing', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  const started = await client.post(`/api/v1/client/documents/${id}/pay`, { gateway: 'stripe' })
  stripe.completePage(started.body.redirectUrl, 'pm_card_visa')
  for (const notice of stripe.takeNotices()) {
    const forged = { ...notice, body: `${notice.body} ` }
    assert.notEqual((await tell(forged)).statusCode, 200)
    app.clock.set(app.clock.now() + 301_000)
    assert.notEqual((await tell(notice)).statusCode, 200)
  }
  assert.notEqual((await readDocument(client, id)).status, 'paid')
})

test('the gateway counts minor units as the books do', () => {
  for (const currency of Intl.supportedValuesOf('currency')) {
    assert.equal(digitsOfSdk(currency), minorDigits(currency), currency)
  }
  assert.equal(stripeGateway.id, 'stripe')
})
