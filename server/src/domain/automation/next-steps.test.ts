import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toIso } from '../instant.ts'
import { resolvePolicy } from '../policy.ts'
import { decide, nextSteps, periodKey, request, timeline, toSchedule } from './index.ts'
import { at, CALENDAR, NOW, sampleFacts, sampleService } from './testing/sample-service.ts'

const calendar = CALENDAR
const policy = resolvePolicy('monthly', {
  product: { invoiceLeadDays: 10 },
  customer: { suspendAfterDays: 2 },
})

describe('the next steps of a service', () => {
  it('come with dates, reasons and the level of the policy’s value', () => {
    const input = { service: sampleService(), facts: sampleFacts(), policy, calendar, now: NOW }
    const lines = nextSteps(input, 9).map(
      ({ step, at: moment, because, days }) =>
        `${toIso(moment).slice(0, 16)} ${step} ${days ?? ''} ${because.field} ${because.level}`,
    )
    assert.deepEqual(lines, [
      '2025-03-19T12:00 invoice  invoiceLeadDays product',
      '2025-03-22T12:00 remind 7 reminderDays default',
      '2025-03-24T12:00 remind 5 reminderDays default',
      '2025-03-26T12:00 remind 3 reminderDays default',
      '2025-03-28T12:00 remind 1 reminderDays default',
      '2025-03-31T11:00 suspend  suspendAfterDays customer',
      '2025-04-04T11:00 final_notice 3 finalNoticeDays default',
      '2025-04-06T11:00 final_notice 1 finalNoticeDays default',
      '2025-04-07T11:00 expire  terminateAfterDays default',
    ])
  })

  it('count from now what counts from a mail that is on its way', () => {
    const renewal = { cycle: 'monthly', periods: 1, mailedAt: null } as const
    const facts = sampleFacts({ renewal })
    const mailed = sampleFacts({ renewal: { ...renewal, mailedAt: NOW } })
    const service = sampleService()
    const steps = nextSteps({ service, facts, policy, calendar, now: NOW }, 9)
    assert.deepEqual(steps, nextSteps({ service, facts: mailed, policy, calendar, now: NOW }, 9))
    assert.equal(steps[0]?.step, 'remind')
  })

  it('stop where something blocks, and are none for a service at rest', () => {
    const held = sampleFacts({
      renewal: { cycle: 'monthly', periods: 1, mailedAt: at('2025-03-01T12:00:00Z') },
      hold: { until: null },
      done: [{ key: 'remind:1', at: at('2025-03-07T12:00:00Z'), skipped: false }],
    })
    const service = sampleService({ expiresAt: at('2025-03-08T12:00:00Z') })
    const steps = nextSteps({ service, facts: held, policy, calendar, now: NOW }, 3)
    assert.deepEqual(
      steps.map(({ step, blockedOn }) => [step, blockedOn]),
      [['suspend', 'hold']],
    )
    const forLife = sampleService({ cycle: 'onetime', expiresAt: null })
    assert.deepEqual(
      nextSteps({ service: forLife, facts: sampleFacts(), policy, calendar, now: NOW }, 3),
      [],
    )
  })
})

describe('the schedule of a service', () => {
  it('after a requested suspension waits for its operation', () => {
    const service = sampleService({ expiresAt: NOW - 1, anchorDay: 10 })
    const renewal = { cycle: 'monthly', periods: 1, mailedAt: at('2025-03-01T12:00:00Z') } as const
    const facts = sampleFacts({ renewal })
    const milestones = timeline(service, resolvePolicy('monthly', {}), calendar)
    const decision = decide(service, milestones, facts, NOW)
    assert.ok(decision.kind === 'do')
    assert.equal(toSchedule(decision, NOW).nextAt, NOW + 60_000)
    const after = request(service, facts, decision.steps[0], NOW)
    assert.equal(after.service.status, 'active', 'the status says what is true')
    const entry = toSchedule(decide(after.service, milestones, after.facts, NOW), NOW)
    assert.deepEqual([entry.blockedOn, entry.step], ['operation', 'suspend'])
    assert.equal(entry.nextAt, NOW + 3_600_000)
  })

  it('stores steps under the period that they ask for', () => {
    assert.equal(periodKey(sampleService()), at('2025-03-29T12:00:00Z'))
    assert.equal(periodKey(sampleService({ status: 'pending', orderedAt: 5 })), 5)
    assert.equal(periodKey(sampleService({ status: 'expired', endedAt: 7 })), 7)
    assert.equal(periodKey(sampleService({ expiresAt: null, orderedAt: 5 })), 5)
  })
})
