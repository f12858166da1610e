import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '../instant.ts'
import { nextInWindow } from '../window.ts'
import { type DigestItem, digestDepartures, type KnownDigest } from './digest-days.ts'

const zone = 'Europe/Paris'
/** Monday 10 March 2025, 00:00 in Paris. */
const MONDAY = Date.UTC(2025, 2, 9, 23)
const hours = { fromHour: 8, toHour: 20, weekends: true, closedOn: [] }
const mailMoment = (at: number) => nextInWindow(at, hours, zone)
const rulesWith = (known: readonly KnownDigest[] = []) => ({ zone, mailMoment, known })

/** An item that is known at an hour of Monday. */
function item(hour: number, latestHour: number | null = null): DigestItem {
  const at = MONDAY + hour * HOUR
  const latestAt = latestHour === null ? null : MONDAY + latestHour * HOUR
  return { at, mailAt: mailMoment(at), latestAt }
}

const departures = (items: readonly DigestItem[], known?: readonly KnownDigest[]) =>
  digestDepartures(items, rulesWith(known)).map((at) => (at - MONDAY) / HOUR)

test('what is known before the hours leaves in one mail when they begin', () => {
  assert.deepEqual(departures([item(3), item(7), item(8)]), [8, 8, 8])
})

test('once the mail has left, what follows waits for the next day’s', () => {
  assert.deepEqual(departures([item(3), item(14), item(15)]), [8, 32, 32])
  assert.deepEqual(departures([item(14), item(15), item(9)]), [33 - 1, 32, 9])
})

test('what would come too late on the next day leaves in a further mail of its own', () => {
  const notice = item(14, 14)
  assert.deepEqual(departures([item(9), notice, item(14, 20), item(16, 20)]), [9, 14, 14, 16])
  assert.deepEqual(departures([item(9), item(14, 33)]), [9, 32])
})

test('a mail that waits already takes what comes before it leaves; one that has left does not', () => {
  const queued = { leavesAt: MONDAY + 12 * HOUR, hasLeft: false, isFurther: false }
  assert.deepEqual(departures([item(9), item(13)], [queued]), [12, 32])
  assert.deepEqual(departures([item(9)], [{ ...queued, hasLeft: true }]), [32])
  const further = { ...queued, isFurther: true }
  const first = { leavesAt: MONDAY + 8 * HOUR, hasLeft: true, isFurther: false }
  assert.deepEqual(departures([item(9, 20), item(13, 20)], [first, further]), [12, 13])
})

test('whatever comes, nothing leaves early, and what can wait leaves once a day', () => {
  const known = fc.record({ hour: fc.integer({ min: 0, max: 240 }), ahead: fc.nat(60) })
  fc.assert(
    fc.property(fc.array(known, { maxLength: 30 }), fc.boolean(), (all, canWait) => {
      const items = all.map(({ hour, ahead }) => item(hour, canWait ? null : hour + ahead))
      const leave = digestDepartures(items, rulesWith())
      for (const [n, { at, mailAt, latestAt }] of items.entries()) {
        const leavesAt = leave[n] ?? 0
        assert.ok(leavesAt >= at)
        assert.equal(mailMoment(leavesAt), leavesAt)
        if (latestAt !== null && leavesAt > mailAt) assert.ok(leavesAt < latestAt)
      }
      if (!canWait) return
      const days = [...new Set(leave)].map((at) => Math.floor((at - MONDAY) / DAY))
      assert.equal(new Set(days).size, days.length)
    }),
  )
})
