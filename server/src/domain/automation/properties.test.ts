import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { BRAKED_STEPS } from '../brake.ts'
import { CYCLES } from '../cycle.ts'
import { DAY, HOUR } from '../instant.ts'
import { NO_METADATA } from '../metadata.ts'
import { OPERATION_KINDS } from '../operation-lifecycle.ts'
import { type Policy, resolvePolicy } from '../policy.ts'
import { validatePolicy } from '../policy-limits.ts'
import { STATUSES, SUSPENSION_CAUSES } from '../service-status.ts'
import { applyPaidRenewal, decide, nextSteps, request, timeline, toSchedule } from './index.ts'
import { CALENDAR, NOW, sampleFacts, sampleService, walk } from './testing/sample-service.ts'
import type { AutomatedService, BusinessCalendar, Facts } from './types.ts'

const day = (from: number, to: number) =>
  fc.integer({ min: from * 24, max: to * 24 }).map((hours) => NOW + hours * HOUR)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const count = (max: number) => fc.integer({ min: 0, max })

const metadata = fc.record({
  max_renewals: maybe(count(3)),
  max_renewals_in_current_month: maybe(count(2)),
  max_renewals_in_current_week: maybe(count(2)),
  disable_notify_expiration: fc.boolean(),
  disable_cancel: fc.boolean(),
  disable_auto_suspend: fc.boolean(),
  disable_auto_terminate: fc.boolean(),
})

const service: fc.Arbitrary<AutomatedService> = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    cycle: fc.constantFrom(...CYCLES),
    amount: fc.constantFrom(0n, 1000n),
    orderedAt: day(-30, 0),
    expiresAt: maybe(day(-120, 400)),
    anchorDay: fc.integer({ min: 1, max: 31 }),
    maxRenewals: maybe(count(4)),
    renewalCount: count(4),
    cancellationScheduled: fc.boolean(),
    endedAt: maybe(day(-200, 0)),
    archivedAt: maybe(day(-10, 0)),
    deliverOn: fc.constantFrom('payment', 'approval', 'manual'),
    freeRenewalOnClick: fc.boolean(),
    metadata: fc.oneof(fc.constant(NO_METADATA), metadata),
  })
  .map(({ amount, ...over }) => sampleService({ ...over, price: { amount, currency: 'EUR' } }))

const operation = fc.record({
  kind: fc.constantFrom(...OPERATION_KINDS),
  state: fc.constantFrom('queued' as const, 'running', 'unknown', 'failed'),
  waitsForStaff: fc.boolean(),
  byAutomation: fc.boolean(),
})

