import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays } from '../calendar.ts'
import { DAY, HOUR, MINUTE } from '../instant.ts'
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
import type { CauseFact, Facts, OperationFact } from './types.ts'

const days = (count: number) => addDays(NOW, count, CALENDAR.zone)
const renewal = { cycle: 'monthly', periods: 1, mailedAt: NOW - 7 * DAY } as const
const late = sampleService({ expiresAt: NOW - MINUTE, anchorDay: 10 })
const unpaid = sampleFacts({ renewal })
const overdue: CauseFact = { cause: 'overdue', since: NOW - DAY }
const abuse: CauseFact = { cause: 'abuse', since: NOW - 2 * DAY }
const suspended = { ...late, status: 'suspended', expiresAt: days(-2) } as const

function operation(over: Partial<OperationFact>): OperationFact {
  return { kind: 'suspend', state: 'queued', waitsForStaff: false, byAutomation: true, ...over }
}

/** What is decided, in a word: the first step, what is waited for, or the block. */
function outcome(service: typeof late, facts: Facts, rules: WalkRules = {}, now = NOW): string {
  const decision = decideAt(service, facts, now, rules)
  if (decision.kind === 'do') return decision.steps[0].kind
  if (decision.kind === 'blocked') return `blocked on ${decision.on}`
  return decision.kind === 'wait' ? `wait for ${decision.next.step}` : 'rest'
}

function suspendAt(service: typeof late, facts: Facts, rules: WalkRules = {}): number | null {
  const decision = decideAt(service, facts, NOW, rules)
  return decision.kind === 'wait' && decision.next.step === 'suspend' ? decision.until : null
}

