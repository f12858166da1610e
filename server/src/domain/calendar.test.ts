import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  addCycles,
  addDays,
  instantOfLocal,
  isoWeekStart,
  isZone,
  localDate,
  localParts,
  monthStart,
  nextIsoWeekStart,
  nextMonthStart,
  startOfDate,
  startOfDay,
  weekday,
} from './calendar.ts'
import { daysFromCivil } from './civil.ts'
import { CYCLE_LENGTHS, CYCLES, isRecurring } from './cycle.ts'
import { DAY, fromIso, HOUR, toIso } from './instant.ts'

const ZONES = [
  'UTC',
  'Europe/Paris',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Gaza',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Apia',
  'Pacific/Chatham',
]

const zone = fc.constantFrom(...ZONES)
const cycle = fc.constantFrom(...CYCLES.filter(isRecurring))
const instant = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2060, 0, 1) })

/** Instants within a day and a half of a change of the zone's offset: where the mistakes are. */
const nearTransition = fc
  .tuple(zone, instant, fc.integer({ min: -36 * HOUR, max: 36 * HOUR }))
  .map(([name, at, shift]) => {
    const next = zoned(at, name).getTimeZoneTransition('next')
    return { name, at: (next?.epochMilliseconds ?? at) + shift }
  })
const anywhere = fc.tuple(zone, instant).map(([name, at]) => ({ name, at }))
const place = fc.oneof(nearTransition, anywhere)

function zoned(at: number, name: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name)
}

function ms(value: Temporal.ZonedDateTime): number {
  return value.epochMilliseconds
}

function iso(text: string): number {
  const value = fromIso(text)
  assert.notEqual(value, null, text)
  return value as number
}

