import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays } from '../calendar.ts'
import { DAY, HOUR } from '../instant.ts'
import { NO_METADATA } from '../metadata.ts'
import {
  at,
  CALENDAR,
  decideAt,
  NOW,
  sampleFacts,
  sampleService,
  texts,
  walk,
} from './testing/sample-service.ts'
import type { AutomatedService, Facts, Step } from './types.ts'

const days = (count: number) => addDays(NOW, count, CALENDAR.zone)

function stepsNow(service: AutomatedService, facts: Facts, now = NOW): readonly Step[] {
  const decision = decideAt(service, facts, now)
  return decision.kind === 'do' ? decision.steps : []
}

function kindsNow(over: Partial<AutomatedService>, facts: Partial<Facts> = {}): string[] {
  return stepsNow(sampleService(over), sampleFacts(facts)).map(({ kind }) => kind)
}

describe('the renewal document', () => {
  it('D1: is made 7 days before expiry, not an hour earlier', () => {
    assert.ok(kindsNow({ expiresAt: days(7) }).includes('invoice'))
    assert.deepEqual(kindsNow({ expiresAt: days(7) + HOUR }), [])
    const decision = decideAt(sampleService({ expiresAt: days(7) + HOUR }), sampleFacts(), NOW)
    assert.equal(decision.kind === 'wait' && decision.until, NOW + HOUR)
  })

  it('D2: follows the setting', () => {
    const service = sampleService({ expiresAt: days(14) })
    const decision = decideAt(service, sampleFacts(), NOW, { policy: { invoiceLeadDays: 14 } })
    assert.equal(decision.kind === 'do' && decision.steps[0].kind, 'invoice')
    const { because } = (decision.kind === 'do' && decision.steps[0]) as Step
    assert.deepEqual(because, {
      rule: 'before_expiry',
      field: 'invoiceLeadDays',
      value: 14,
      level: 'installation',
    })
  })

  it('is made at the last moment of the grace though the sweep comes a little later', () => {
    const policy = { invoiceLeadDays: 0, renewalGraceDays: 0 }
    const kindsAfter = (ms: number) => {
      const decision = decideAt(sampleService({ expiresAt: NOW }), sampleFacts(), NOW + ms, {
        policy,
      })
      return decision.kind === 'do' ? decision.steps.map(({ kind }) => kind) : []
    }
    assert.deepEqual(kindsAfter(90), ['invoice'])
    assert.deepEqual(kindsAfter(HOUR), ['invoice'])
    assert.deepEqual(kindsAfter(HOUR + 1), ['suspend'])
  })

  it('is made after an outage longer than lead and grace, and leaves the notice', () => {
    const policy = { invoiceLeadDays: 2, renewalGraceDays: 1 }
    const calendar = { ...CALENDAR, gaps: [{ from: days(-6), to: NOW }] }
    const state = {
      service: sampleService({ expiresAt: days(-3), anchorDay: 7 }),
      facts: sampleFacts(),
    }
    const { steps } = walk(state, { from: NOW, to: days(4) }, { policy, calendar })
    assert.deepEqual(texts(steps), ['2025-03-10T12:00 invoice', '2025-03-13T12:00 suspend overdue'])
  })

  it('is not made for a grace that ran out before or after the outage', () => {
    const policy = { renewalGraceDays: 1 }
    const gapped = (from: number, to: number) => ({
      ...CALENDAR,
      gaps: [{ from: days(from), to: days(to) }],
    })
    const lapsed = sampleService({ expiresAt: days(-5), anchorDay: 5 })
    for (const calendar of [gapped(-3, 0), gapped(-9, -4.5)]) {
      const decision = decideAt(lapsed, sampleFacts(), NOW, { policy, calendar })
      const next = decision.kind === 'wait' ? decision.next.step : decision.kind
      assert.equal(decision.kind === 'do' ? decision.steps[0].kind : next, 'suspend')
    }
  })

  const renewal = { cycle: 'monthly', periods: 1, mailedAt: NOW - 3 * DAY } as const
  const abuse = { causes: [{ cause: 'abuse', since: NOW - DAY }] } as const
  const none: [string, Partial<AutomatedService>, Partial<Facts>][] = [
    ['pending', { status: 'pending' }, {}],
    ['suspended', { status: 'suspended' }, abuse],
    ['with a cancellation', { cancellationScheduled: true }, {}],
    ['with one open', {}, { renewal }],
    ['at its last renewal', { maxRenewals: 3, renewalCount: 3 }, {}],
    ['under a limit of the metadata', { metadata: { ...NO_METADATA, max_renewals: 0 } }, {}],
    ['onetime', { cycle: 'onetime', expiresAt: null }, {}],
    ['ended', { status: 'expired', endedAt: NOW }, {}],
    ['paused', {}, { paused: true }],
  ]
  for (const [name, service, facts] of none)
    it(`D3, D6: none for one that is ${name}`, () => {
      const kinds = kindsNow({ expiresAt: days(5), ...service }, facts)
      assert.equal(kinds.includes('invoice'), false)
    })

  it('covers for a lapsed service the periods that bring E past now', () => {
    const service = sampleService({ expiresAt: at('2024-12-31T12:00:00Z'), anchorDay: 31 })
    const [step] = stepsNow(service, sampleFacts())
    assert.ok(step?.kind === 'invoice')
    assert.equal(step.periods, 3)
    assert.equal(step.periodEnd, at('2025-03-31T11:00:00Z'))
  })

  it('its mail leaves between 08:00 and 20:00', () => {
    const service = sampleService({ expiresAt: at('2025-03-17T02:00:00Z') })
    const [step] = stepsNow(service, sampleFacts(), at('2025-03-10T02:00:00Z'))
    assert.equal(step?.mailAt, at('2025-03-10T07:00:00Z'))
  })

  it('waits for a month limit to lift, and no suspension comes within a day of it', () => {
    const metadata = { ...NO_METADATA, max_renewals_in_current_month: 1 }
    const service = sampleService({
      metadata,
      expiresAt: at('2025-03-27T12:00:00Z'),
      anchorDay: 27,
    })
    const facts = sampleFacts({ renewalsAppliedAt: [at('2025-03-02T12:00:00Z')] })
    const span = { from: NOW, to: at('2025-04-02T12:00:00Z') }
    const april = at('2025-03-31T22:00:00Z')
    const { steps } = walk({ service, facts }, span, { policy: { minNoticeDays: 0 } })
    assert.deepEqual(texts(steps).slice(0, 2), [
      '2025-03-31T22:00 invoice',
      '2025-04-02T07:00 suspend overdue',
    ])
    assert.ok((steps[1]?.at ?? 0) >= april + DAY)
  })
})

