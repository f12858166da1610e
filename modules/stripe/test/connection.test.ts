import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secretFields } from '@berth/sdk'
import { stripeGateway } from '../src/index.ts'
import { EVENT_TYPES } from '../src/read-notice.ts'
import { SECRET_KEY } from './stand-in/start.ts'
import { errorOf, type Trial, taken, withStripe } from './with-stripe.ts'

const { testConnection } = stripeGateway

function addEndpoint(trial: Trial, events: readonly string[], status = 'enabled') {
  trial.stripe.account.endpoints = [
    {
      id: 'we_1',
      object: 'webhook_endpoint',
      url: 'https://berth.test/api/v1/hooks/stripe',
      status,
      enabled_events: [...events],
    },
  ]
}

test('the connection names the account and its mode', () =>
  withStripe(async (trial) => {
    addEndpoint(trial, EVENT_TYPES)
    assert.deepEqual(taken(await testConnection(trial.context())), {
      account: 'Quay Hosting (acct_test), test mode',
    })
    addEndpoint(trial, ['*'])
    taken(await testConnection(trial.context()))
    trial.stripe.account.denied.add('account')
    assert.equal(taken(await testConnection(trial.context())).account, 'Stripe, test mode')
  }))

test('what is missing is named', () =>
  withStripe(async (trial) => {
    const { account } = trial.stripe
    const told = async () => errorOf(await testConnection(trial.context()))
    assert.match((await told()).message, /hooks\/stripe does not exist.*payment_intent\.succeeded/)
    addEndpoint(trial, EVENT_TYPES, 'disabled')
    assert.match((await told()).message, /is disabled/)
    addEndpoint(trial, EVENT_TYPES.slice(1))
    assert.deepEqual(await told(), {
      code: 'config',
      message: `The webhook endpoint does not send: ${EVENT_TYPES[0]}`,
    })
    addEndpoint(trial, EVENT_TYPES)
    account.denied.add('customers').add('refunds')
    const denied = await told()
    assert.deepEqual(denied, {
      code: 'auth',
      message: 'The key lacks permissions: Customers, Charges and Refunds',
    })
    account.denied.clear()
    account.denied.add('webhook_endpoints')
    assert.match((await told()).message, /Webhook Endpoints/)
    account.denied.clear()
    account.chargesEnabled = false
    assert.equal((await told()).code, 'config')
  }))

test('a wrong key and a line that is down say so, and no key is ever said', async () => {
  await withStripe(
    async (trial) => {
      const error = errorOf(await testConnection(trial.context()))
      assert.equal(error.code, 'auth')
      assert.ok(!error.message.includes(SECRET_KEY))
    },
    { secretKey: 'sk_test_another' },
  )
  await withStripe(
    async (trial) => {
      const error = errorOf(await testConnection(trial.context()))
      assert.deepEqual([error.code, error.lost], ['transient', undefined])
    },
    { apiBase: 'http://127.0.0.1:1' },
  )
  assert.deepEqual(secretFields(stripeGateway.settings), ['secretKey', 'webhookSecret'])
})
