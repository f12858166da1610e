import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toIso } from '../instant.ts'
import { resolvePolicy } from '../policy.ts'
import {
  compareForecasts,
  type ForecastInput,
  forecast,
  lookAhead,
  type Supposition,
  suppose,
} from './index.ts'
import { at, CALENDAR, NOW, sampleFacts, sampleService } from './testing/sample-service.ts'

const policy = resolvePolicy('monthly', {})
const start: ForecastInput = {
  service: sampleService(),
  facts: sampleFacts(),
  policy,
  calendar: CALENDAR,
  now: NOW,
}
const overdue: ForecastInput = {
  ...start,
  service: sampleService({
    status: 'suspended',
    expiresAt: at('2025-03-05T12:00:00Z'),
    anchorDay: 5,
  }),
  facts: sampleFacts({
    causes: [{ cause: 'overdue', since: at('2025-03-05T12:00:00Z') }],
    suspendedAt: at('2025-03-05T12:00:00Z'),
    renewal: { cycle: 'monthly', periods: 1, mailedAt: at('2025-02-26T12:00:00Z') },
  }),
}

function steps(input: ForecastInput, wish: Supposition): string[] {
  return forecast(suppose(input, wish), { count: 24 })
    .filter(({ step }) => step !== 'remind' && step !== 'final_notice' && step !== 'archive')
    .map(({ step, at: moment }) => `${toIso(moment).slice(0, 10)} ${step}`)
}

describe('what would follow', () => {
  const table: [string, ForecastInput, Supposition, string[]][] = [
    [
      'nothing',
      start,
      { do: 'nothing' },
      ['2025-03-22 invoice', '2025-03-29 suspend', '2025-04-05 expire'],
    ],
    [
      'seven days more',
      start,
      { do: 'add_days', days: 7 },
      ['2025-03-29 invoice', '2025-04-05 suspend', '2025-04-12 expire'],
    ],
    [
      'twenty days less: overdue, but a day is left',
      start,
      { do: 'subtract_days', days: 20 },
      ['2025-03-10 invoice', '2025-03-13 suspend', '2025-03-20 expire'],
    ],
    [
      'paid: the next period is asked for a month later',
      start,
      { do: 'pay' },
      ['2025-04-22 invoice', '2025-04-29 suspend', '2025-05-06 expire'],
    ],
    [
      'paid for a year',
      start,
      { do: 'pay', cycle: 'annually' },
      ['2026-03-22 invoice', '2026-03-29 suspend', '2026-04-05 expire'],
    ],
    [
      'paid while overdue: it runs again at once and extends from its expiry',
      overdue,
      { do: 'pay' },
      ['2025-03-10 unsuspend', '2025-03-29 invoice', '2025-04-05 suspend', '2025-04-12 expire'],
    ],
    ['cancelled at the end', start, { do: 'cancel', when: 'end_of_period' }, ['2025-03-29 cancel']],
    ['cancelled now', start, { do: 'cancel', when: 'now' }, []],
    [
      'held: it is suspended when the hold ends',
      start,
      { do: 'hold', until: at('2025-04-10T12:00:00Z') },
      ['2025-03-22 invoice', '2025-04-10 suspend', '2025-04-17 expire'],
    ],
    [
      'another policy',
      start,
      { do: 'set_policy', policy: resolvePolicy('monthly', { service: { suspendAfterDays: 10 } }) },
      ['2025-03-22 invoice', '2025-04-08 suspend', '2025-04-15 expire'],
    ],
    [
      'another cycle: asked for by its own delays, from the same expiry',
      start,
      {
        do: 'change_cycle',
        cycle: 'annually',
        price: { amount: 10_000n, currency: 'EUR' },
        policy: resolvePolicy('annually', {}),
        pay: false,
      },
      ['2025-03-10 invoice', '2025-03-29 suspend', '2025-04-05 expire'],
    ],
    [
      'another cycle, paid at once',
      start,
      {
        do: 'change_cycle',
        cycle: 'quarterly',
        price: { amount: 2700n, currency: 'EUR' },
        policy: resolvePolicy('quarterly', {}),
        pay: true,
      },
      ['2025-06-22 invoice', '2025-06-29 suspend', '2025-07-06 expire'],
    ],
    ['its automation stopped', start, { do: 'pause_automation' }, ['2025-03-22 invoice']],
  ]
  for (const [name, input, wish, expected] of table) {
    it(name, () => assert.deepEqual(steps(input, wish), expected))
  }

  it('leaves what it starts from as it is', () => {
    const before = structuredClone(overdue)
    for (const wish of [{ do: 'pay' }, { do: 'add_days', days: 3 }] as const) suppose(overdue, wish)
    assert.deepEqual(overdue, before)
  })

  it('pays the order of a pending service', () => {
    const service = sampleService({ status: 'pending', expiresAt: null, orderedAt: NOW })
    const input = { ...start, service, facts: sampleFacts({ order: { state: 'unpaid' } }) }
    assert.deepEqual(steps(input, { do: 'pay' })[0], '2025-03-10 deliver')
  })
})

describe('two forecasts side by side', () => {
  const changes = (wish: Supposition) =>
    Object.fromEntries(
      compareForecasts(
        lookAhead(start, { count: 24 }),
        lookAhead(suppose(start, wish), { count: 24 }),
      ).map(({ before, after, change }) => [
        `${(after ?? before)?.step}${(after ?? before)?.days ?? ''}`,
        change,
      ]),
    )

  it('say of each step whether it comes earlier, later, new or not at all', () => {
    assert.equal(changes({ do: 'add_days', days: 7 }).suspend, 'later')
    assert.equal(changes({ do: 'subtract_days', days: 2 }).suspend, 'earlier')
    const cancelled = changes({ do: 'cancel', when: 'end_of_period' })
    assert.equal(cancelled.cancel, 'new')
    assert.equal(cancelled.invoice, 'gone')
  })

  it('are the same when nothing is done', () => {
    assert.deepEqual([...new Set(Object.values(changes({ do: 'nothing' })))], ['same'])
  })
})