describe('a price of 0', () => {
  const price = { amount: 0n, currency: 'EUR' }
  it('renews at E without a document', () => {
    const span = { from: NOW, to: at('2025-05-01T00:00:00Z') }
    const { steps, service } = walk(
      { service: sampleService({ price }), facts: sampleFacts() },
      span,
    )
    assert.deepEqual(texts(steps), ['2025-03-29T12:00 renew', '2025-04-29T11:00 renew'])
    assert.equal(service.renewalCount, 2)
  })
  it('asks for a click where the product says so, then suspends', () => {
    const service = sampleService({ price, freeRenewalOnClick: true })
    const span = { from: NOW, to: at('2025-03-29T13:00:00Z') }
    const { steps } = walk({ service, facts: sampleFacts() }, span)
    assert.deepEqual(texts(steps), [
      '2025-03-22T12:00 remind 7',
      '2025-03-24T12:00 remind 5',
      '2025-03-26T12:00 remind 3',
      '2025-03-28T12:00 remind 1',
      '2025-03-29T12:00 suspend overdue',
    ])
    const [first] = steps
    assert.equal(first?.step.kind === 'remind' && first.step.about, 'click')
  })
})

describe('reminders', () => {
  const mailed = { cycle: 'monthly', periods: 1, mailedAt: NOW - 3 * DAY } as const
  const skipped = { key: 'remind:7', at: NOW - 3 * DAY, skipped: true }

  it('P1: 7 days brings the document’s own mail, then 5, 3 and 1 days one reminder each', () => {
    const span = { from: NOW, to: at('2025-03-29T11:00:00Z') }
    const { steps } = walk({ service: sampleService(), facts: sampleFacts() }, span)
    assert.deepEqual(texts(steps), [
      '2025-03-22T12:00 invoice',
      '2025-03-24T12:00 remind 5',
      '2025-03-26T12:00 remind 3',
      '2025-03-28T12:00 remind 1',
    ])
  })

  for (const [left, expected] of [
    [6, []],
    [5, [5]],
    [3, [3]],
    [1, [1]],
  ] as const)
    it(`P1: exactly ${left} days before expiry: ${expected.length} reminder`, () => {
      const sent = [5, 3].filter((one) => one > left)
      const done = [skipped, ...sent.map((one) => ({ ...skipped, key: `remind:${one}` }))]
      const facts = sampleFacts({ renewal: mailed, done })
      const steps = stepsNow(sampleService({ expiresAt: days(left) }), facts)
      assert.deepEqual(
        steps.map((step) => step.kind === 'remind' && step.send && step.days),
        expected,
      )
    })

  it('P1: 4 days before expiry none, when the one of 5 days has left', () => {
    const done = [skipped, { key: 'remind:5', at: days(-1), skipped: false }]
    const facts = sampleFacts({ renewal: mailed, done })
    const decision = decideAt(sampleService({ expiresAt: days(4) }), facts, NOW)
    assert.equal(decision.kind === 'wait' && decision.next.key, 'remind:3')
  })

  it('of several due ones only the latest is sent, the others are skipped with it', () => {
    const facts = sampleFacts({ renewal: { ...mailed, mailedAt: NOW - 5 * DAY } })
    const [step] = stepsNow(sampleService({ expiresAt: days(2) }), facts)
    assert.ok(step?.kind === 'remind' && step.send)
    assert.deepEqual([step.days, step.skips], [3, ['remind:7', 'remind:5']])
  })

  it('within a day of the document’s mail is dropped; the next day’s is sent', () => {
    for (const mailedAt of [null, NOW - 23 * HOUR, NOW + HOUR]) {
      const facts = sampleFacts({ renewal: { ...mailed, mailedAt } })
      const [step] = stepsNow(sampleService({ expiresAt: days(3) }), facts)
      assert.equal(step?.kind === 'remind' && step.send, false)
    }
    for (const mailedAt of [NOW - DAY, NOW - DAY + 5000, NOW - DAY + HOUR / 4]) {
      const facts = sampleFacts({ renewal: { ...mailed, mailedAt } })
      const [step] = stepsNow(sampleService({ expiresAt: days(3) }), facts)
      assert.equal(step?.kind === 'remind' && step.send, true)
    }
  })

  it('leave between 08:00 and 20:00', () => {
    const service = sampleService({ expiresAt: at('2025-03-12T22:00:00Z'), anchorDay: 12 })
    const facts = sampleFacts({ renewal: mailed, done: [{ ...skipped, key: 'remind:3' }] })
    const decision = decideAt(service, facts, NOW)
    assert.equal(decision.kind === 'wait' && decision.until, at('2025-03-12T07:00:00Z'))
  })

  it('P3: disable_notify_expiration stops them', () => {
    const metadata = { ...NO_METADATA, disable_notify_expiration: true }
    const span = { from: NOW, to: at('2025-03-29T11:00:00Z') }
    const { steps } = walk({ service: sampleService({ metadata }), facts: sampleFacts() }, span)
    assert.deepEqual(texts(steps), ['2025-03-22T12:00 invoice'])
  })

  it('D6: tell one that may not renew that it ends', () => {
    const service = sampleService({ maxRenewals: 1, renewalCount: 1 })
    const span = { from: NOW, to: at('2025-03-29T12:00:00Z') }
    const { steps } = walk({ service, facts: sampleFacts() }, span)
    assert.deepEqual(texts(steps), [
      '2025-03-22T12:00 remind 7',
      '2025-03-24T12:00 remind 5',
      '2025-03-26T12:00 remind 3',
      '2025-03-28T12:00 remind 1',
      '2025-03-29T12:00 suspend term_ended',
    ])
    const about = steps.flatMap(({ step }) => (step.kind === 'remind' ? [step.about] : []))
    assert.deepEqual(about, ['ends', 'ends', 'ends', 'ends'])
  })

  it('P6: announce the charge instead where auto-pay is on', () => {
    const charge = { failedAttempts: 0, lastAttemptAt: null, inFlight: false }
    const facts = sampleFacts({ renewal: mailed, done: [skipped], charge })
    const [step] = stepsNow(sampleService({ expiresAt: days(5) }), facts)
    assert.ok(step?.kind === 'remind')
    assert.deepEqual([step.about, step.chargeAt], ['charge', days(2)])
  })
})