describe('suspension', () => {
  it('G1: expired a minute ago, in the window: suspended now, for overdue', () => {
    const decision = decideAt(late, unpaid, NOW)
    assert.ok(decision.kind === 'do' && decision.steps.length === 1)
    const [step] = decision.steps
    assert.ok(step.kind === 'suspend')
    assert.deepEqual([step.cause, step.operation], ['overdue', true])
    assert.deepEqual(step.because, {
      rule: 'after_expiry',
      field: 'suspendAfterDays',
      value: 0,
      level: 'default',
    })
  })

  it('G2: with a delay of 3 not before 3 days', () => {
    const rules = { policy: { suspendAfterDays: 3 } }
    assert.equal(suspendAt(late, unpaid, rules), addDays(NOW - MINUTE, 3, CALENDAR.zone))
  })

  it('A10: never for a service for life, five years on', () => {
    const forLife = { ...late, cycle: 'onetime', expiresAt: null } as const
    const decision = decideAt(forLife, sampleFacts(), NOW + 5 * 365 * DAY)
    assert.equal(decision.kind, 'rest')
  })

  it('leaves 3 days after the document was first mailed, or a day that an edit leaves', () => {
    const fresh = { ...unpaid, renewal: { ...renewal, mailedAt: NOW - DAY } }
    assert.equal(suspendAt(late, fresh), NOW + 2 * DAY)
    const unmailed = { ...unpaid, renewal: { ...renewal, mailedAt: null } }
    assert.equal(suspendAt(late, unmailed), NOW + 3 * DAY)
    assert.equal(suspendAt(late, { ...unpaid, graceUntil: NOW + DAY }), NOW + DAY)
  })

  it('waits for its window, weekends and holidays left out where the policy says so', () => {
    const evening = sampleService({ expiresAt: at('2025-03-14T19:00:00Z'), anchorDay: 14 })
    const now = at('2025-03-14T19:00:00Z')
    const hours = { fromHour: 9, toHour: 18, weekends: false, holidays: false }
    const rules = (over: object) => ({ policy: { destructiveHours: { ...hours, ...over } } })
    const when = (rule: WalkRules) => {
      const decision = decideAt(evening, unpaid, now, rule)
      return decision.kind === 'wait' ? decision.until : null
    }
    const calendar = { ...CALENDAR, holidays: ['2025-03-17'] }
    assert.equal(when(rules({ weekends: true, holidays: true })), at('2025-03-15T08:00:00Z'))
    assert.equal(when({ ...rules({}), calendar: CALENDAR }), at('2025-03-17T08:00:00Z'))
    assert.equal(when({ ...rules({}), calendar }), at('2025-03-18T08:00:00Z'))
  })

  it('waits for the next window where something held it up until its own had closed', () => {
    const night = at('2025-03-10T22:00:00Z')
    const when = (facts: Facts) => {
      const decision = decideAt(late, facts, night)
      return decision.kind === 'wait' ? [decision.next.step, decision.until] : decision.kind
    }
    assert.deepEqual(when(unpaid), ['suspend', at('2025-03-11T08:00:00Z')])
    const closing = sampleService({ expiresAt: at('2025-03-10T16:59:59.999Z'), anchorDay: 10 })
    const soon = decideAt(closing, unpaid, at('2025-03-10T17:01:00Z'))
    assert.equal(soon.kind === 'do' && soon.steps[0].kind, 'suspend', 'a prompt sweep is in time')
    const charge = { failedAttempts: 2, lastAttemptAt: night, inFlight: false }
    const rules = { policy: { autopayAttempts: 2 } }
    const refused = decideAt(late, { ...unpaid, charge }, night, rules)
    assert.equal(refused.kind === 'wait' && refused.until, at('2025-03-11T08:00:00Z'))
  })

  it('moves to a day after a gap that it fell into', () => {
    const gaps = [{ from: NOW - 6 * HOUR, to: NOW }]
    assert.equal(suspendAt(late, unpaid, { calendar: { ...CALENDAR, gaps } }), NOW + DAY)
    const before = [{ from: NOW - 6 * HOUR, to: NOW - HOUR }]
    assert.equal(outcome(late, unpaid, { calendar: { ...CALENDAR, gaps: before } }), 'suspend')
  })

  it('is switched off by disable_auto_suspend, and says so on the timeline', () => {
    const metadata = { ...NO_METADATA, disable_auto_suspend: true }
    assert.equal(outcome({ ...late, metadata }, unpaid), 'rest')
  })

  it('waits for the end of a hold; an open-ended one blocks', () => {
    assert.equal(suspendAt(late, { ...unpaid, hold: { until: NOW + DAY } }), NOW + DAY)
    assert.equal(outcome(late, { ...unpaid, hold: { until: null } }), 'blocked on hold')
    assert.equal(outcome(late, { ...unpaid, hold: { until: NOW - 1 } }), 'suspend')
  })

  it('asked for and not confirmed: the operation is waited for, then staff', () => {
    const asked = (operations: readonly OperationFact[]) => ({
      ...unpaid,
      causes: [{ cause: 'overdue', since: NOW } as const],
      operations,
    })
    assert.equal(outcome(late, asked([operation({})])), 'blocked on operation')
    assert.equal(outcome(late, asked([operation({ state: 'unknown' })])), 'blocked on operation')
    const failed = { state: 'failed', waitsForStaff: true } as const
    assert.equal(outcome(late, asked([operation(failed)])), 'blocked on staff')
    assert.equal(outcome(late, asked([])), 'blocked on staff')
  })

  it('lets another operation finish, but supersedes a failed one of another kind', () => {
    const with_ = (over: Partial<OperationFact>) => ({ ...unpaid, operations: [operation(over)] })
    assert.equal(outcome(late, with_({ kind: 'rename', state: 'running' })), 'blocked on operation')
    assert.equal(outcome(late, with_({ kind: 'rename', state: 'failed' })), 'suspend')
    const staff = { kind: 'suspend', state: 'failed', waitsForStaff: true } as const
    assert.equal(outcome(late, with_(staff)), 'blocked on staff')
  })

  it('of one that staff suspended adds the cause and asks no server', () => {
    const facts = { ...unpaid, causes: [abuse], suspendedAt: abuse.since }
    const decision = decideAt(suspended, facts, NOW)
    assert.ok(decision.kind === 'do' && decision.steps[0].kind === 'suspend')
    assert.equal(decision.steps[0].operation, false)
  })

  it('the second switch stops everything, and the next step is still named', () => {
    const decision = decideAt(late, { ...unpaid, paused: true }, NOW)
    assert.ok(decision.kind === 'blocked')
    assert.deepEqual([decision.on, decision.next.step], ['hold', 'suspend'])
  })
})

