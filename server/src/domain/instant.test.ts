import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { civilFromDays, daysFromCivil } from './civil.ts'
import { fromIso, toIso } from './instant.ts'

describe('instants', () => {
  it('are written as ISO 8601 in UTC and read back', () => {
    const instant = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) })
    fc.assert(
      fc.property(instant, (at) => {
        const text = toIso(at)
        assert.equal(Temporal.Instant.from(text).epochMilliseconds, at)
        assert.equal(fromIso(text), at)
      }),
    )
  })

  it('count civil days both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 800_000 }), (days) => {
        const { year, month, day } = civilFromDays(days)
        assert.equal(daysFromCivil(year, month, day), days)
        assert.equal(new Temporal.PlainDate(1970, 1, 1).add({ days }).year, year)
      }),
    )
  })

  for (const [text, expected] of [
    ['2025-03-10T12:00:00Z', Date.UTC(2025, 2, 10, 12)],
    ['2025-03-10T12:00Z', Date.UTC(2025, 2, 10, 12)],
    ['2025-03-10T12:00:00.5Z', Date.UTC(2025, 2, 10, 12) + 500],
    ['2025-03-10T12:00:00+01:00', Date.UTC(2025, 2, 10, 11)],
    ['2025-03-10T12:00:00', null],
    ['2025-03-10', null],
    ['2025-02-29T12:00:00Z', null],
    ['2025-03-10T24:00:00Z', null],
    ['2025-03-10T12:60:00Z', null],
    ['2025-13-10T12:00:00Z', null],
    ['2025-03-10T12:00:00.1234Z', null],
    ['2025-03-10T12:00:00+99:00', null],
    ['yesterday', null],
  ] as const)
    it(`reads ${text} as ${expected === null ? 'nothing' : toIso(expected)}`, () => {
      assert.equal(fromIso(text), expected)
    })
})
