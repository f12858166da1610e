import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addCycles, localParts } from './calendar.ts'
import { CYCLES, isCycle, isRecurring } from './cycle.ts'
import { DAY, fromIso, toIso } from './instant.ts'
import { NO_METADATA } from './metadata.ts'
import {
  applyRenewal,
  firstPeriod,
  type PaidRenewal,
  periodsToAsk,
  periodsToRenew,
  type RenewalStart,
  reverseRenewal,
} from './renewal.ts'
import { type RenewableService, type RenewalFacts, renewalRefusal } from './renewal-refusal.ts'

const PARIS = 'Europe/Paris'
const NOW = Date.UTC(2025, 2, 10, 12)
const at = (text: string) => fromIso(text) as number

describe('the arithmetic of a renewal', () => {
  const paid: PaidRenewal = {
    cycle: 'monthly',
    periods: 1,
    paidAt: NOW,
    suspendedForOverdue: false,
    renewalBasis: 'expiry',
  }
  const lapsed = { expiresAt: at('2025-03-05T12:00:00Z'), anchorDay: 5 }

  it('A7: extends from expiry, not from payment: 5 March paid on the 10th is 5 April', () => {
    assert.equal(toIso(applyRenewal(lapsed, paid, PARIS).expiresAt), '2025-04-05T11:00:00.000Z')
  })

  it('extends an overdue one from the payment where the policy says so, and moves the anchor', () => {
    const basis = { ...paid, renewalBasis: 'payment_if_lapsed' } as const
    assert.deepEqual(applyRenewal(lapsed, { ...basis, suspendedForOverdue: true }, PARIS), {
      startsAt: NOW,
      anchorDay: 10,
      expiresAt: at('2025-04-10T11:00:00Z'),
    })
    assert.equal(applyRenewal(lapsed, basis, PARIS).anchorDay, 5)
    const start: RenewalStart = {
      zone: PARIS,
      renewalBasis: 'payment_if_lapsed',
      suspendedForOverdue: true,
    }
    const old = { expiresAt: at('2024-11-05T12:00:00Z'), anchorDay: 5 }
    const ask = periodsToAsk(old, 'monthly', NOW, start)
    assert.deepEqual([ask.periods, ask.startsAt], [1, NOW])
    const plain = { ...start, suspendedForOverdue: false }
    assert.equal(periodsToAsk(old, 'monthly', NOW, plain).periods, 5)
  })

  it('asks a lapsed service for the smallest number of periods that brings E past now', () => {
    const old = { expiresAt: at('2024-12-31T12:00:00Z'), anchorDay: 31 }
    const ask = periodsToRenew(old, 'monthly', NOW, PARIS)
    assert.equal(ask.periods, 3)
    assert.equal(toIso(ask.endsAt), '2025-03-31T11:00:00.000Z')
    const recurring = fc.constantFrom(...CYCLES.filter(isRecurring))
    const age = fc.integer({ min: -400, max: 3000 })
    fc.assert(
      fc.property(recurring, age, fc.integer({ min: 1, max: 31 }), (cycle, days, anchorDay) => {
        const subject = { expiresAt: NOW - days * DAY, anchorDay }
        const { periods, startsAt, endsAt } = periodsToRenew(subject, cycle, NOW, PARIS)
        assert.equal(startsAt, subject.expiresAt)
        assert.ok(endsAt > NOW)
        const oneLess = addCycles(subject.expiresAt, cycle, periods - 1, anchorDay, PARIS)
        assert.ok(periods === 1 || oneLess <= NOW)
      }),
    )
  })

  it('starts a first period whose day is the anchor, and takes a renewal back', () => {
    const first = firstPeriod(at('2025-01-31T10:00:00Z'), 'monthly', PARIS)
    assert.equal(first.anchorDay, 31)
    assert.equal(toIso(first.expiresAt), '2025-02-28T10:00:00.000Z')
    const renewed = applyRenewal(first, { ...paid, periods: 2 }, PARIS)
    assert.equal(localParts(renewed.expiresAt, PARIS).day, 30)
    const back = reverseRenewal(renewed, { cycle: 'monthly', periods: 2 }, PARIS)
    assert.equal(back, first.expiresAt)
  })
})

