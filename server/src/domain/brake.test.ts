import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type BrakeRules,
  dayLimit,
  heldFrom,
  isHeldFrom,
  limitAhead,
  mayHoldAhead,
  NO_LIMIT,
  standingReasonFor,
  standingReasons,
  wouldHold,
  wouldHoldAhead,
} from './brake.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const RULES: BrakeRules = {
  on: { too_many: true, clock_jump: true, no_sweep_yesterday: true, gateway_unreachable: true },
  floor: 20,
  percentOfForecast: 150,
  percentOfActive: 5,
}
const zone = 'Europe/Paris'
/** Monday 10 March 2025, 13:00 in Paris. */
const NOW = Date.UTC(2025, 2, 10, 12)
const QUIET = { gaps: [], gatewayFailingSince: null, zone }

const limits: [string, { forecast: number | null; active: number }, number, string][] = [
  ['little is forecast: the floor', { forecast: 3, active: 100_000 }, 20, 'floor'],
  ['half as many again as forecast', { forecast: 101, active: 0 }, 151, 'forecast'],
  ['nothing is forecast: the floor', { forecast: 0, active: 100_000 }, 20, 'floor'],
  ['no forecast yet: a share of the active', { forecast: null, active: 1_019 }, 50, 'active'],
  ['no forecast and few services: the floor', { forecast: null, active: 399 }, 20, 'floor'],
]
for (const [name, day, limit, from] of limits) {
  test(`the day’s limit, ${name}`, () => {
    assert.deepEqual(dayLimit(day, RULES), { limit, from })
  })
}

test('switched off, no number is too many', () => {
  const rules = { ...RULES, on: { ...RULES.on, too_many: false } }
  assert.deepEqual(dayLimit({ forecast: 0, active: 0 }, rules), { limit: NO_LIMIT, from: 'off' })
})

test('what lies beyond the limits would be held, suspensions and ends apart', () => {
  const limitsOfDay = { suspend: 20, expire: 30 }
  assert.equal(wouldHold({ suspend: 25, expire: 29 }, limitsOfDay), 5)
  assert.equal(wouldHold({ suspend: 20, expire: 31 }, limitsOfDay), 1)
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), (suspend, expire) => {
      assert.ok(wouldHold({ suspend, expire }, limitsOfDay) <= suspend + expire)
    }),
  )
})

test('a day to come is held against its own forecast', () => {
  const counts = { suspend: 34, expire: 7 }
  assert.equal(wouldHoldAhead(counts, { ...RULES, floor: 5, percentOfForecast: 10 }), 29 + 2)
  assert.equal(wouldHoldAhead(counts, { ...RULES, floor: 5, percentOfForecast: 50 }), 17 + 2)
  assert.equal(wouldHoldAhead(counts, { ...RULES, floor: 5 }), 0)
  const off = { ...RULES, on: { ...RULES.on, too_many: false }, floor: 1, percentOfForecast: 1 }
  assert.equal(wouldHoldAhead(counts, off), 0)
})

test('what is held are the last of a day, by moment and then by service', () => {
  const places = ['d', 'b', 'c', 'a'].map((serviceId) => ({ at: NOW, serviceId }))
  const early = { at: NOW - 1, serviceId: 'z' }
  const day = [...places, early]
  assert.equal(heldFrom(day, 5), null)
  assert.equal(isHeldFrom(early, null), false)
  const first = heldFrom(day, 3)
  const held = day.filter((place) => isHeldFrom(place, first))
  assert.deepEqual(held.map(({ serviceId }) => serviceId).sort(), ['c', 'd'])
})

test('as many are marked on a day to come as are counted', () => {
  const place = fc.record({ at: fc.nat(5), serviceId: fc.uuid() })
  const places = fc.uniqueArray(place, { selector: ({ serviceId }) => serviceId })
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 200 }), (day, percentOfForecast) => {
      const rules = { ...RULES, floor: 2, percentOfForecast }
      const first = heldFrom(day, limitAhead(day.length, rules))
      const held = day.filter((one) => isHeldFrom(one, first)).length
      assert.equal(held, wouldHoldAhead({ suspend: day.length, expire: 0 }, rules))
      assert.ok(held === 0 || mayHoldAhead(rules))
    }),
  )
})

test('without gaps and with its gateways at hand nothing stands', () => {
  assert.deepEqual(standingReasons(QUIET, RULES, NOW), [])
})

const gaps: [string, number, number, string[]][] = [
  ['an hour', NOW - HOUR - MINUTE, NOW, []],
  ['a day exactly', NOW - DAY, NOW, []],
  ['a day and a minute', NOW - DAY - MINUTE, NOW, ['clock_jump']],
  ['two days', NOW - 2 * DAY, NOW, ['clock_jump', 'no_sweep_yesterday']],
  ['ten days, yesterday over', NOW - 11 * DAY, NOW - DAY, ['clock_jump']],
  ['ten days, over for four', NOW - 15 * DAY, NOW - 4 * DAY, []],
]
for (const [name, from, to, reasons] of gaps) {
  test(`the clock stood still for ${name}`, () => {
    assert.deepEqual(standingReasons({ ...QUIET, gaps: [{ from, to }] }, RULES, NOW), reasons)
  })
}

test('a jump that ends on a Friday still stands on Monday evening, not on Tuesday', () => {
  const friday = Date.UTC(2025, 2, 7, 11)
  const jumped = { ...QUIET, gaps: [{ from: friday - 5 * DAY, to: friday }] }
  const mondayEvening = Date.UTC(2025, 2, 10, 22, 59)
  assert.deepEqual(standingReasons(jumped, RULES, mondayEvening), ['clock_jump'])
  assert.deepEqual(standingReasons(jumped, RULES, mondayEvening + MINUTE), [])
})

test('a gateway is given six hours', () => {
  const since = (ms: number) => ({ ...QUIET, gatewayFailingSince: NOW - ms })
  assert.deepEqual(standingReasons(since(6 * HOUR - 1), RULES, NOW), [])
  assert.deepEqual(standingReasons(since(6 * HOUR), RULES, NOW), ['gateway_unreachable'])
})

test('a reason that is switched off does not stand', () => {
  const jumped = { ...QUIET, gaps: [{ from: NOW - 3 * DAY, to: NOW }] }
  const on = { ...RULES.on, clock_jump: false }
  assert.deepEqual(standingReasons(jumped, { on }, NOW), ['no_sweep_yesterday'])
})

test('a cancellation that was asked for is held back by a jump of the clock alone', () => {
  assert.equal(standingReasonFor('cancel', ['no_sweep_yesterday', 'gateway_unreachable']), null)
  assert.equal(standingReasonFor('cancel', ['clock_jump']), 'clock_jump')
  assert.equal(standingReasonFor('expire', ['gateway_unreachable']), 'gateway_unreachable')
  assert.equal(standingReasonFor('suspend', []), null)
})