describe('an end that people asked for', () => {
  const asked = (over: Partial<OperationFact>) => [
    operation({ kind: 'terminate', byAutomation: false, ...over }),
  ]
  const failed = { state: 'failed', waitsForStaff: true } as const
  const clear = sampleFacts({ suspendedAt: overdue.since })
  const paid = { ...suspended, expiresAt: days(28) }

  it('is not overtaken by a suspension', () => {
    assert.equal(outcome(late, { ...unpaid, operations: asked(failed) }), 'blocked on staff')
    assert.equal(outcome(late, { ...unpaid, operations: asked({}) }), 'blocked on operation')
  })

  it('nor by a payment, while the automation’s own is', () => {
    assert.equal(outcome(paid, { ...clear, operations: asked(failed) }), 'blocked on staff')
    const own = asked({ ...failed, byAutomation: true })
    assert.equal(outcome(paid, { ...clear, operations: own }), 'unsuspend')
  })
})

describe('running again', () => {
  const facts = sampleFacts({ renewal, causes: [overdue], suspendedAt: overdue.since })

  it('not while it is unpaid', () => {
    assert.equal(outcome(suspended, facts), 'wait for final_notice')
  })

  it('E4: paid: the cause is cleared and the server asked', () => {
    const paid = { ...suspended, expiresAt: days(28) }
    const decision = decideAt(paid, { ...facts, renewal: null }, NOW)
    assert.ok(decision.kind === 'do' && decision.steps[0].kind === 'unsuspend')
    const { clears, operation, because } = decision.steps[0]
    assert.deepEqual([clears, operation, because.rule], [['overdue'], true, 'no_longer_overdue'])
  })

  it('held: likewise, and suspended again when the hold is over', () => {
    const hold = { until: NOW + 3 * DAY }
    const span = { from: NOW, to: NOW + 3 * DAY }
    const { steps } = walk({ service: suspended, facts: { ...facts, hold } }, span)
    assert.deepEqual(texts(steps), [
      '2025-03-10T12:00 unsuspend',
      '2025-03-13T12:00 suspend overdue',
    ])
  })

  it('a payment removes its own cause only, and asks no server', () => {
    const paid = { ...suspended, expiresAt: days(28) }
    const both = { ...facts, renewal: null, causes: [overdue, abuse] }
    const decision = decideAt(paid, both, NOW)
    assert.ok(decision.kind === 'do' && decision.steps[0].kind === 'unsuspend')
    assert.deepEqual([decision.steps[0].clears, decision.steps[0].operation], [['overdue'], false])
    assert.notEqual(outcome(paid, { ...both, causes: [abuse] }), 'unsuspend')
  })

  it('when staff have cleared the last cause', () => {
    const clear = { ...facts, renewal: null, causes: [] }
    assert.equal(outcome({ ...suspended, expiresAt: days(28) }, clear), 'unsuspend')
  })

  it('calls a suspension back that is not confirmed yet', () => {
    const paid = { ...late, expiresAt: days(28) }
    const open = { ...facts, renewal: null, suspendedAt: null, operations: [operation({})] }
    assert.equal(outcome(paid, open), 'unsuspend')
  })

  it('is asked once, and waits for staff when it failed for good', () => {
    const paid = { ...suspended, expiresAt: days(28) }
    const clear = { ...facts, renewal: null, causes: [] }
    const queued = [operation({ kind: 'unsuspend' })]
    assert.equal(outcome(paid, { ...clear, operations: queued }), 'blocked on operation')
    const failed = [operation({ kind: 'unsuspend', state: 'failed', waitsForStaff: true })]
    assert.equal(outcome(paid, { ...clear, operations: failed }), 'blocked on staff')
    const ofSuspend = [operation({ state: 'failed', waitsForStaff: true })]
    assert.equal(outcome(paid, { ...clear, operations: ofSuspend }), 'unsuspend')
  })
})
