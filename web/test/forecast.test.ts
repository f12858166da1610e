import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitEvents } from '../src/api/event-stream.ts'
import { moveDay, weeksOf } from '../src/features/forecast/calendar-weeks.ts'
import { revenueRows, stepRows } from '../src/features/forecast/chart-rows.ts'
import type {
  ForecastDay,
  ForecastPayment,
  ForecastStep,
} from '../src/features/forecast/forecast-types.ts'
import { countGroups } from '../src/features/forecast/step-groups.ts'
import { tellStory } from '../src/features/forecast/story.ts'

const day = (on: string, steps: Record<string, number> = {}): ForecastDay => ({
  ...{ on, steps, documents: 0, invoiced: [], revenue: [] },
  ...{ mails: 0, suspensions: 0, ends: 0, held: 0, blocked: 0 },
})

test('a stream is cut into its events, and the rest is kept', () => {
  const { events, left } = splitEvents(
    ': still there\n\nevent: progress\ndata: {"done":1}\n\nevent: result\nda',
  )
  assert.deepEqual(events, [{ name: 'progress', data: '{"done":1}' }])
  assert.equal(left, 'event: result\nda')
})

test('the weeks of a forecast begin on Monday and hold only its days', () => {
  const weeks = weeksOf([day('2026-11-22'), day('2026-11-23'), day('2026-11-24')])
  assert.deepEqual(
    weeks.map((week) => week[0]?.on),
    ['2026-11-16', '2026-11-23'],
  )
  assert.deepEqual(
    weeks
      .flat()
      .filter((field) => field.day)
      .map(({ on }) => on),
    ['2026-11-22', '2026-11-23', '2026-11-24'],
  )
  assert.deepEqual(weeksOf([]), [])
})

test('the keys move by days and weeks, and never out of the forecast', () => {
  const span = { from: '2026-11-22', to: '2027-01-20' }
  const moved = (key: string) => moveDay('2026-12-30', key, span)
  assert.equal(moved('ArrowRight'), '2026-12-31')
  assert.equal(moved('ArrowDown'), '2027-01-06')
  assert.equal(moved('Home'), '2026-12-28')
  assert.equal(moved('End'), '2027-01-03')
  assert.equal(moved('PageDown'), span.to)
  assert.equal(moveDay('2026-11-23', 'ArrowUp', span), span.from)
  assert.equal(moved('a'), null)
})

test('steps are counted by what they mean; unknown ones are others', () => {
  assert.deepEqual(countGroups({ expire: 1, cancel: 2, invoice: 3, brought_later: 1 }), {
    ...{ ends: 3, documents: 3, others: 1 },
  })
})

test('a chart has the groups and currencies that occur, each day its own point', () => {
  const days = [
    day('2026-11-22', { suspend: 2 }),
    { ...day('2026-11-23'), revenue: [{ currency: 'JPY', amount: '500' }] },
  ]
  assert.deepEqual(
    stepRows(days, (on) => on).groups.map(({ id }) => id),
    ['suspensions'],
  )
  assert.deepEqual(
    revenueRows(days, (on) => on),
    {
      rows: [{ day: '2026-11-22' }, { day: '2026-11-23', JPY: 500 }],
      currencies: ['JPY'],
    },
  )
})

test('a story tells steps and payments in the order of time', () => {
  const step = (at: string) => ({ at, key: at }) as ForecastStep
  const payment = (at: string) => ({ at }) as ForecastPayment
  assert.deepEqual(
    tellStory(
      [step('2026-12-13T08:00:00Z'), step('2026-12-20T08:00:00Z')],
      [payment('2026-12-13T08:00:00Z')],
    ).map(({ kind }) => kind),
    ['step', 'payment', 'step'],
  )
})
