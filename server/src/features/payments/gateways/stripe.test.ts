import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { stripeGateway } from '@berth/module-stripe'
import { type SignedNotice, sign, startStripe, type TestToken } from '@berth/module-stripe/stand-in'
import { minorDigits as digitsOfSdk } from '@berth/sdk'
import { startTestApp, type TestClient } from '../../../../test/app.ts'
import { changeColumns } from '../../../../test/factories/columns.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { customLine, makeDocument, setSection } from '../../../../test/factories/document.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { DAY, HOUR } from '../../../domain/instant.ts'
import { minorDigits } from '../../../domain/money.ts'
import { serviceSchedule } from '../../services/tables.ts'
import { businessSettings } from '../../settings/business.ts'

const app = await startTestApp()
const staff = await app.staff()
const stripe = await startStripe({ now: () => app.clock.now() })
after(() => stripe.close())

/** What a test was about is left alone afterwards, so that the next one travels quickly. */
afterEach(() => app.ctx.db.update(serviceSchedule).set({ nextAt: null }))

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

test('winning a dispute gives back what it took, not what had been spent before', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const creditOf = async () =>
    (await staff.get(`/api/v1/admin/customers/${customer.id}/credit`)).body.balances
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  // Two tabs: both pages are paid, the second payment of 12.00 is credit.
  const body = { gateway: 'stripe', keepMethod: false }
  const pages = [1, 2].map(() => client.post(`/api/v1/client/documents/${id}/pay`, body))
  for (const { body } of await Promise.all(pages))
    stripe.completePage(body.redirectUrl, 'pm_card_visa')
  await tellAll()
  const [intent] = [...stripe.account.intents.keys()].slice(-1)
  const other = await makeDocument(app.ctx, { customerId: customer.id })
  const spent = { amount: { amount: '500', currency: 'EUR' } }
  await client.post(`/api/v1/client/documents/${other.id}/pay-with-credit`, spent)
  stripe.dispute(intent ?? '')
  await tellAll()
  assert.deepEqual(await creditOf(), [])
  const [dispute] = [...stripe.account.disputes.keys()].slice(-1)
  stripe.closeDispute(dispute ?? '', 'won')
  await tellAll()
  assert.deepEqual(await creditOf(), [{ amount: '700', currency: 'EUR' }])
  assert.equal((await readDocument(client, id)).paid.amount, '1200')
})

test('a refund that comes back from the bank becomes credit, or is paid back by hand', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  for (const to of ['credit', 'refund']) {
    const { id } = await makeDocument(app.ctx, { customerId: customer.id })
    await payDocument(client, id)
    const paymentsOf = async () => (await staff.get(`/api/v1/admin/documents/${id}`)).body.payments
    const [payment] = await paymentsOf()
    const asked = { takeBack: false, reason: 'not wanted' }
    await staff.post(`/api/v1/admin/payments/${payment.id}/refund`, asked)
    await app.settle()
    const [sent] = [...stripe.account.refunds.keys()].slice(-1)
    stripe.failRefund(sent ?? '')
    await tellAll()
    const refund = (await paymentsOf())[1]
    assert.equal(refund.transfer, 'failed')
    const url = `/api/v1/admin/payments/${refund.id}/resolve`
    assert.equal((await staff.post(url, { to })).status, 200)
    assert.equal((await paymentsOf())[1].transfer, 'none')
    assert.equal((await staff.post(url, { to })).body.code, 'payment_not_unallocated')
    const { balances } = (await staff.get(`/api/v1/admin/customers/${customer.id}/credit`)).body
    assert.deepEqual(balances, [{ amount: '1200', currency: 'EUR' }])
  }
})

/** A service that expires in ten days, paid by itself with what its customer stored at Stripe. */
async function makePaying(token: TestToken) {
  const { client, customer } = await makeLoggedInCustomer(app)
  await storeMethod(client, token)
  const expiresAt = app.clock.now() + 10 * DAY
  const { id } = await makeService(app, { customerId: customer.id, expiresAt })
  const anchorDay = new Date(expiresAt).getUTCDate()
  await changeColumns(app.ctx, id, { status: 'active', expiresAt, anchorDay })
  const on = await client.post(`/api/v1/client/services/${id}/set-auto-pay`, { methodId: null })
  assert.equal(on.status, 200, JSON.stringify(on.body))
  const autoPay = async () => (await client.get(`/api/v1/client/services/${id}/auto-pay`)).body
  return { id, client, customerId: customer.id, expiresAt, autoPay }
}

