import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { discounted, discountedPeriods } from './discount.ts'
import { roundHalfUp } from './money.ts'

const sumOf = (prices: readonly bigint[]) => prices.reduce((sum, price) => sum + price, 0n)
const prices = fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { minLength: 1, maxLength: 12 })

const cases: [string, bigint[], Parameters<typeof discounted>[1], bigint[]][] = [
  ['10 % of 10.00', [1000n], { kind: 'percent', basisPoints: 1000 }, [900n]],
  [
    '10 % of price and set-up',
    [1000n, 1000n],
    { kind: 'percent', basisPoints: 1000 },
    [900n, 900n],
  ],
  ['all of it', [1000n, 5n], { kind: 'percent', basisPoints: 10_000 }, [0n, 0n]],
  ['a half is rounded up once', [5n, 5n, 5n], { kind: 'percent', basisPoints: 1000 }, [4n, 4n, 5n]],
  ['2.00 of two tens', [1000n, 1000n], { kind: 'fixed', amount: 200n }, [900n, 900n]],
  ['more than there is', [300n, 0n], { kind: 'fixed', amount: 1000n }, [0n, 0n]],
  ['of nothing', [0n, 0n], { kind: 'fixed', amount: 100n }, [0n, 0n]],
]
for (const [name, before, discount, after] of cases)
  test(`a discount: ${name}`, () => assert.deepEqual(discounted(before, discount), after))

test('a percentage takes off exactly the rounded part of the sum, of no price more than itself', () => {
  fc.assert(
    fc.property(prices, fc.integer({ min: 0, max: 10_000 }), (before, basisPoints) => {
      const after = discounted(before, { kind: 'percent', basisPoints })
      const off = roundHalfUp(sumOf(before) * BigInt(basisPoints), 10_000n)
      assert.equal(sumOf(after), sumOf(before) - off)
      after.forEach((price, index) => {
        assert.ok(price >= 0n && price <= (before[index] as bigint))
      })
    }),
  )
})

test('a fixed sum is taken off exactly, and never more than there is', () => {
  fc.assert(
    fc.property(prices, fc.bigInt({ min: 0n, max: 50_000_000n }), (before, amount) => {
      const after = discounted(before, { kind: 'fixed', amount })
      const sum = sumOf(before)
      assert.equal(sumOf(after), amount < sum ? sum - amount : 0n)
      after.forEach((price, index) => {
        assert.ok(price >= 0n && price <= (before[index] as bigint))
      })
    }),
  )
})

test('a discount for three renewals reaches the third and not the fourth', () => {
  const three = { renewals: 3 }
  const reached = (renewalCount: number, periods: number) =>
    discountedPeriods(three, renewalCount, periods)
  assert.deepEqual([reached(0, 1), reached(2, 1), reached(3, 1), reached(1, 5)], [1, 1, 0, 2])
  assert.equal(discountedPeriods({ renewals: null }, 1000, 4), 4)
})
