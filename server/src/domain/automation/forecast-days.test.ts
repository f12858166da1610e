import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY, HOUR, type Instant, toIso } from '../instant.ts'
import { NO_METADATA } from '../metadata.ts'
import { resolvePolicy } from '../policy.ts'
import type { BillingFacts, DocumentFact } from './billing.ts'
import { forecastDays } from './forecast-days.ts'
import type { DaysInput, ServiceForecast } from './forecast-walk.ts'
import type { PaymentHabit } from './payment-habit.ts'
import { at, CALENDAR, NOW, sampleFacts, sampleService } from './testing/sample-service.ts'

const BILLING: BillingFacts = {
  rateBasisPoints: 2000,
  taxMode: 'net',
  paymentTermDays: 7,
  zone: CALENDAR.zone,
  renewal: null,
  order: null,
  credit: 0n,
}

function input(over: Partial<DaysInput> = {}): DaysInput {
  const service = over.service ?? sampleService()
  return {
    service,
    facts: sampleFacts(),
    policy: resolvePolicy(service.cycle, {}),
    calendar: CALENDAR,
    now: NOW,
    billing: BILLING,
    ...over,
  }
}

function days(over: Partial<DaysInput>, assume: PaymentHabit, count = 60): ServiceForecast {
  return forecastDays(input(over), { until: NOW + count * DAY, assume })
}

const minute = (instant: Instant) => toIso(instant).slice(0, 16)
const stepTexts = ({ steps }: ServiceForecast) =>
  steps.map((step) => {
    const blocked = step.blockedOn ? ` blocked on ${step.blockedOn}` : ''
    return `${minute(step.at)} ${step.key}${blocked}`
  })
const paymentTexts = ({ payments }: ServiceForecast) =>
  payments.map(({ at: paidAt, amount, by }) => `${minute(paidAt)} ${amount} ${by}`)

function openDocument(over: Partial<DocumentFact> = {}): DocumentFact {
  return {
    id: 'a-document',
    amounts: { net: 1000n, tax: 200n, gross: 1200n, currency: 'EUR' },
    due: 1200n,
    openedAt: NOW - DAY,
    dueAt: NOW + 6 * DAY,
    neededAt: NOW + 19 * DAY,
    ...over,
  }
}