test('a renewal is charged by itself; its lost answer is found, and it is charged once', async () => {
  const before = stripe.account.intents.size
  const { id, client, expiresAt, autoPay } = await makePaying('pm_card_visa')
  assert.deepEqual([(await autoPay()).on, (await autoPay()).method.label], [true, 'Visa •••• 4242'])
  await app.travelTo(expiresAt - 3 * DAY - 1)
  await stripe.faults.loseAnswer()
  await app.travelTo(expiresAt - 2 * DAY - 1)
  await tellAll()
  const { charges, failed, inFlight } = await autoPay()
  assert.deepEqual([charges.length, charges[0].state, failed, inFlight], [1, 'succeeded', 0, false])
  assert.equal(charges[0].message, undefined)
  assert.equal(stripe.account.intents.size, before + 1)
  const invoice = await readDocument(client, charges[0].documentId)
  assert.deepEqual([invoice.status, invoice.paid.amount], ['paid', '1200'])
  assert.ok(
    Date.parse((await client.get(`/api/v1/client/services/${id}`)).body.expiresAt) > expiresAt,
  )
  const [intent] = [...stripe.account.intents.keys()].slice(-1)
  stripe.dispute(intent ?? '')
  await tellAll()
  assert.equal((await autoPay()).on, false)
  const [dispute] = [...stripe.account.disputes.keys()].slice(-1)
  stripe.closeDispute(dispute ?? '', 'won')
  await tellAll()
  assert.equal((await readDocument(client, charges[0].documentId)).paid.amount, '1200')
  assert.equal((await autoPay()).charges[0].state, 'succeeded')
})

test('staff see the bank’s words for each attempt, the customer only that it failed', async () => {
  const { id, expiresAt, autoPay } = await makePaying('pm_card_chargeCustomerFail')
  await app.travelTo(expiresAt - 2 * DAY + HOUR)
  await tellAll()
  const own = await autoPay()
  assert.deepEqual([own.failed, own.of, own.charges.length], [2, 7, 2])
  assert.doesNotMatch(JSON.stringify(own), /generic_decline/)
  const seen = (await staff.get(`/api/v1/admin/services/${id}/auto-pay`)).body
  assert.match(seen.charges[0].message, /declined\. \(generic_decline\)/)
  const [method] = [...stripe.account.methods.keys()].slice(-1)
  stripe.bankSays(method ?? '', { kind: 'wants_customer' })
  await app.travelTo(expiresAt - DAY + HOUR)
  await tellAll()
  assert.equal((await autoPay()).charges[0].state, 'needs_customer')
  const other = (await makeLoggedInCustomer(app)).client
  assert.equal((await other.get(`/api/v1/client/services/${id}/auto-pay`)).status, 404)
})

test('a bank debit stays in flight until the bank has decided', async () => {
  const { expiresAt, autoPay } = await makePaying('AT611904300234573201')
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  await tellAll()
  assert.deepEqual(
    [(await autoPay()).inFlight, (await autoPay()).charges[0].state],
    [true, 'pending'],
  )
  const [intent] = [...stripe.account.intents.keys()].slice(-1)
  stripe.settle(intent ?? '', true)
  await tellAll()
  assert.deepEqual(
    [(await autoPay()).inFlight, (await autoPay()).charges[0].state],
    [false, 'succeeded'],
  )
})

test('a charge that brought less than is due is followed by one of the rest', async () => {
  const { id, client, expiresAt, autoPay } = await makePaying('AT611904300234573201')
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  const [intent] = [...stripe.account.intents.keys()].slice(-1)
  stripe.takeNotices()
  stripe.settle(intent ?? '', true)
  for (const { body, type } of stripe.takeNotices()) {
    const event = JSON.parse(body)
    event.data.object.amount_received = 700
    const short = sign(JSON.stringify(event), app.clock.now())
    assert.equal((await tell({ type, ...short })).statusCode, 200)
  }
  await app.settle()
  const { documentId } = (await autoPay()).charges[0]
  assert.equal((await readDocument(client, documentId)).amountDue.amount, '500')
  await app.travelTo(expiresAt - 2 * DAY + HOUR)
  const [rest] = [...stripe.account.intents.entries()].slice(-1)
  assert.deepEqual([rest?.[0] === intent, rest?.[1].amount], [false, 500])
  stripe.settle(rest?.[0] ?? '', true)
  await tellAll()
  assert.equal((await readDocument(client, documentId)).status, 'paid')
  const { expiresAt: after } = (await client.get(`/api/v1/client/services/${id}`)).body
  assert.ok(Date.parse(after) > expiresAt)
})

