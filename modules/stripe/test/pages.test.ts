import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripeGateway } from '../src/index.ts'
import {
  CUSTOMER,
  errorOf,
  euros,
  pageRequest,
  type Trial,
  taken,
  withStripe,
} from './with-stripe.ts'

const { startPayment, refund } = stripeGateway
const paidBy = (trial: Trial, reference: string) =>
  [...trial.stripe.account.sessions.values()].find(
    ({ metadata }) => metadata.berth_reference === reference,
  )?.payment_intent

test('a payment is made on the page and told once by two notices with one reference', () =>
  withStripe(async (trial) => {
    const request = pageRequest('page-1')
    const page = taken(await startPayment(trial.context(), request))
    const again = taken(await startPayment(trial.context(), request))
    assert.equal(again.redirectUrl, page.redirectUrl)
    const [session] = trial.stripe.account.sessions.values()
    assert.deepEqual(
      [session?.locale, session?.customer_email, session?.success_url],
      ['fr', CUSTOMER.email, request.returnUrl],
    )
    trial.stripe.completePage(page.redirectUrl, 'pm_card_visa')
    const paid = {
      kind: 'paid',
      reference: paidBy(trial, 'page-1'),
      intentReference: 'page-1',
      amount: euros(1200n),
    }
    assert.deepEqual(await trial.notices(), [paid, paid])
    assert.equal(trial.stripe.account.customers.size, 0)
    assert.equal(
      errorOf(await startPayment(trial.context(), { ...request, amount: euros(99n) })).code,
      'conflict',
    )
  }))

test('a method that the customer lets us keep comes with the payment, by either notice', () =>
  withStripe(async (trial) => {
    const request = pageRequest('page-2', { keepMethod: true })
    const page = taken(await startPayment(trial.context(), request))
    trial.stripe.completePage(page.redirectUrl, 'pm_card_mastercard')
    const [customer] = trial.stripe.account.customers.values()
    const [method] = trial.stripe.account.methods.values()
    for (const notice of await trial.notices()) {
      assert.deepEqual(notice.kind === 'paid' && notice.method, {
        remoteId: method?.id,
        customerRemoteId: customer?.id,
        kind: 'card',
        label: 'Mastercard •••• 4444',
        expiresOn: '2031-04',
      })
    }
  }))

test('a customer is made once, found again, and made again when it was deleted there', () =>
  withStripe(async (trial) => {
    const { customers } = trial.stripe.account
    const open = async (reference: string, remoteId: string | null) => {
      const request = pageRequest(reference, { keepMethod: true })
      const customer = { ...CUSTOMER, remoteId }
      taken(await startPayment(trial.context(), { ...request, customer }))
    }
    await open('one', null)
    await open('two', null)
    const [first] = customers.values()
    await open('three', first?.id ?? '')
    assert.equal(customers.size, 1)
    customers.clear()
    await open('four', first?.id ?? '')
    assert.equal(customers.size, 1)
    await trial.stripe.faults.loseAnswer()
    const other = { ...CUSTOMER, key: 'another', email: 'yan@example.test' }
    const request = { ...pageRequest('five', { keepMethod: true }), customer: other }
    assert.equal(errorOf(await startPayment(trial.context(), request)).lost, true)
    taken(await startPayment(trial.context(), request))
    assert.equal(customers.size, 2)
  }))

test('a decline on the page and a page that was left are no refusals', () =>
  withStripe(async (trial) => {
    const page = taken(await startPayment(trial.context(), pageRequest('page-3')))
    const tried = trial.stripe.completePage(page.redirectUrl, 'pm_card_chargeCustomerFail')
    assert.equal(tried.done, false)
    assert.deepEqual(await trial.notices(), [])
    trial.stripe.completePage(page.redirectUrl, 'pm_card_visa')
    assert.equal((await trial.notices()).length, 2)
    const left = taken(await startPayment(trial.context(), pageRequest('page-7')))
    trial.stripe.expirePage(left.redirectUrl)
    assert.deepEqual(await trial.notices(), [])
  }))

test('a bank debit on the page is told when the bank has decided', () =>
  withStripe(async (trial) => {
    for (const pays of [true, false]) {
      const reference = `debit-${pays}`
      const page = taken(await startPayment(trial.context(), pageRequest(reference)))
      trial.stripe.completePage(page.redirectUrl, 'AT611904300234573201')
      assert.deepEqual(await trial.notices(), [])
      trial.stripe.settle(paidBy(trial, reference) ?? assert.fail(), pays)
      const told = await trial.notices()
      assert.ok(told.length > 0)
      for (const notice of told) {
        assert.equal(notice.kind, pays ? 'paid' : 'refused')
        assert.ok('intentReference' in notice && notice.intentReference === reference)
      }
    }
  }))

