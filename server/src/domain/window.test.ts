import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { localParts, weekday } from './calendar.ts'
import { DAY, fromIso, toIso } from './instant.ts'
import { type HoursWindow, isInWindow, nextInWindow } from './window.ts'

const PARIS = 'Europe/Paris'
const OFFICE: HoursWindow = { fromHour: 9, toHour: 18, weekends: true, closedOn: [] }
const WORKDAYS: HoursWindow = { ...OFFICE, weekends: false, closedOn: ['2025-04-21'] }
const NIGHT: HoursWindow = { ...OFFICE, fromHour: 2, toHour: 3 }

describe('windows', () => {
  const rows: [string, HoursWindow, string, string][] = [
    ['inside it is now', OFFICE, '2025-03-10T12:00:00Z', '2025-03-10T12:00:00.000Z'],
    ['before it opens', OFFICE, '2025-03-10T03:00:00Z', '2025-03-10T08:00:00.000Z'],
    ['closing is closed', OFFICE, '2025-03-10T17:00:00Z', '2025-03-11T08:00:00.000Z'],
    ['across summer time', OFFICE, '2025-03-29T20:00:00Z', '2025-03-30T07:00:00.000Z'],
    ['hours that summer time skips', NIGHT, '2025-03-29T20:00:00Z', '2025-03-31T00:00:00.000Z'],
    ['an hour that comes twice', NIGHT, '2025-10-26T01:30:00Z', '2025-10-26T01:30:00.000Z'],
    ['over a weekend', WORKDAYS, '2025-03-14T20:00:00Z', '2025-03-17T08:00:00.000Z'],
    ['over Easter Monday', WORKDAYS, '2025-04-19T10:00:00Z', '2025-04-22T07:00:00.000Z'],
  ]
  for (const [name, window, from, to] of rows)
    it(name, () => {
      assert.equal(toIso(nextInWindow(fromIso(from) ?? 0, window, PARIS)), to)
    })

  it('gives an open moment, not before the one asked, and never far away', () => {
    const hours = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    const window = hours
      .filter(([fromHour, toHour]) => fromHour < toHour)
      .chain(([fromHour, toHour]) =>
        fc.boolean().map((weekends) => ({ fromHour, toHour, weekends, closedOn: [] })),
      )
    const at = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
    fc.assert(
      fc.property(at, window, (from, hours) => {
        const opens = nextInWindow(from, hours, PARIS)
        assert.ok(opens >= from && opens - from < 4 * DAY)
        assert.ok(isInWindow(opens, hours, PARIS))
        assert.ok(hours.weekends || weekday(opens, PARIS) <= 5)
        assert.ok(localParts(opens, PARIS).hour < hours.toHour)
      }),
    )
  })

  it('counts as open after sixty closed days, so that nothing waits for ever', () => {
    const closedOn = Array.from({ length: 90 }, (_, day) =>
      toIso(Date.UTC(2025, 0, 1) + day * DAY).slice(0, 10),
    )
    const from = Date.UTC(2025, 0, 1, 12)
    assert.equal(nextInWindow(from, { ...OFFICE, closedOn }, PARIS), from)
  })
})