test('while the gateway is switched off attempts fail, and the customer is told', async () => {
  const { expiresAt, autoPay, customerId } = await makePaying('pm_card_visa')
  const change = async (enabled: boolean) => {
    const { version } = (await staff.get('/api/v1/admin/gateways/stripe')).body
    const settings = { apiBase: stripe.settings.apiBase }
    const body = { version, enabled, settings }
    assert.equal((await staff.put('/api/v1/admin/gateways/stripe', body)).status, 200)
  }
  const before = stripe.account.intents.size
  await change(false)
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  const off = await autoPay()
  assert.deepEqual([off.failed, off.inFlight, off.charges[0].state], [1, false, 'refused'])
  assert.equal(stripe.account.intents.size, before)
  const told = await app.ctx.db.$client.query(
    `select 1 from mails where customer_id = $1 and template = 'charge_refused'`,
    [customerId],
  )
  assert.equal(told.rowCount, 1)
  await change(true)
  await app.travelTo(expiresAt - 2 * DAY + HOUR)
  await tellAll()
  assert.equal((await autoPay()).charges[0].state, 'succeeded')
})

test('a debit that comes back when nothing is due any more, or auto-pay is off, is told as it is', async () => {
  const mails = async (customerId: string) =>
    (
      await app.ctx.db.$client.query(
        `select text from mails where customer_id = $1 and template = 'charge_refused'`,
        [customerId],
      )
    ).rows
  for (const act of ['cancel', 'stop-auto-pay']) {
    const { id, client, customerId, expiresAt, autoPay } = await makePaying('AT611904300234573201')
    await app.travelTo(expiresAt - 3 * DAY + HOUR)
    await tellAll()
    const [intent] = [...stripe.account.intents.keys()].slice(-1)
    const { items } = (await client.get('/api/v1/client/cancellation-reasons')).body
    const body = act === 'cancel' ? { when: 'now', reasonId: items[0].id } : {}
    assert.equal((await client.post(`/api/v1/client/services/${id}/${act}`, body)).status, 200)
    stripe.settle(intent ?? '', false)
    await tellAll()
    assert.equal((await autoPay()).charges[0].state, 'refused')
    const told = await mails(customerId)
    assert.equal(told.length, act === 'cancel' ? 0 : 1)
    if (act !== 'cancel') assert.match(told[0].text, /We do not try again/)
  }
})

test('an amount that Stripe cannot write is refused as such', async () => {
  await setSection(app.ctx, businessSettings, { currencies: ['EUR', 'KWD'] })
  const { client, customer } = await makeLoggedInCustomer(app, { currency: 'KWD' })
  const { id } = await makeDocument(app.ctx, {
    customerId: customer.id,
    currency: 'KWD',
    lines: [customLine({ unitPrice: 1230n })],
  })
  const pay = { gateway: 'stripe', keepMethod: false }
  const answer = await client.post(`/api/v1/client/documents/${id}/pay`, pay)
  assert.deepEqual([answer.status, answer.body.code], [409, 'amount_not_taken'])
})

test('a card that its bank renewed is shown with what it has become', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  await storeMethod(client, 'pm_card_visa')
  const { rows } = await app.ctx.db.$client.query(
    'select id, remote_id from payment_methods where customer_id = $1',
    [customer.id],
  )
  stripe.renewCard(rows[0].remote_id, { last4: '0005', exp_year: 2039 })
  await tellAll()
  const [method] = (await client.get(METHODS)).body.items
  assert.deepEqual([method.label, method.expiresOn.slice(0, 4)], ['Visa •••• 0005', '2039'])
  const entries = await app.ctx.db.$client.query(
    `select before->>'label' as label from history
     where subject_id = $1 and kind = 'payment_method.changed'`,
    [rows[0].id],
  )
  assert.deepEqual(entries.rows, [{ label: 'Visa •••• 4242' }])
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