describe('the right to renew', () => {
  const service: RenewableService = {
    status: 'active',
    cycle: 'monthly',
    expiresAt: NOW + 30 * DAY,
    causes: [],
    cancellationScheduled: false,
    renewalCount: 0,
    maxRenewals: null,
    metadata: NO_METADATA,
  }
  const facts: RenewalFacts = {
    by: 'customer',
    appliedAt: [],
    openCount: 0,
    periods: 1,
    renewalGraceDays: null,
    zone: PARIS,
  }
  const rows: [string, Partial<RenewableService>, Partial<RenewalFacts>, string | null][] = [
    ['B1 active, in a month', {}, {}, null],
    ['B2 4 of 5', { maxRenewals: 5, renewalCount: 4 }, {}, null],
    ['B2 5 of 5', { maxRenewals: 5, renewalCount: 5 }, {}, 'max_renewals'],
    ['B2 no limit', { renewalCount: 500 }, {}, null],
    ['B3 overdue', { status: 'suspended', causes: ['overdue'] }, {}, null],
    ['B3 abuse', { status: 'suspended', causes: ['abuse'] }, {}, 'staff_cause'],
    ['B3 abuse, by staff', { status: 'suspended', causes: ['abuse'] }, { by: 'staff' }, null],
    ['B3 both', { status: 'suspended', causes: ['overdue', 'other'] }, {}, 'staff_cause'],
    ['B4 pending', { status: 'pending' }, {}, 'status'],
    ['B4 cancelled', { status: 'cancelled' }, {}, 'status'],
    ['B4 expired', { status: 'expired' }, {}, 'status'],
    ['B4 terminated, by staff', { status: 'terminated' }, { by: 'staff' }, 'status'],
    ['B5 onetime', { cycle: 'onetime', expiresAt: null }, {}, 'cycle_does_not_renew'],
    ['B5 free', { cycle: 'free', expiresAt: null }, {}, 'cycle_does_not_renew'],
    ['B6 11 of 10', { maxRenewals: 10, renewalCount: 11 }, {}, 'max_renewals'],
    ['cancellation', { cancellationScheduled: true }, {}, 'cancellation_scheduled'],
    ['three periods of two left', { maxRenewals: 2 }, { periods: 3 }, 'max_renewals'],
    ['in grace', { expiresAt: NOW - 2 * DAY }, { renewalGraceDays: 2 }, null],
    ['past grace', { expiresAt: NOW - 2 * DAY - 1 }, { renewalGraceDays: 2 }, 'grace_passed'],
    ['no grace set', { expiresAt: NOW - 900 * DAY }, {}, null],
  ]
  for (const [name, over, with_, code] of rows)
    it(`${name}: ${code ?? 'allowed'}`, () => {
      const refusal = renewalRefusal({ ...service, ...over }, { ...facts, ...with_ }, NOW)
      assert.equal(refusal?.code ?? null, code)
      const limits = ['max_renewals', 'month_limit', 'week_limit', 'grace_passed']
      if (refusal) assert.equal(refusal.overridable, limits.includes(refusal.code))
    })

  it('the column wins over the metadata', () => {
    const metadata = { ...NO_METADATA, max_renewals: 1 }
    const one = { ...service, metadata, renewalCount: 1 }
    assert.equal(renewalRefusal(one, facts, NOW)?.code, 'max_renewals')
    assert.equal(renewalRefusal({ ...one, maxRenewals: 2 }, facts, NOW), null)
  })

  it('B9: once a month: done on 2 March, refused on the 10th, possible from 1 April', () => {
    const metadata = { ...NO_METADATA, max_renewals_in_current_month: 1 }
    const done = { ...facts, appliedAt: [at('2025-03-02T10:00:00Z')] }
    const refusal = renewalRefusal({ ...service, metadata }, done, NOW)
    const april = at('2025-03-31T22:00:00Z')
    assert.deepEqual(refusal, {
      code: 'month_limit',
      limit: 1,
      possibleFrom: april,
      overridable: true,
    })
    assert.equal(renewalRefusal({ ...service, metadata }, done, april), null)
    assert.notEqual(renewalRefusal({ ...service, metadata }, done, april - 1), null)
  })

  it('a renewal on the first instant of the next month is the next month’s', () => {
    const metadata = { ...NO_METADATA, max_renewals_in_current_month: 1 }
    const ahead = { ...facts, appliedAt: [at('2025-03-31T22:00:00Z')] }
    assert.equal(renewalRefusal({ ...service, metadata }, ahead, NOW), null)
  })

  it('counts the open renewal, ISO weeks from Monday, and the limit that lifts last', () => {
    const weekly = { ...NO_METADATA, max_renewals_in_current_week: 1 }
    const open = { ...facts, openCount: 1 } as const
    const refusal = renewalRefusal({ ...service, metadata: weekly }, open, NOW)
    assert.deepEqual(
      refusal && 'possibleFrom' in refusal && refusal.possibleFrom,
      at('2025-03-16T23:00:00Z'),
    )
    const sunday = { ...facts, appliedAt: [at('2025-03-09T22:00:00Z')] }
    assert.equal(renewalRefusal({ ...service, metadata: weekly }, sunday, NOW), null)
    const both = { ...weekly, max_renewals_in_current_month: 1 }
    assert.equal(renewalRefusal({ ...service, metadata: both }, open, NOW)?.code, 'month_limit')
    const never = { ...weekly, max_renewals_in_current_week: 0 }
    const zero = renewalRefusal({ ...service, metadata: never }, facts, NOW)
    assert.equal(zero && 'possibleFrom' in zero ? zero.possibleFrom : NOW, null)
  })

  it('A12: an unknown cycle is no cycle', () => {
    assert.equal(isCycle('fortnightly'), false)
    assert.ok(CYCLES.every(isCycle))
  })
})