test('the page offers what staff have chosen', () =>
  withStripe(
    async (trial) => {
      const page = taken(await startPayment(trial.context(), pageRequest('page-4')))
      assert.throws(() => trial.stripe.completePage(page.redirectUrl, 'AT611904300234573201'))
      trial.stripe.completePage(page.redirectUrl, 'pm_card_visa')
    },
    { methods: ['card'], statementSuffix: 'HOSTING' },
  ))

test('money goes back once, in parts, and a failure at the bank is told', () =>
  withStripe(async (trial) => {
    const page = taken(await startPayment(trial.context(), pageRequest('page-5')))
    trial.stripe.completePage(page.redirectUrl, 'pm_card_visa')
    const reference = paidBy(trial, 'page-5') ?? assert.fail()
    await trial.notices()
    const { refunds, answers } = trial.stripe.account
    await trial.stripe.faults.loseAnswer()
    const part = { reference, amount: euros(200n), key: 'refund-1' }
    assert.equal(errorOf(await refund(trial.context(), part)).lost, true)
    taken(await refund(trial.context(), part))
    assert.equal(refunds.size, 1)
    taken(await refund(trial.context(), { reference, amount: euros(1000n), key: 'refund-2' }))
    // A day later Stripe has forgotten the keys.
    answers.clear()
    taken(await refund(trial.context(), part))
    const more = errorOf(await refund(trial.context(), { ...part, key: 'refund-3' }))
    assert.equal(more.code, 'rejected')
    assert.equal(refunds.size, 2)
    trial.stripe.failRefund([...refunds.keys()][0] ?? '')
    const [told] = await trial.notices()
    assert.ok(told?.kind === 'refund_failed' && told.key === 'refund-1')
    const reinstated = { reference: 'du_1_reinstated', amount: euros(1n), key: 'x' }
    assert.equal(errorOf(await refund(trial.context(), reinstated)).code, 'unsupported')
  }))

test('a dispute takes the money, an inquiry does not, and a won dispute gives it back', () =>
  withStripe(async (trial) => {
    const page = taken(await startPayment(trial.context(), pageRequest('page-6')))
    trial.stripe.completePage(page.redirectUrl, 'pm_card_visa')
    const paymentReference = paidBy(trial, 'page-6') ?? assert.fail()
    await trial.notices()
    trial.stripe.dispute(paymentReference, true)
    assert.deepEqual(await trial.notices(), [])
    trial.stripe.dispute(paymentReference)
    const [, disputed] = trial.stripe.account.disputes.keys()
    const reference = disputed ?? assert.fail()
    const amount = euros(1200n)
    const back = { kind: 'charged_back', reference, paymentReference, amount }
    assert.deepEqual(await trial.notices(), [back, back])
    trial.stripe.closeDispute(reference, 'lost')
    assert.deepEqual(await trial.notices(), [])
    trial.stripe.closeDispute(reference, 'won')
    const won = {
      kind: 'paid',
      reference: `${reference}_reinstated`,
      intentReference: 'page-6',
      amount,
      reinstates: reference,
    }
    assert.deepEqual(await trial.notices(), [won, won])
  }))

test('a card that was renewed keeps its id and has another label and date', () =>
  withStripe(async (trial) => {
    const { remoteId, ...before } = await trial.stored('pm_card_visa')
    trial.stripe.renewCard(remoteId, { exp_year: 2036 }, false)
    trial.stripe.renewCard(remoteId, { last4: '0005', exp_year: 2037 })
    const month = before.expiresOn?.slice(-2)
    const changed = (label: string, year: number) => ({
      kind: 'method_changed',
      method: { ...before, remoteId, label, expiresOn: `${year}-${month}` },
    })
    assert.deepEqual(await trial.notices(), [
      changed(before.label, 2036),
      changed('Visa •••• 0005', 2037),
    ])
  }))

test('a mandate that the customer withdrew closes the method', () =>
  withStripe(async (trial) => {
    const { remoteId } = await trial.stored('AT611904300234573201')
    trial.stripe.withdrawMandate(remoteId)
    assert.deepEqual(await trial.notices(), [{ kind: 'method_closed', methodRemoteId: remoteId }])
  }))
