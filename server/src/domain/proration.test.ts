import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proratedPrice } from './proration.ts'

const period = { startsAt: 1000, endsAt: 4000 }
const cases: [string, number, bigint][] = [
  ['before it starts, all of it', 0, 300n],
  ['at the start, all of it', 1000, 300n],
  ['a third is left', 3000, 100n],
  ['a half of a unit is rounded up', 3995, 1n],
  ['over', 4000, 0n],
  ['long over', 9000, 0n],
]
for (const [name, now, price] of cases)
  test(`the rest of a period: ${name}`, () => assert.equal(proratedPrice(300n, now, period), price))

test('the rest never costs more than the whole, nor less than nothing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer(), (price, now) => {
      const rest = proratedPrice(price, now, period)
      assert.ok(rest >= 0n && rest <= price)
    }),
  )
})
