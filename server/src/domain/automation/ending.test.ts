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
  type WalkRules,
  walk,
} from './testing/sample-service.ts'
import type { AutomatedService, CauseFact, Facts, OperationFact } from './types.ts'

const ZONE = CALENDAR.zone
const days = (count: number) => addDays(NOW, count, ZONE)
const renewal = { cycle: 'monthly', periods: 1, mailedAt: NOW - 7 * DAY } as const
const overdue: CauseFact = { cause: 'overdue', since: NOW }
const suspended = sampleService({ status: 'suspended', expiresAt: NOW, anchorDay: 10 })
const unpaid = sampleFacts({ renewal, causes: [overdue], suspendedAt: NOW })
const noticed = {
  ...unpaid,
  done: [{ key: `final_notice:1@${NOW}`, at: days(6), skipped: false }],
}

function outcome(service: AutomatedService, facts: Facts, now: number, rules: WalkRules = {}) {
  const decision = decideAt(service, facts, now, rules)
  if (decision.kind === 'do') return decision.steps[0].kind
  if (decision.kind === 'blocked') return `blocked on ${decision.on}`
  return decision.kind === 'wait' ? `wait for ${decision.next.step}` : 'rest'
}

describe('the end of an unpaid service', () => {
  it('G3: 7 days after the confirmed suspension; final notices 3 and 1 days before', () => {
    const span = { from: NOW, to: days(120) }
    const { steps, service, facts } = walk({ service: suspended, facts: unpaid }, span)
    assert.deepEqual(texts(steps), [
      '2025-03-14T12:00 final_notice 3',
      '2025-03-16T12:00 final_notice 1',
      '2025-03-17T12:00 expire',
      '2025-06-15T11:00 archive',
    ])
    assert.deepEqual([service.status, service.endedAt], ['expired', days(7)])
    assert.equal(facts.renewal, null)
    const dates = steps.flatMap(({ step }) => (step.kind === 'final_notice' ? [step.endsAt] : []))
    assert.deepEqual(dates, [days(7), days(7)])
  })

  it('its clock does not run before the suspension is confirmed', () => {
    assert.equal(outcome(suspended, { ...unpaid, suspendedAt: null }, days(300)), 'rest')
    const active = { ...suspended, status: 'active' } as const
    const failed: OperationFact = {
      kind: 'suspend',
      state: 'failed',
      waitsForStaff: true,
      byAutomation: true,
    }
    const stuck = { ...unpaid, suspendedAt: null, operations: [failed] }
    assert.equal(outcome(active, stuck, days(300)), 'blocked on staff')
  })

  it('keeps all its days after a suspension that came late', () => {
    const causes = [{ cause: 'overdue', since: days(20) } as const]
    const late = { ...unpaid, causes, suspendedAt: days(20) }
    const { steps } = walk({ service: suspended, facts: late }, { from: days(20), to: days(28) })
    assert.equal(steps.at(-1)?.at, days(27))
  })

  it('runs from the automation’s own cause when staff had suspended it before', () => {
    const long = { ...unpaid, suspendedAt: days(-40) }
    const { steps } = walk({ service: suspended, facts: long }, { from: NOW, to: days(8) })
    assert.equal(steps.at(-1)?.text, '2025-03-17T12:00 expire')
  })

  it('never comes under a staff cause: it asks staff', () => {
    const abuse: CauseFact = { cause: 'abuse', since: NOW }
    const both = { ...noticed, causes: [overdue, abuse] }
    assert.equal(outcome(suspended, both, days(30)), 'blocked on staff')
  })

  for (const key of ['disable_auto_suspend', 'disable_auto_terminate'] as const)
    it(`never comes with ${key}`, () => {
      const metadata = { ...NO_METADATA, [key]: true }
      assert.equal(outcome({ ...suspended, metadata }, noticed, days(300)), 'rest')
    })

  it('is never without a notice: one sent late moves it by a day', () => {
    const decision = decideAt(suspended, unpaid, days(9))
    assert.ok(decision.kind === 'do' && decision.steps[0].kind === 'final_notice')
    const [notice] = decision.steps
    assert.deepEqual([notice.days, notice.skips], [1, [`final_notice:3@${NOW}`]])
    assert.equal(notice.endsAt, days(10))
    const { steps } = walk({ service: suspended, facts: unpaid }, { from: days(9), to: days(11) })
    assert.deepEqual(texts(steps), ['2025-03-19T12:00 final_notice 1', '2025-03-20T12:00 expire'])
  })

  it('gives a day even with terminateAfterDays 0 and an empty list of notices', () => {
    const rules = { policy: { terminateAfterDays: 0, finalNoticeDays: [] } }
    const { steps } = walk({ service: suspended, facts: unpaid }, { from: NOW, to: days(2) }, rules)
    assert.deepEqual(texts(steps), ['2025-03-10T12:00 final_notice 1', '2025-03-11T12:00 expire'])
  })

  it('notices leave in the mail hours and the end waits for its window', () => {
    const causes = [{ cause: 'overdue', since: at('2025-03-10T19:30:00Z') } as const]
    const facts = { ...unpaid, causes, suspendedAt: at('2025-03-10T19:30:00Z') }
    const { steps } = walk({ service: suspended, facts }, { from: days(1), to: days(9) })
    assert.deepEqual(texts(steps), [
      '2025-03-15T07:00 final_notice 3',
      '2025-03-17T07:00 final_notice 1',
      '2025-03-18T08:00 expire',
    ])
  })

  it('waits for the next window where something held it up until its own had closed', () => {
    const decision = decideAt(suspended, noticed, days(7) + 8 * HOUR)
    assert.equal(decision.kind === 'wait' && decision.next.step, 'expire')
    assert.equal(decision.kind === 'wait' && decision.until, at('2025-03-18T08:00:00Z'))
  })

  it('moves to a day after a gap, and a second suspension has its own notices', () => {
    const gaps = [{ from: days(6), to: days(8) }]
    const decision = decideAt(suspended, noticed, days(8), { calendar: { ...CALENDAR, gaps } })
    assert.equal(decision.kind === 'wait' && decision.until, days(9))
    const again = { cause: 'overdue', since: days(20) } as const
    const second = { ...noticed, causes: [again], suspendedAt: days(20) }
    assert.equal(outcome(suspended, second, days(26)), 'final_notice')
  })

  it('keeps a day clear of a charge, and waits for one in flight', () => {
    const charge = { failedAttempts: 6, lastAttemptAt: days(6) + HOUR, inFlight: false }
    const waits = decideAt(
      suspended,
      { ...noticed, charge, lastRefusedAt: days(6) + HOUR },
      days(7),
    )
    assert.ok(waits.kind === 'wait')
    assert.deepEqual([waits.next.key, waits.until], ['charge:7', days(7) + HOUR])
    for (const last of [{ ...charge, failedAttempts: 7, lastAttemptAt: days(7) }, null]) {
      const facts = { ...noticed, charge: last, lastRefusedAt: days(7) }
      const decision = decideAt(suspended, facts, days(7))
      assert.equal(decision.kind === 'wait' && decision.until, days(8), 'auto-pay closed or not')
      assert.equal(outcome(suspended, facts, days(8)), 'expire')
    }
    const late = { ...charge, lastAttemptAt: days(8) }
    const daily = { ...noticed, charge: late, lastRefusedAt: days(8) }
    const after = decideAt(suspended, daily, days(8))
    assert.equal(after.kind === 'wait' && after.until, days(9), 'the end was due before')
    const flying = { ...charge, failedAttempts: 6, inFlight: true, lastAttemptAt: days(1) }
    assert.equal(outcome(suspended, { ...noticed, charge: flying }, days(9)), 'blocked on charge')
  })

  it('lets a running operation finish', () => {
    const operations = [
      { kind: 'power', state: 'running', waitsForStaff: false, byAutomation: true },
    ] as const
    assert.equal(outcome(suspended, { ...noticed, operations }, days(7)), 'blocked on operation')
    const ending = [
      { kind: 'terminate', state: 'queued', waitsForStaff: false, byAutomation: true },
    ] as const
    const twice = { ...noticed, operations: ending }
    assert.equal(outcome(suspended, twice, days(7)), 'blocked on operation')
  })

  it('a held service runs again instead', () => {
    assert.equal(outcome(suspended, { ...noticed, hold: { until: null } }, days(7)), 'unsuspend')
  })
})