describe('the calendar is what Temporal defines', () => {
  it('shows the same local time and day', () => {
    fc.assert(
      fc.property(place, ({ name, at }) => {
        const expected = zoned(at, name)
        const { year, month, day, hour, minute, second, millisecond } = expected
        assert.deepEqual(localParts(at, name), {
          year,
          month,
          day,
          hour,
          minute,
          second,
          millisecond,
        })
        assert.equal(localDate(at, name), expected.toPlainDate().toString())
        assert.equal(weekday(at, name), expected.dayOfWeek)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds the same instant for a local time, in gaps and overlaps too', () => {
    fc.assert(
      fc.property(place, ({ name, at }) => {
        const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC')
        const expected = local.toPlainDateTime().toZonedDateTime(name)
        assert.equal(toIso(instantOfLocal(at, name)), toIso(ms(expected)))
      }),
      { numRuns: 3000 },
    )
  })

  it('adds calendar days with the wall clock kept', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: -400, max: 400 }), ({ name, at }, days) => {
        const expected = ms(zoned(at, name).add({ days }))
        assert.equal(toIso(addDays(at, days, name)), toIso(expected))
      }),
      { numRuns: 3000 },
    )
  })

  it('finds the starts of days, weeks and months', () => {
    fc.assert(
      fc.property(place, ({ name, at }) => {
        const local = zoned(at, name)
        const monday = local.toPlainDate().subtract({ days: local.dayOfWeek - 1 })
        const first = local.toPlainDate().with({ day: 1 })
        const start = (date: Temporal.PlainDate) => ms(date.toZonedDateTime(name))
        assert.equal(toIso(startOfDay(at, name)), toIso(ms(local.startOfDay())))
        assert.equal(startOfDate(localDate(at, name), name), ms(local.startOfDay()))
        assert.equal(isoWeekStart(at, name), start(monday))
        assert.equal(nextIsoWeekStart(at, name), start(monday.add({ days: 7 })))
        assert.equal(monthStart(at, name), start(first))
        assert.equal(nextMonthStart(at, name), start(first.add({ months: 1 })))
      }),
      { numRuns: 2000 },
    )
  })

  it('adds periods that come back to the anchor day', () => {
    const count = fc.integer({ min: -40, max: 120 })
    const anchor = fc.integer({ min: 1, max: 31 })
    fc.assert(
      fc.property(place, cycle, count, anchor, ({ name, at }, of, periods, anchorDay) => {
        const length = CYCLE_LENGTHS[of]
        const local = zoned(at, name).toPlainDateTime()
        const expected =
          'days' in length
            ? ms(zoned(at, name).add({ days: length.days * periods }))
            : periods === 0
              ? at
              : ms(
                  local
                    .with({ day: 1 })
                    .add({ months: length.months * periods })
                    .with({ day: anchorDay })
                    .toZonedDateTime(name),
                )
        assert.equal(toIso(addCycles(at, of, periods, anchorDay, name)), toIso(expected))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('ten years of periods', () => {
  it('never drift from the anchor, whatever the anchor, cycle and zone', () => {
    const start = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) })
    fc.assert(
      fc.property(start, cycle, zone, (at, of, name) => {
        const { day: anchorDay } = localParts(at, name)
        let current = at
        for (let period = 1; current < at + 10 * 365 * DAY; period++) {
          const next = addCycles(current, of, 1, anchorDay, name)
          const parts = localParts(next, name)
          assert.ok(next > current, 'a period has a length')
          assert.equal(
            localDate(next, name),
            localDate(addCycles(at, of, period, anchorDay, name), name),
            'one by one or all at once',
          )
          if ('months' in CYCLE_LENGTHS[of]) {
            const last = new Temporal.PlainYearMonth(parts.year, parts.month).daysInMonth
            assert.equal(parts.day, Math.min(anchorDay, last))
          }
          current = next
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('known cases', () => {
  const PARIS = 'Europe/Paris'
  const lines: [string, string, string, number, (typeof CYCLES)[number]][] = [
    ['A1 monthly', '2025-03-20T08:00:00Z', '2025-04-20T07:00:00Z', 20, 'monthly'],
    ['A3 quarterly', '2025-01-20T08:00:00Z', '2025-04-20T07:00:00Z', 20, 'quarterly'],
    ['A4 weekly', '2025-01-20T08:00:00Z', '2025-01-27T08:00:00Z', 20, 'weekly'],
    ['A4 semiannually', '2025-01-20T08:00:00Z', '2025-07-20T07:00:00Z', 20, 'semiannually'],
    ['A4 annually', '2025-01-20T08:00:00Z', '2026-01-20T08:00:00Z', 20, 'annually'],
    ['A4 biennially', '2025-01-20T08:00:00Z', '2027-01-20T08:00:00Z', 20, 'biennially'],
    ['A4 triennially', '2025-01-20T08:00:00Z', '2028-01-20T08:00:00Z', 20, 'triennially'],
    ['A9 summer time', '2025-03-15T08:00:00Z', '2025-04-15T07:00:00Z', 15, 'monthly'],
    ['A9 in the gap', '2025-02-28T01:30:00Z', '2025-03-30T01:30:00Z', 30, 'monthly'],
  ]
  for (const [name, from, to, anchorDay, of] of lines)
    it(name, () => {
      assert.ok(isRecurring(of))
      assert.equal(addCycles(iso(from), of, 1, anchorDay, PARIS), iso(to))
    })

  it('A5 returns to the 31st: 31 Jan, 28 Feb, 31 Mar, 30 Apr', () => {
    const dates: string[] = []
    let at = iso('2025-01-31T11:00:00Z')
    for (let month = 0; month < 4; month++) {
      dates.push(localDate(at, PARIS))
      at = addCycles(at, 'monthly', 1, 31, PARIS)
    }
    assert.deepEqual(dates, ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'])
  })

  it('returns to 29 February in leap years', () => {
    const dates: string[] = []
    let at = iso('2024-02-29T11:00:00Z')
    for (let year = 0; year < 5; year++) {
      dates.push(localDate(at, PARIS))
      at = addCycles(at, 'annually', 1, 29, PARIS)
    }
    assert.deepEqual(dates, ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
  })

  it('knows its zones', () => {
    assert.equal(isZone('Europe/Paris'), true)
    assert.equal(isZone('Europe/Atlantis'), false)
    assert.equal(daysFromCivil(1970, 1, 1), 0)
  })
})
