import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargeRequest } from '@berth/sdk'
import { stripeGateway } from '../src/index.ts'
import type { BankAnswer } from './stand-in/start.ts'
import { CUSTOMER, errorOf, euros, type Trial, taken, withStripe } from './with-stripe.ts'

const charge = stripeGateway.charge ?? assert.fail()
const findCharge = stripeGateway.findCharge ?? assert.fail()
const forgetMethod = stripeGateway.forgetMethod ?? assert.fail()

async function chargeOf(
  trial: Trial,
  changes: Partial<ChargeRequest> = {},
): Promise<ChargeRequest> {
  const method = await trial.stored('pm_card_visa')
  return {
    key: 'charge-1',
    customer: { ...CUSTOMER, remoteId: method.customerRemoteId },
    method: { remoteId: method.remoteId },
    amount: euros(1200n),
    description: 'Survival, March',
    ...changes,
  }
}

test('a stored card is charged while the customer is away', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const outcome = taken(await charge(trial.context(), request))
    assert.equal(outcome.kind, 'succeeded')
    const [intent] = trial.stripe.account.intents.values()
    assert.deepEqual(
      [intent?.amount, intent?.currency, intent?.metadata.berth_key],
      [1200, 'eur', 'charge-1'],
    )
    assert.deepEqual(outcome, { kind: 'succeeded', reference: intent?.id })
    assert.deepEqual(await trial.notices(), [
      { kind: 'paid', reference: intent?.id, intentReference: 'charge-1', amount: euros(1200n) },
    ])
  }))

const REFUSALS: readonly (readonly [BankAnswer, { code: string; final: boolean }])[] = [
  [
    { kind: 'declines', code: 'card_declined', declineCode: 'generic_decline' },
    no('generic_decline'),
  ],
  [
    { kind: 'declines', code: 'card_declined', declineCode: 'insufficient_funds' },
    no('insufficient_funds'),
  ],
  [{ kind: 'declines', code: 'processing_error' }, no('processing_error')],
  [{ kind: 'declines', code: 'card_declined', declineCode: 'stolen_card' }, never('stolen_card')],
  [{ kind: 'declines', code: 'card_declined', declineCode: 'lost_card' }, never('lost_card')],
  [{ kind: 'declines', code: 'card_declined', declineCode: 'pickup_card' }, never('pickup_card')],
  [{ kind: 'declines', code: 'expired_card' }, never('expired_card')],
  [
    { kind: 'declines', code: 'card_declined', declineCode: 'revocation_of_authorization' },
    never('revocation_of_authorization'),
  ],
  [
    {
      kind: 'declines',
      code: 'card_declined',
      declineCode: 'do_not_honor',
      adviceCode: 'do_not_try_again',
    },
    never('do_not_honor'),
  ],
]
function no(code: string) {
  return { code, final: false }
}
function never(code: string) {
  return { code, final: true }
}

test('a refusal says whether the method can ever be charged again', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    for (const [says, expected] of REFUSALS) {
      trial.stripe.bankSays(request.method.remoteId, says)
      const attempt = { ...request, key: `charge-${expected.code}` }
      const outcome = taken(await charge(trial.context(), attempt))
      assert.ok(outcome.kind === 'refused')
      assert.deepEqual({ code: outcome.code, final: outcome.final }, expected)
      assert.match(outcome.message, new RegExp(expected.code))
      // Asked again, and told by the notice, it is the same refusal.
      assert.deepEqual(taken(await findCharge(trial.context(), attempt)), outcome)
      const { message, final } = outcome
      assert.deepEqual(await trial.notices(), [
        { kind: 'refused', intentReference: attempt.key, message, final },
      ])
    }
  }))

test('a bank that wants the customer is no refusal, however it is told', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    trial.stripe.bankSays(request.method.remoteId, { kind: 'wants_customer' })
    const outcome = taken(await charge(trial.context(), request))
    assert.equal(outcome.kind, 'needs_customer')
    assert.deepEqual(taken(await findCharge(trial.context(), request)), outcome)
    assert.deepEqual(await trial.notices(), [])
  }))

test('a key that was used with other details is an attempt already; unanswered, nobody knows', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const first = taken(await charge(trial.context(), request))
    const renamed = { ...request, description: 'INV-2025-000001' }
    assert.deepEqual(taken(await charge(trial.context(), renamed)), first)
    const context = trial.context()
    const cut: typeof context.fetch = async (url, init) => {
      if (String(url).includes('/v1/payment_intents?')) throw new TypeError('cut off')
      return context.fetch(url, init)
    }
    assert.equal(errorOf(await charge({ ...context, fetch: cut }, renamed)).lost, true)
    assert.equal(trial.stripe.account.intents.size, 1)
  }))