describe('a cancellation for the end of the period', () => {
  const leaving = sampleService({ cancellationScheduled: true, expiresAt: days(3), anchorDay: 13 })

  it('H16, H9: brings no document, reminder or charge, and is carried out at E', () => {
    const charge = { failedAttempts: 0, lastAttemptAt: null, inFlight: false }
    const { steps, service } = walk(
      { service: leaving, facts: sampleFacts({ charge }) },
      { from: NOW, to: days(3) },
    )
    assert.deepEqual(texts(steps), ['2025-03-13T12:00 cancel'])
    assert.deepEqual([service.status, service.endedAt], ['cancelled', days(3)])
    assert.equal(service.cancellationScheduled, false)
  })

  it('waits for no window, and past E means now', () => {
    const night = { ...leaving, expiresAt: at('2025-03-11T02:00:00Z') }
    assert.equal(outcome(night, sampleFacts(), at('2025-03-11T02:00:00Z')), 'cancel')
    assert.equal(outcome(leaving, sampleFacts(), days(40)), 'cancel')
  })

  it('ends a suspended service too, but none with a staff cause', () => {
    const stopped = { ...leaving, status: 'suspended' } as const
    assert.equal(outcome(stopped, unpaid, days(3)), 'cancel')
    const abuse = { ...unpaid, causes: [{ cause: 'abuse', since: NOW } as const] }
    assert.equal(outcome(stopped, abuse, days(3)), 'blocked on staff')
  })

  it('waits for a hold, an operation, and a day after a gap', () => {
    const facts = sampleFacts()
    assert.equal(outcome(leaving, { ...facts, hold: { until: null } }, days(3)), 'blocked on hold')
    assert.equal(
      outcome(leaving, { ...facts, hold: { until: days(4) } }, days(3)),
      'wait for cancel',
    )
    const failed = [
      { kind: 'terminate', state: 'failed', waitsForStaff: true, byAutomation: true },
    ] as const
    assert.equal(outcome(leaving, { ...facts, operations: failed }, days(4)), 'blocked on staff')
    const gaps = [{ from: days(2), to: days(4) }]
    const decision = decideAt(leaving, facts, days(4), { calendar: { ...CALENDAR, gaps } })
    assert.equal(decision.kind === 'wait' && decision.until, days(5))
  })
})

describe('an ended service', () => {
  it('G10: leaves the default lists 90 days after its end, then rests', () => {
    const ended = sampleService({ status: 'terminated', endedAt: NOW })
    const decision = decideAt(ended, sampleFacts(), days(89))
    assert.equal(decision.kind === 'wait' && decision.until, days(90))
    assert.equal(outcome(ended, sampleFacts(), days(90)), 'archive')
    assert.equal(outcome({ ...ended, archivedAt: days(90) }, sampleFacts(), days(90)), 'rest')
  })
})
