import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY, toIso } from '../instant.ts'
import { type Policy, resolvePolicy } from '../policy.ts'
import { bringsEndNearer, type ForecastInput, measureChange } from './index.ts'
import { CALENDAR, NOW, sampleFacts, sampleService } from './testing/sample-service.ts'

const UNTIL = NOW + 60 * DAY

function start(installation: Partial<Policy> = {}, more: Partial<ForecastInput> = {}) {
  return {
    service: sampleService(),
    facts: sampleFacts(),
    policy: resolvePolicy('monthly', { installation }),
    calendar: CALENDAR,
    now: NOW,
    ...more,
  } satisfies ForecastInput
}

const moved = (before: ForecastInput, after: ForecastInput) =>
  measureChange(before, after, UNTIL)?.moved.map(
    (step) =>
      `${step.change} ${(step.after ?? step.before)?.step} ${toIso((step.after ?? step.before)?.at ?? 0).slice(0, 10)}`,
  ) ?? []

describe('a change of the rules', () => {
  it('moves nothing when the values come to the same', () => {
    const same = start({ suspendAfterDays: 0, terminateAfterDays: 7 })
    assert.equal(measureChange(start(), same, UNTIL), null)
  })

  it('moves the steps that it is about and those that follow', () => {
    assert.deepEqual(moved(start(), start({ suspendAfterDays: 2 })), [
      'later suspend 2025-03-31',
      'later final_notice 2025-04-04',
      'later final_notice 2025-04-06',
      'later expire 2025-04-07',
    ])
    assert.deepEqual(moved(start(), start({ reminderDays: [5, 3] })), ['gone remind 2025-03-28'])
  })

  it('archives only what has ended', () => {
    const ended = {
      service: sampleService({ status: 'expired', endedAt: NOW - DAY }),
    }
    const after = start({ archiveAfterDays: 30 }, ended)
    assert.deepEqual(moved(start({}, ended), after), ['earlier archive 2025-04-08'])
    assert.deepEqual(moved(start(), start({ archiveAfterDays: 30 })), [])
  })

  it('is nothing to a service that it can no longer reach', () => {
    const suspended = {
      service: sampleService({ status: 'suspended', expiresAt: NOW - DAY }),
      facts: sampleFacts({
        causes: [{ cause: 'overdue', since: NOW }],
        suspendedAt: NOW,
      }),
    }
    assert.deepEqual(moved(start({}, suspended), start({ invoiceLeadDays: 20 }, suspended)), [])
  })

  it('counts the periods that documents would be made for within the horizon', () => {
    const yearly = (invoiceLeadDays: number) =>
      start(
        { invoiceLeadDays },
        { service: sampleService({ cycle: 'annually', expiresAt: NOW + 80 * DAY }) },
      )
    const change = measureChange(yearly(7), yearly(30), UNTIL)
    assert.deepEqual(change?.asked, { before: [], after: [1] })
  })

  it('knows what brings a suspension or an end nearer', () => {
    const nearer = measureChange(start(), start({ terminateAfterDays: 3 }), UNTIL)
    const later = measureChange(start(), start({ suspendAfterDays: 3 }), UNTIL)
    assert.deepEqual(
      [nearer, later].map((change) => change && bringsEndNearer(change)),
      [true, false],
    )
  })

  it('sees another time zone where a day or an hour is counted in it', () => {
    const tokyo = start({}, { calendar: { ...CALENDAR, zone: 'Asia/Tokyo' } })
    assert.ok(moved(start(), tokyo).some((line) => line.includes('suspend')))
  })

  it('money is counted over the whole horizon, however many steps fall into it', () => {
    const weekly = (reminderDays: number[]) =>
      start(
        { invoiceLeadDays: 6, autopayLeadDays: 0, reminderDays },
        { ...autoPaid, service: sampleService({ cycle: 'weekly' }) },
      )
    const asked = (before: number[], after: number[]) =>
      measureChange(weekly(before), weekly(after), UNTIL)?.asked
    // Expiries from 29 March, asked for 6 days before: 23 March, 30 March, … 4 May.
    assert.deepEqual(asked([], [4]), { before: Array(7).fill(1), after: Array(7).fill(1) })
    assert.deepEqual(asked([4], [4, 3, 2, 1]), {
      before: Array(7).fill(1),
      after: Array(7).fill(1),
    })
  })
})

const autoPaid = {
  facts: sampleFacts({ charge: { failedAttempts: 0, lastAttemptAt: null, inFlight: false } }),
}

describe('other reminders of a service that pays by itself', () => {
  const remindedOn = (reminderDays: number[], cycle: 'weekly' | 'monthly' | 'annually') =>
    start(
      { invoiceLeadDays: 10, autopayLeadDays: 0, reminderDays },
      { ...autoPaid, service: sampleService({ cycle }) },
    )
  const changes = (before: number[], after: number[], cycle: 'weekly' | 'monthly' | 'annually') => {
    const measured = measureChange(remindedOn(before, cycle), remindedOn(after, cycle), UNTIL)
    const said = measured?.moved.map(
      (step) => `${step.change} ${(step.after ?? step.before)?.step}`,
    )
    return [...new Set(said)].sort()
  }
  const table: [before: number[], after: number[], expected: string[]][] = [
    [[4], [4, 1], ['new remind']],
    [[4, 1], [4], ['gone remind']],
    [[4], [1], ['later remind']],
    [[4], [5], ['earlier remind']],
    [[5, 2], [4], ['gone remind', 'later remind']],
    [[4], [5, 2], ['earlier remind', 'new remind']],
    [[5, 3], [5, 2], ['later remind']],
    [[], [6, 5, 4, 3, 2, 1], ['new remind']],
    [[1, 4], [4, 1], []],
  ]
  for (const [before, after, expected] of table)
    for (const cycle of ['weekly', 'monthly', 'annually'] as const)
      it(`${cycle}, [${before}] to [${after}]: ${expected.join(', ') || 'nothing'}`, () => {
        assert.deepEqual(changes(before, after, cycle), expected)
      })

  it('are held against each other period by period', () => {
    const measured = measureChange(remindedOn([6, 2], 'monthly'), remindedOn([4], 'monthly'), UNTIL)
    const day = (at: number | undefined) => (at === undefined ? '' : toIso(at).slice(0, 10))
    const said = measured?.moved.map(
      ({ change, before, after }) => `${change} ${day(before?.at)}>${day(after?.at)}`,
    )
    assert.deepEqual(said?.slice(0, 4), [
      'later 2025-03-23>2025-03-25',
      'gone 2025-03-27>',
      'later 2025-04-23>2025-04-25',
      'gone 2025-04-27>',
    ])
  })
})