describe('the forecast of days', () => {
  it('goes to the end of a service that nobody pays, with the document’s money', () => {
    const forecast = days({}, 'nobody')
    assert.deepEqual(stepTexts(forecast), [
      '2025-03-22T12:00 invoice',
      '2025-03-24T12:00 remind:5',
      '2025-03-26T12:00 remind:3',
      '2025-03-28T12:00 remind:1',
      '2025-03-29T12:00 suspend',
      '2025-04-02T11:00 final_notice:3',
      '2025-04-04T11:00 final_notice:1',
      '2025-04-05T11:00 expire',
    ])
    assert.deepEqual(forecast.steps[0]?.money, {
      net: 1000n,
      tax: 200n,
      gross: 1200n,
      currency: 'EUR',
    })
    assert.deepEqual(forecast.payments, [])
    assert.deepEqual(
      forecast.steps.map(({ mail }) => mail?.template),
      [...Array(4).fill('digest'), 'service_suspended', 'digest', 'digest', 'service_expired'],
    )
  })

  it('goes through every period of a weekly service that is paid on time', () => {
    const service = sampleService({ cycle: 'weekly', expiresAt: at('2025-03-14T12:00:00Z') })
    const forecast = days({ service }, 'on_time', 21)
    assert.deepEqual(stepTexts(forecast), [
      '2025-03-11T12:00 invoice',
      '2025-03-12T12:00 remind:2',
      '2025-03-13T12:00 remind:1',
      '2025-03-18T12:00 invoice',
      '2025-03-19T12:00 remind:2',
      '2025-03-20T12:00 remind:1',
      '2025-03-25T12:00 invoice',
      '2025-03-26T12:00 remind:2',
      '2025-03-27T12:00 remind:1',
    ])
    assert.deepEqual(paymentTexts(forecast), [
      '2025-03-14T11:00 1200 customer',
      '2025-03-21T11:00 1200 customer',
      '2025-03-28T11:00 1200 customer',
    ])
    assert.equal(new Set(forecast.steps.map(({ period }) => period)).size, 3)
  })

  it('knows the customer who pays late: suspended, then running again', () => {
    const forecast = days({}, { paysAfterDays: 10, paysAtMs: 13 * HOUR })
    assert.deepEqual(paymentTexts(forecast), [
      '2025-04-01T11:00 1200 customer',
      '2025-05-02T11:00 1200 customer',
    ])
    const texts = stepTexts(forecast)
    assert.ok(texts.includes('2025-03-29T12:00 suspend'), texts.join('\n'))
    assert.ok(texts.includes('2025-04-01T11:00 unsuspend'), texts.join('\n'))
  })

  it('pays what is open once, with what is left to pay of it', () => {
    const renewal = openDocument({ due: 700n })
    const facts = sampleFacts({ renewal: { cycle: 'monthly', periods: 1, mailedAt: NOW - DAY } })
    const { payments } = days({ facts, billing: { ...BILLING, renewal } }, 'on_time', 20)
    assert.deepEqual(payments, [
      {
        at: NOW + 6 * DAY,
        amount: 700n,
        currency: 'EUR',
        documentId: 'a-document',
        by: 'customer',
      },
    ])
  })

  it('charges what is on auto-pay, and tries as often as the policy says when refused', () => {
    const charge = { failedAttempts: 0, lastAttemptAt: null, inFlight: false }
    const facts = sampleFacts({ charge })
    const paid = days({ facts }, 'on_time', 30)
    assert.deepEqual(paymentTexts(paid), ['2025-03-26T12:00 1200 charge'])
    const refused = stepTexts(days({ facts }, 'nobody')).filter((text) => text.includes('charge'))
    assert.equal(refused.length, 7)
    const charges = days({ facts }, 'nobody').steps.filter(({ step }) => step === 'charge')
    assert.ok(charges.every(({ mail }) => mail?.template === 'charge_refused'))
    const closing = charges.map(({ alsoMail }) => alsoMail?.template)
    assert.deepEqual(closing, [...Array(6).fill(undefined), 'auto_pay_closed'])
    const suspended = stepTexts(days({ facts }, 'nobody')).find((text) => text.includes('suspend'))
    assert.equal(suspended, '2025-03-29T12:00 suspend')
  })

  it('pays from the credit first: what it covers is charged to nobody, and comes in from nobody', () => {
    const charge = { failedAttempts: 0, lastAttemptAt: null, inFlight: false }
    const facts = sampleFacts({ charge })
    const covered = days({ facts, billing: { ...BILLING, credit: 2000n } }, 'nobody')
    const kinds = covered.steps.map(({ step }) => step)
    assert.equal(covered.credit, 0n)
    assert.deepEqual(covered.payments, [])
    assert.deepEqual(kinds.filter((kind) => kind === 'invoice').length, 2)
    const refusals = covered.steps.filter(({ mail }) => mail?.template === 'charge_refused')
    assert.equal(refusals.length, 7)
    const receipts = covered.steps.filter(({ mail }) => mail?.template === 'receipt')
    assert.equal(receipts.length, 1)
    const shared = days({ facts, billing: { ...BILLING, credit: 500n } }, 'on_time', 30)
    assert.deepEqual(paymentTexts(shared), ['2025-03-26T12:00 700 charge'])
    const kept = days({ facts: sampleFacts(), billing: { ...BILLING, credit: 500n } }, 'nobody', 30)
    assert.equal(kept.credit, 500n)
  })

  it('leaves a charge that is under way to its gateway where that is asked', () => {
    const service = sampleService({ expiresAt: NOW + 2 * DAY })
    const renewal = openDocument({ openedAt: NOW - 5 * DAY, dueAt: NOW + 2 * DAY })
    const facts = sampleFacts({
      renewal: { cycle: 'monthly', periods: 1, mailedAt: NOW - 5 * DAY },
      charge: { failedAttempts: 1, lastAttemptAt: NOW - 2 * DAY, inFlight: true },
    })
    const waiting = input({ service, facts, billing: { ...BILLING, renewal } })
    const until = NOW + 30 * DAY
    assert.deepEqual(
      stepTexts(forecastDays(waiting, { until, assume: 'nobody', chargesStay: true })),
      ['2025-03-10T12:00 charge:2 blocked on charge', '2025-03-12T12:00 suspend blocked on charge'],
    )
    const answered = stepTexts(forecastDays(waiting, { until, assume: 'nobody' }))
    assert.ok(answered.includes('2025-03-11T12:00 charge:3'), answered.join('\n'))
  })

  it('says once what blocks a step, and goes on with the rest', () => {
    const facts = sampleFacts({ hold: { until: null } })
    assert.deepEqual(stepTexts(days({ facts }, 'nobody')).slice(4), [
      '2025-03-29T12:00 suspend blocked on hold',
    ])
    const paused = days({ facts: sampleFacts({ paused: true }) }, 'nobody')
    assert.deepEqual(stepTexts(paused), ['2025-03-22T12:00 invoice blocked on hold'])
  })

  it('marks what the brake holds; a payment takes it out', () => {
    const service = sampleService({ expiresAt: NOW - DAY })
    const renewal = openDocument({ openedAt: NOW - 9 * DAY, dueAt: NOW - 2 * DAY })
    const facts = sampleFacts({
      renewal: { cycle: 'monthly', periods: 1, mailedAt: NOW - 9 * DAY },
      heldBack: 'suspend',
    })
    const held = { service, facts, billing: { ...BILLING, renewal } }
    const [first, ...rest] = days(held, 'nobody').steps
    assert.deepEqual(
      [first?.step, first?.blockedOn, first?.heldByBrake],
      ['suspend', 'approval', true],
    )
    assert.deepEqual(rest, [])
    assert.ok(days(held, 'on_time').steps.every(({ heldByBrake }) => !heldByBrake))
  })

  it('delivers an order once it is paid, and bills what follows', () => {
    const service = sampleService({ status: 'pending', orderedAt: NOW, expiresAt: null })
    const order = openDocument({ openedAt: NOW, dueAt: NOW + 7 * DAY, neededAt: NOW + 7 * DAY })
    const pending = {
      service,
      facts: sampleFacts({ order: { state: 'unpaid' } }),
      billing: { ...BILLING, order },
    }
    assert.deepEqual(
      stepTexts(days(pending, 'nobody')),
      ['2025-03-13T12:00 remind_order', '2025-03-17T12:00 cancel_order'].map((text) =>
        text.replace('remind_order', 'remind_order'),
      ),
    )
    const paid = days(pending, 'on_time', 40)
    assert.deepEqual(stepTexts(paid).slice(0, 3), [
      '2025-03-13T12:00 remind_order',
      '2025-03-17T11:00 deliver',
      '2025-04-10T10:00 invoice',
    ])
    assert.deepEqual(paymentTexts(paid), [
      '2025-03-17T11:00 1200 customer',
      '2025-04-17T09:00 1200 customer',
    ])
  })

  it('ends a discount in the middle of the periods asked for', () => {
    const service = sampleService({
      cycle: 'weekly',
      expiresAt: NOW - 15 * DAY,
      renewalCount: 1,
      discountEnd: { atRenewals: 3, price: { amount: 1500n, currency: 'EUR' } },
      metadata: { ...NO_METADATA, disable_auto_suspend: true },
    })
    const [invoice] = days({ service }, 'nobody').steps
    assert.equal(invoice?.periods, 3)
    assert.equal(invoice?.money?.net, 3500n)
  })

  it('asks for a planned price from its moment on, and not for what is on a document', () => {
    const planned = { at: at('2025-03-25T00:00:00Z'), discountEnd: null }
    const price = { amount: 1500n, currency: 'EUR' }
    const service = sampleService({ plannedPrice: { ...planned, price } })
    const invoices = (from: string) => {
      const plannedPrice = { ...planned, at: at(from), price }
      return days({ service: { ...service, plannedPrice } }, 'on_time')
        .steps.filter(({ step }) => step === 'invoice')
        .map(({ money }) => money?.net)
    }
    assert.deepEqual(invoices('2025-03-25T00:00:00Z'), [1000n, 1500n])
    assert.deepEqual(invoices('2025-03-22T12:00:00Z'), [1500n, 1500n])
    assert.deepEqual(stepTexts(days({ service }, 'nobody')).slice(0, 3), [
      '2025-03-22T12:00 invoice',
      '2025-03-24T12:00 remind:5',
      '2025-03-25T00:00 change_price',
    ])
  })

  it('takes what is under way to succeed, and leaves what waits for staff', () => {
    const facts = (waitsForStaff: boolean) =>
      sampleFacts({
        order: { state: 'paid' },
        operations: [{ kind: 'create', state: 'failed', waitsForStaff, byAutomation: true }],
      })
    const service = sampleService({ status: 'pending', orderedAt: NOW, expiresAt: null })
    assert.deepEqual(stepTexts(days({ service, facts: facts(true) }, 'nobody')), [
      '2025-03-10T12:00 deliver blocked on staff',
    ])
    const [first] = stepTexts(days({ service, facts: facts(false) }, 'nobody'))
    assert.equal(first, '2025-04-03T11:00 invoice')
  })
})