test('a bank debit is pending until a notice decides it', () =>
  withStripe(async (trial) => {
    const method = await trial.stored('AT611904300234573201')
    assert.deepEqual(
      [method.kind, method.label, method.expiresOn],
      ['sepa_debit', 'SEPA •••• 3201', null],
    )
    const request = { ...(await chargeOf(trial)), method }
    for (const pays of [true, false]) {
      const attempt = { ...request, key: `debit-${pays}` }
      const outcome = taken(await charge(trial.context(), attempt))
      assert.ok(outcome.kind === 'pending')
      assert.deepEqual(taken(await findCharge(trial.context(), attempt)), outcome)
      assert.deepEqual(await trial.notices(), [])
      trial.stripe.settle(outcome.reference, pays)
      const [told] = await trial.notices()
      assert.equal(told?.kind, pays ? 'paid' : 'refused')
      assert.ok(told && 'intentReference' in told && told.intentReference === attempt.key)
      const found = taken(await findCharge(trial.context(), attempt))
      assert.equal(found?.kind, pays ? 'succeeded' : 'refused')
    }
  }))

test('an answer that is lost is unknown; found or made again it is one charge', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const faults = [() => trial.stripe.faults.loseAnswer(), () => trial.stripe.faults.halveAnswer()]
    for (const [index, arm] of faults.entries()) {
      const attempt = { ...request, key: `lost-${index}` }
      assert.equal(taken(await findCharge(trial.context(), attempt)), null)
      await arm()
      const error = errorOf(await charge(trial.context(), attempt))
      assert.deepEqual([error.code, error.lost], ['transient', true])
      const found = taken(await findCharge(trial.context(), attempt))
      const again = taken(await charge(trial.context(), attempt))
      assert.equal(found?.kind, 'succeeded')
      assert.deepEqual(again, found)
      assert.equal(trial.stripe.account.intents.size, index + 1)
    }
  }))

test('a call that is cut off by its own time is unknown', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const cut = new AbortController()
    const context = trial.context(cut.signal)
    const asked = charge(
      {
        ...context,
        fetch: async (url, init) => {
          if (init?.method === 'POST') {
            await trial.stripe.faults.hangAll()
            setImmediate(() => cut.abort())
          }
          return context.fetch(url, init)
        },
      },
      request,
    )
    const error = errorOf(await asked)
    assert.deepEqual([error.code, error.lost], ['transient', true])
  }))

test('a key that was used with another amount answers what became of that attempt', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const first = taken(await charge(trial.context(), request))
    const other = { ...request, amount: euros(1300n) }
    assert.deepEqual(taken(await charge(trial.context(), other)), first)
    assert.equal(trial.stripe.account.intents.size, 1)
    trial.stripe.account.answers.set('never-made', { request: '', status: 200, body: {} })
    const error = errorOf(await charge(trial.context(), { ...request, key: 'never-made' }))
    assert.equal(error.code, 'conflict')
    trial.stripe.account.busyKeys.add('busy')
    const busy = errorOf(await charge(trial.context(), { ...request, key: 'busy' }))
    assert.deepEqual([busy.code, busy.lost], ['transient', true])
  }))

test('a method that was taken off is refused for ever, and forgotten as often as one likes', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    taken(await forgetMethod(trial.context(), request.method))
    taken(await forgetMethod(trial.context(), request.method))
    taken(await forgetMethod(trial.context(), { remoteId: 'pm_unknown' }))
    assert.deepEqual(await trial.notices(), [
      { kind: 'method_closed', methodRemoteId: request.method.remoteId },
    ])
    const outcome = taken(await charge(trial.context(), request))
    assert.ok(outcome.kind === 'refused' && outcome.final)
    const unknown = { ...request, method: { remoteId: 'pm_unknown' } }
    const gone = taken(await charge(trial.context(), unknown))
    assert.ok(gone.kind === 'refused' && gone.final)
    assert.equal(taken(await findCharge(trial.context(), request)), null)
    assert.equal(trial.stripe.account.intents.size, 0)
  }))

test('what is wrong with the account or the line is told apart', () =>
  withStripe(async (trial) => {
    const request = await chargeOf(trial)
    const { faults } = trial.stripe
    await faults.refuseAll(429, 7)
    const limited = errorOf(await charge(trial.context(), request))
    assert.deepEqual([limited.code, limited.retryAfterMs], ['transient', 7000])
    await faults.refuseAll(429)
    assert.equal(errorOf(await charge(trial.context(), request)).retryAfterMs, 30_000)
    await faults.refuseAll(401)
    const denied = errorOf(await charge(trial.context(), request))
    assert.equal(denied.code, 'auth')
    await faults.refuseAll(500)
    // Nothing was asked for yet when the method was read, so nothing is unknown.
    const broken = errorOf(await charge(trial.context(), request))
    assert.deepEqual([broken.code, broken.lost], ['transient', undefined])
    await faults.clear()
    const small = errorOf(await charge(trial.context(), { ...request, amount: euros(10n) }))
    assert.equal(small.code, 'rejected')
  }))
