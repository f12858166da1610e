import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromStripe, toStripe } from '../src/currencies.ts'
import { stripeGateway } from '../src/index.ts'
import { storedMethod } from '../src/methods.ts'
import { SECRET_KEY, sign, WEBHOOK_SECRET } from './stand-in/start.ts'
import { errorOf, NOW, taken } from './with-stripe.ts'

const settings = stripeGateway.settings.parse({
  secretKey: SECRET_KEY,
  webhookSecret: WEBHOOK_SECRET,
})
const minimum = (currency: string) => stripeGateway.minimumAmount(settings, currency)

// Ours on the left: minor units as Berth counts them; Stripe's on the right.
const SAME: readonly (readonly [string, bigint, number])[] = [
  ['EUR', 1999n, 1999],
  ['JPY', 500n, 500],
  ['KWD', 5120n, 5120],
  ['ISK', 5n, 500],
  ['UGX', 5n, 500],
  ['HUF', 17_550n, 17_550],
  ['TWD', 1050n, 1050],
  ['COP', 400_000n, 400_000],
  ['MGA', 50_000n, 500],
  ['XOF', 500n, 500],
]

test('amounts are written in Stripe’s own unit and read back', () => {
  for (const [currency, amount, written] of SAME) {
    const stripe = { amount: written, currency: currency.toLowerCase() }
    assert.deepEqual(taken(toStripe({ amount, currency })), stripe)
    assert.deepEqual(fromStripe(stripe), { amount, currency })
  }
  assert.equal(errorOf(toStripe({ amount: 5124n, currency: 'KWD' })).code, 'rejected')
  assert.equal(errorOf(toStripe({ amount: 50_050n, currency: 'MGA' })).code, 'rejected')
  assert.equal(errorOf(toStripe({ amount: 1n, currency: 'XTS' })).code, 'rejected')
  assert.equal(errorOf(toStripe({ amount: 10n ** 16n, currency: 'EUR' })).code, 'rejected')
  assert.equal(fromStripe({ amount: 550, currency: 'isk' }), null)
})

test('the least amount is told in our unit, and none for what Stripe does not take', () => {
  const told = ['EUR', 'GBP', 'HUF', 'JPY', 'SEK', 'KWD', 'ISK', 'KZT', 'MGA', 'IRR'].map(minimum)
  assert.deepEqual(told, [50n, 30n, 17_500n, 50n, 300n, 10n, 1n, 1n, 100n, null])
})

test('only what Stripe signed in the last five minutes counts', () => {
  const body = JSON.stringify({ id: 'evt_1', type: 'ping', data: { object: {} } })
  const { headers } = sign(body, NOW)
  const verify = (changes: Partial<Parameters<typeof stripeGateway.verify>[1]>) =>
    stripeGateway.verify(settings, { headers, body, now: NOW, ...changes })
  assert.deepEqual(verify({}), { eventId: 'evt_1' })
  assert.deepEqual(verify({ now: NOW + 299_000 }), { eventId: 'evt_1' })
  assert.equal(verify({ now: NOW + 301_000 }), null)
  assert.equal(verify({ body: `${body} ` }), null)
  assert.equal(verify({ headers: {} }), null)
  assert.equal(verify({ headers: { 'stripe-signature': 'nonsense' } }), null)
  assert.equal(verify(sign(body, NOW, 'whsec_somebodyelses')), null)
  assert.equal(verify(sign('no json', NOW)), null)
  assert.equal(verify(sign('{}', NOW)), null)
})

test('what is not ours is ignored, and what makes no sense is nothing', () => {
  const read = (type: string, object: object) =>
    stripeGateway.read(settings, JSON.stringify({ id: 'evt_1', type, data: { object } }))
  const intent = { id: 'pi_1', amount_received: 100, currency: 'eur', metadata: { order: '7' } }
  assert.deepEqual(read('payment_intent.succeeded', intent), { kind: 'ignored' })
  assert.deepEqual(read('payout.paid', { id: 'po_1' }), { kind: 'ignored' })
  assert.equal(read('payment_intent.succeeded', { id: 'pi_1' }), null)
  assert.equal(stripeGateway.read(settings, 'no json'), null)
  const session = {
    id: 'cs_1',
    mode: 'setup',
    payment_status: 'no_payment_required',
    metadata: { berth_reference: 'r' },
    setup_intent: 'seti_1',
  }
  assert.equal(read('checkout.session.completed', session), null)
})

test('a method is called what people recognise it by', () => {
  const card = { brand: 'visa', last4: '4242', exp_month: 9, exp_year: 2027 }
  const label = (method: object) => {
    return storedMethod({ id: 'pm_1', type: 'card', ...method }).label
  }
  assert.equal(label({ card }), 'Visa •••• 4242')
  assert.equal(
    label({ card: { ...card, display_brand: 'cartes_bancaires' } }),
    'Cartes Bancaires •••• 4242',
  )
  assert.equal(label({ card: { ...card, brand: 'amex' } }), 'American Express •••• 4242')
  assert.equal(label({ type: 'sepa_debit', sepa_debit: { last4: '3201' } }), 'SEPA •••• 3201')
  const us_bank_account = { bank_name: 'First Bank', last4: '6789' }
  assert.equal(label({ type: 'us_bank_account', us_bank_account }), 'First Bank •••• 6789')
  assert.equal(
    label({ type: 'paypal', paypal: { payer_email: 'zoe@a.test' } }),
    'PayPal zoe@a.test',
  )
  assert.equal(label({ type: 'revolut_pay' }), 'Revolut Pay')
  assert.equal(storedMethod({ id: 'pm_1', type: 'card', card }).expiresOn, '2027-09')
})

test('keys are checked for what they are', () => {
  const parse = (changes: object) =>
    stripeGateway.settings.safeParse({
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      ...changes,
    }).success
  assert.ok(parse({}))
  assert.ok(parse({ secretKey: ' rk_live_abc ' }))
  assert.ok(!parse({ secretKey: 'pk_live_abc' }))
  assert.ok(!parse({ webhookSecret: 'sk_live_abc' }))
  assert.ok(!parse({ statementSuffix: '1234' }))
})