const facts: fc.Arbitrary<Facts> = fc.record({
  causes: fc.uniqueArray(
    fc.record({ cause: fc.constantFrom(...SUSPENSION_CAUSES), since: day(-40, 0) }),
    { selector: ({ cause }) => cause, maxLength: 3 },
  ),
  suspendedAt: maybe(day(-40, 0)),
  hold: maybe(fc.record({ until: maybe(day(-5, 20)) })),
  heldBack: maybe(fc.constantFrom(...BRAKED_STEPS)),
  graceUntil: maybe(day(-2, 2)),
  paused: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  renewal: maybe(
    fc.record({
      cycle: fc.constantFrom('weekly' as const, 'monthly', 'annually'),
      periods: fc.integer({ min: 1, max: 3 }),
      mailedAt: maybe(day(-10, 1)),
    }),
  ),
  done: fc.array(
    fc.record({
      key: fc.constantFrom('remind:7', 'remind:5', 'remind:1', 'charge:1', 'remind_order'),
      at: day(-10, 0),
      skipped: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  operations: fc.array(operation, { maxLength: 2 }),
  charge: maybe(
    fc.record({
      failedAttempts: count(7),
      lastAttemptAt: maybe(day(-8, 0)),
      inFlight: fc.boolean(),
    }),
  ),
  order: maybe(fc.record({ state: fc.constantFrom('unpaid' as const, 'paid', 'issued', 'void') })),
  renewalsAppliedAt: fc.array(day(-31, 0), { maxLength: 3 }),
})

const hours = fc
  .record({
    fromHour: count(23),
    toHour: fc.integer({ min: 1, max: 24 }),
    weekends: fc.boolean(),
    holidays: fc.boolean(),
  })
  .filter(({ fromHour, toHour }) => fromHour < toHour)

const policy: fc.Arbitrary<Partial<Policy>> = fc.record(
  {
    invoiceLeadDays: count(40),
    reminderDays: fc.uniqueArray(count(40), { maxLength: 6 }),
    suspendAfterDays: count(10),
    minNoticeDays: count(10),
    terminateAfterDays: count(20),
    finalNoticeDays: fc.uniqueArray(count(10), { maxLength: 2 }),
    autopayLeadDays: count(10),
    autopayAttempts: fc.integer({ min: 1, max: 7 }),
    archiveAfterDays: count(100),
    renewalGraceDays: maybe(count(30)),
    unpaidOrderReminderDays: count(10),
    unpaidOrderDays: fc.integer({ min: 1, max: 20 }),
    mailHours: hours,
    destructiveHours: hours,
    renewalBasis: fc.constantFrom('expiry', 'payment_if_lapsed'),
    firstPeriodFrom: fc.constantFrom('activation', 'order'),
  },
  { requiredKeys: [] },
)

const calendar: fc.Arbitrary<BusinessCalendar> = fc.record({
  zone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'),
  holidays: fc.constant(['2025-03-11', '2025-05-01']),
  gaps: fc
    .array(fc.tuple(day(-6, 10), count(48)), { maxLength: 2 })
    .map((gaps) =>
      gaps
        .map(([from, length]) => ({ from, to: from + (length + 1) * HOUR }))
        .sort((a, b) => a.from - b.from),
    ),
})

const world = fc.record({ service, facts, policy, calendar })

describe('whatever the service, its facts, policy and calendar', () => {
  it('decide waits for the future, and its schedule is later than now or never', () => {
    fc.assert(
      fc.property(world, (given) => {
        const resolved = resolvePolicy(given.service.cycle, { installation: given.policy })
        const milestones = timeline(given.service, resolved, given.calendar)
        const decision = decide(given.service, milestones, given.facts, NOW)
        if (decision.kind === 'wait') {
          assert.ok(decision.until > NOW)
          assert.equal(decision.until, decision.next.at)
        }
        if (decision.kind === 'blocked') {
          const latest = NOW + (decision.on === 'approval' ? DAY : HOUR)
          assert.ok(decision.recheckAt > NOW && decision.recheckAt <= latest)
        }
        const { nextAt } = toSchedule(decision, NOW)
        assert.ok(nextAt === null || nextAt > NOW)
      }),
      { numRuns: 5000 },
    )
  })

  it('decide makes progress: every step changes something, no moment goes in circles', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { service, facts, policy, calendar } = given
        walk({ service, facts }, { from: NOW, to: NOW + 30 * DAY }, { policy, calendar })
      }),
      { numRuns: 600 },
    )
  })

  it('what was asked for is not asked for again', () => {
    fc.assert(
      fc.property(world, ({ service, facts, policy, calendar }) => {
        const resolved = resolvePolicy(service.cycle, { installation: policy })
        let state = { service, facts }
        for (let round = 0; ; round++) {
          assert.ok(round < 10, 'the same is asked for again and again')
          const milestones = timeline(state.service, resolved, calendar)
          const decision = decide(state.service, milestones, state.facts, NOW)
          if (decision.kind !== 'do') break
          for (const step of decision.steps) state = request(state.service, state.facts, step, NOW)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('nothing is suspended or ended that must not be', () => {
    fc.assert(
      fc.property(world, ({ service, facts, policy, calendar }) => {
        const resolved = resolvePolicy(service.cycle, { installation: policy })
        const milestones = timeline(service, resolved, calendar)
        const decision = decide(service, milestones, facts, NOW)
        if (decision.kind !== 'do') return
        const [{ kind }] = decision.steps
        if (!['suspend', 'expire', 'cancel', 'cancel_order'].includes(kind)) return
        const held = facts.hold && (facts.hold.until === null || facts.hold.until > NOW)
        assert.ok(!facts.paused && !held, 'paused or held')
        assert.equal(decision.steps.length, 1, 'done alone')
        if (kind === 'suspend' || kind === 'expire') {
          assert.equal(service.metadata.disable_auto_suspend, false)
          assert.ok((service.expiresAt ?? Infinity) <= NOW, 'only past E')
          assert.ok(!facts.charge?.inFlight || !facts.renewal, 'no charge in flight')
        }
        if (kind === 'expire') {
          assert.equal(service.status, 'suspended')
          assert.notEqual(facts.suspendedAt, null)
          assert.equal(service.metadata.disable_auto_terminate, false)
        }
        if (kind === 'expire' || kind === 'cancel') {
          const staff = facts.causes.some(({ cause }) => !['overdue', 'term_ended'].includes(cause))
          assert.ok(!staff, 'no staff cause')
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('a timeline has at most 20 entries, in order, none before its due moment', () => {
    fc.assert(
      fc.property(world, ({ service, policy, calendar }) => {
        assert.deepEqual(validatePolicy(policy), [])
        const resolved = resolvePolicy(service.cycle, { installation: policy })
        const milestones = timeline(service, resolved, calendar)
        assert.ok(milestones.length <= 20)
        milestones.forEach((milestone, index) => {
          assert.ok(milestone.notBefore >= milestone.due)
          assert.ok(milestone.due >= (milestones[index - 1]?.due ?? Number.NEGATIVE_INFINITY))
        })
        const keys = milestones.map(({ key }) => key)
        assert.equal(new Set(keys).size, keys.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('paying at any moment of a late service’s life brings it back to active, once', () => {
    const payDay = fc.integer({ min: 0, max: 26 * 24 })
    fc.assert(
      fc.property(payDay, fc.boolean(), (hour, fromPayment) => {
        const rules = {
          zone: CALENDAR.zone,
          renewalBasis: fromPayment ? ('payment_if_lapsed' as const) : ('expiry' as const),
          firstPeriodFrom: 'activation' as const,
        }
        const policy = { renewalBasis: rules.renewalBasis }
        const start = { service: sampleService(), facts: sampleFacts() }
        const payAt = NOW + 12 * DAY + HOUR + hour * HOUR
        const before = walk(start, { from: NOW, to: payAt }, { policy })
        const paid = applyPaidRenewal(before.service, before.facts, rules, payAt)
        const after = walk(paid, { from: payAt, to: payAt }, { policy })
        if (before.service.status === 'expired') {
          assert.deepEqual(after.service, before.service)
          return
        }
        assert.equal(after.service.status, 'active')
        assert.equal(after.service.renewalCount, 1)
        assert.deepEqual(after.facts.causes, [])
        const again = applyPaidRenewal(after.service, after.facts, rules, payAt)
        assert.deepEqual(again, { service: after.service, facts: after.facts })
      }),
      { numRuns: 300 },
    )
  })

  it('the next steps are in order and never in the past', () => {
    fc.assert(
      fc.property(world, ({ service, facts, policy, calendar }) => {
        const resolved = resolvePolicy(service.cycle, { installation: policy })
        const input = { service, facts, policy: resolved, calendar, now: NOW }
        const steps = nextSteps(input, 3)
        assert.ok(steps.length <= 3)
        steps.forEach(({ at }, index) => {
          assert.ok(at >= (steps[index - 1]?.at ?? NOW))
        })
      }),
      { numRuns: 500 },
    )
  })
})
