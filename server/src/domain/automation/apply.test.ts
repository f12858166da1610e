import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY } from '../instant.ts'
import { apply, applyPaidRenewal, request } from './index.ts'
import { at, CALENDAR, NOW, sampleFacts, sampleService } from './testing/sample-service.ts'
import type { Facts, OperationFact, PeriodRules, Step } from './types.ts'

const RULES: PeriodRules = {
  zone: CALENDAR.zone,
  renewalBasis: 'expiry',
  firstPeriodFrom: 'activation',
}
const base = { key: 'k', skips: [], mailAt: NOW, because: { rule: 'at_expiry' } } as const
const renewal = { cycle: 'monthly', periods: 1, mailedAt: NOW - DAY } as const
const charge = { failedAttempts: 2, lastAttemptAt: NOW - DAY, inFlight: false }
const overdue = { cause: 'overdue', since: NOW - DAY } as const
const suspend: Step = { ...base, kind: 'suspend', cause: 'overdue', operation: true }

describe('a renewal that is paid', () => {
  it('A2: counts, extends E by a month, and keeps status and limit', () => {
    const service = sampleService({ maxRenewals: 10, renewalCount: 1 })
    const { service: after } = applyPaidRenewal(service, sampleFacts({ renewal }), RULES, NOW)
    assert.deepEqual(after, {
      ...service,
      renewalCount: 2,
      expiresAt: at('2025-04-29T11:00:00Z'),
    })
  })

  it('closes itself, starts a new period’s steps and clears the errors of auto-pay', () => {
    const done = [{ key: 'remind:5', at: NOW, skipped: false }]
    const old = NOW - 40 * DAY
    const facts = sampleFacts({ renewal, done, charge, renewalsAppliedAt: [old] })
    const { facts: after } = applyPaidRenewal(sampleService(), facts, RULES, NOW)
    assert.deepEqual(after, {
      ...facts,
      renewal: null,
      done: [],
      charge: { failedAttempts: 0, lastAttemptAt: null, inFlight: false },
      renewalsAppliedAt: [NOW],
    })
  })

  it('counts every period of a lapsed one, and takes the cycle that was bought', () => {
    const service = sampleService({ expiresAt: at('2025-01-31T12:00:00Z'), anchorDay: 31 })
    const three = sampleFacts({ renewal: { ...renewal, periods: 2 } })
    const { service: after } = applyPaidRenewal(service, three, RULES, NOW)
    assert.deepEqual([after.renewalCount, after.expiresAt], [2, at('2025-03-31T11:00:00Z')])
    const yearly = sampleFacts({ renewal: { ...renewal, cycle: 'annually' } })
    const { service: year } = applyPaidRenewal(service, yearly, RULES, NOW)
    assert.equal(year.expiresAt, at('2026-01-31T12:00:00Z'))
    assert.equal(year.cycle, 'monthly')
  })

  it('does nothing a second time', () => {
    const state = { service: sampleService(), facts: sampleFacts() }
    assert.deepEqual(applyPaidRenewal(state.service, state.facts, RULES, NOW), state)
  })
})

describe('the end', () => {
  for (const kind of ['cancel', 'expire', 'cancel_order'] as const)
    it(`by ${kind} withdraws the renewal, stops auto-pay and leaves E untouched`, () => {
      const facts = sampleFacts({ renewal, charge, causes: [overdue], suspendedAt: NOW - DAY })
      const service = sampleService({ status: 'suspended', cancellationScheduled: true })
      const after = apply(service, facts, { ...base, kind }, NOW)
      assert.deepEqual(after.service, {
        ...service,
        status: kind === 'expire' ? 'expired' : 'cancelled',
        cancellationScheduled: false,
        endedAt: NOW,
      })
      assert.deepEqual(after.facts, sampleFacts())
    })
})

describe('what is asked for', () => {
  const running: OperationFact = {
    kind: 'power',
    state: 'running',
    waitsForStaff: false,
    byAutomation: true,
  }
  const failed: OperationFact = {
    kind: 'rename',
    state: 'failed',
    waitsForStaff: true,
    byAutomation: true,
  }

  it('queues its operation beside the running one and supersedes the waiting one', () => {
    const facts = sampleFacts({ operations: [running, failed] })
    const asked = (step: Step): Facts => request(sampleService(), facts, step, NOW).facts
    const kindOf = (step: Step) => asked(step).operations.map(({ kind }) => kind)
    assert.deepEqual(kindOf(suspend), ['power', 'suspend'])
    assert.deepEqual(kindOf({ ...base, kind: 'cancel' }), ['power', 'terminate'])
    assert.deepEqual(kindOf({ ...base, kind: 'deliver', period: RULES }), ['power', 'create'])
    assert.deepEqual(asked(suspend).causes, [{ cause: 'overdue', since: NOW }])
  })

  it('changes no status before the outcome, and then what success does', () => {
    const asked = request(sampleService(), sampleFacts(), suspend, NOW)
    assert.equal(asked.service.status, 'active')
    const done = apply(sampleService(), sampleFacts(), suspend, NOW)
    assert.deepEqual([done.service.status, done.facts.suspendedAt], ['suspended', NOW])
  })

  it('clears the causes of one that shall run at once', () => {
    const facts = sampleFacts({ causes: [overdue], suspendedAt: NOW - DAY })
    const step: Step = { ...base, kind: 'unsuspend', clears: ['overdue'], operation: true }
    const asked = request(sampleService({ status: 'suspended' }), facts, step, NOW)
    assert.deepEqual([asked.service.status, asked.facts.causes], ['suspended', []])
    assert.equal(asked.facts.suspendedAt, NOW - DAY)
  })

  it('puts a charge in flight', () => {
    const step: Step = { ...base, kind: 'charge', attempt: 3, period: RULES }
    const { facts } = request(sampleService(), sampleFacts({ renewal, charge }), step, NOW)
    assert.equal(facts.charge?.inFlight, true)
    assert.equal(facts.renewal, renewal)
  })
})