describe('automatic charges', () => {
  const renewal = { cycle: 'monthly', periods: 1, mailedAt: NOW - 4 * DAY } as const
  const charge = { failedAttempts: 0, lastAttemptAt: null, inFlight: false }

  it('start 3 days before expiry, and a success renews', () => {
    const service = sampleService({ expiresAt: days(3), anchorDay: 13 })
    const facts = sampleFacts({ renewal, charge })
    const { steps, service: after } = walk({ service, facts }, { from: NOW, to: NOW })
    assert.deepEqual(texts(steps), ['2025-03-10T12:00 charge'])
    assert.equal(after.renewalCount, 1)
    assert.equal(after.expiresAt, at('2025-04-13T11:00:00Z'))
  })

  it('come daily, at most 7 times', () => {
    const service = sampleService({ expiresAt: days(-2), anchorDay: 8 })
    const failed = { ...charge, failedAttempts: 5, lastAttemptAt: days(-1) }
    assert.equal(stepsNow(service, sampleFacts({ renewal, charge: failed }))[0]?.kind, 'suspend')
    const suspended = sampleFacts({
      renewal,
      charge: { ...failed, failedAttempts: 7, lastAttemptAt: NOW },
      causes: [{ cause: 'overdue', since: NOW }],
      suspendedAt: NOW,
    })
    const decision = decideAt({ ...service, status: 'suspended' }, suspended, NOW)
    assert.equal(decision.kind === 'wait' && decision.next.step, 'final_notice')
  })

  it('are never two at once', () => {
    const service = sampleService({ expiresAt: days(3), anchorDay: 13 })
    const facts = sampleFacts({ renewal, charge: { ...charge, inFlight: true } })
    const decision = decideAt(service, facts, NOW)
    assert.equal(decision.kind === 'blocked' && decision.on, 'charge')
  })

  it('hold a suspension back until the second has failed, or while one is in flight', () => {
    const service = sampleService({ expiresAt: days(-1), anchorDay: 9 })
    const once = { ...charge, failedAttempts: 1, lastAttemptAt: NOW - HOUR }
    const waits = decideAt(service, sampleFacts({ renewal, charge: once }), NOW)
    assert.equal(waits.kind === 'wait' && waits.until, NOW - HOUR + DAY)
    const flying = sampleFacts({ renewal, charge: { ...once, failedAttempts: 3, inFlight: true } })
    const blocks = decideAt(service, flying, NOW)
    assert.equal(blocks.kind === 'blocked' && blocks.on, 'charge')
    assert.equal(blocks.kind === 'blocked' && blocks.recheckAt, NOW + DAY, 'its outcome wakes')
    const twice = { ...once, failedAttempts: 2 }
    assert.equal(stepsNow(service, sampleFacts({ renewal, charge: twice }))[0]?.kind, 'suspend')
  })
})
