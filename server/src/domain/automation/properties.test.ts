import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '../instant.ts'
import { resolvePolicy } from '../policy.ts'
import { validatePolicy } from '../policy-limits.ts'
import { applyPaidRenewal, decide, nextSteps, request, timeline, toSchedule } from './index.ts'
import { world } from './testing/arbitrary-world.ts'
import { CALENDAR, NOW, sampleFacts, sampleService, walk } from './testing/sample-service.ts'

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
          const latest = NOW + (decision.on === 'operation' ? HOUR : DAY)
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
