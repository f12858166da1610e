import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addMoney,
  distribute,
  formatMoney,
  isCurrency,
  minorDigits,
  parseMoney,
  roundHalfUp,
  splitMoney,
  toDecimal,
} from './money.ts'

describe('rounding', () => {
  for (const [numerator, denominator, expected] of [
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [49n, 100n, 0n],
    [50n, 100n, 1n],
    [-49n, 100n, 0n],
    [0n, 7n, 0n],
    [7n, 1n, 7n],
  ] as const)
    it(`${numerator} / ${denominator} is ${expected}`, () => {
      assert.equal(roundHalfUp(numerator, denominator), expected)
    })

  it('is the same for a credit note as for its invoice, and at most half a unit off', () => {
    const any = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
    fc.assert(
      fc.property(any, fc.bigInt({ min: 1n, max: 10n ** 6n }), (numerator, denominator) => {
        const rounded = roundHalfUp(numerator, denominator)
        assert.equal(roundHalfUp(-numerator, denominator), -rounded)
        const off = 2n * (rounded * denominator - numerator)
        assert.ok(off <= denominator && off >= -denominator)
      }),
    )
  })

  it('refuses a denominator that is not positive', () => {
    assert.throws(() => roundHalfUp(1n, 0n), RangeError)
  })
})

describe('splitting', () => {
  const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 30 })

  it('adds up exactly, and no part is a whole unit off its share', () => {
    fc.assert(
      fc.property(amount, weights, (total, shares) => {
        const parts = splitMoney(total, shares)
        assert.equal(
          parts.reduce((sum, part) => sum + part, 0n),
          total,
        )
        const given = shares.reduce((sum, share) => sum + share, 0n)
        const equal = given === 0n
        const sum = equal ? BigInt(shares.length) : given
        parts.forEach((part, index) => {
          const off = part * sum - total * (equal ? 1n : (shares[index] as bigint))
          assert.ok(off < sum && off > -sum)
        })
      }),
    )
  })

  it('gives the cents left to the largest remainders, the first of equals first', () => {
    assert.deepEqual(splitMoney(100n, [1n, 1n, 1n]), [34n, 33n, 33n])
    assert.deepEqual(splitMoney(-100n, [1n, 1n, 1n]), [-34n, -33n, -33n])
    assert.deepEqual(splitMoney(10n, [1n, 5n, 3n]), [1n, 6n, 3n])
    assert.deepEqual(splitMoney(5n, [0n, 0n]), [3n, 2n])
  })

  it('refuses what it cannot split', () => {
    assert.throws(() => splitMoney(1n, []), RangeError)
    assert.throws(() => splitMoney(1n, [2n, -1n]), RangeError)
    assert.throws(() => distribute(50n, [1n, 1n], 1n), RangeError)
  })
})

describe('amounts in words', () => {
  it('have the digits of their currency', () => {
    assert.deepEqual(['EUR', 'JPY', 'BHD', 'CLF'].map(minorDigits), [2, 0, 3, 4])
    // Where the runtime goes by what is in use, the standard stays with what is written.
    assert.deepEqual(['HUF', 'IDR', 'COP', 'PKR', 'MGA'].map(minorDigits), [2, 2, 2, 2, 2])
    assert.deepEqual(['IQD', 'ISK', 'UGX', 'KRW'].map(minorDigits), [3, 0, 0, 0])
    assert.equal(toDecimal({ amount: 1999n, currency: 'EUR' }), '19.99')
    assert.equal(toDecimal({ amount: -5n, currency: 'EUR' }), '-0.05')
    assert.equal(toDecimal({ amount: 500n, currency: 'JPY' }), '500')
    assert.equal(toDecimal({ amount: 5n, currency: 'BHD' }), '0.005')
  })

  it('are written as a language writes them, without losing a cent of a large one', () => {
    const plain = (text: string) => text.replace(/\s/g, ' ')
    assert.equal(plain(formatMoney({ amount: 1999n, currency: 'EUR' }, 'fr')), '19,99 €')
    assert.equal(formatMoney({ amount: 1999n, currency: 'EUR' }, 'en'), '€19.99')
    assert.equal(formatMoney({ amount: 500n, currency: 'JPY' }, 'en'), '¥500')
    assert.equal(formatMoney({ amount: 199_950n, currency: 'HUF' }, 'fr'), '1\u202f999,50\u00a0HUF')
    const large = { amount: 123_456_789_012_345_678_901n, currency: 'EUR' }
    assert.equal(formatMoney(large, 'en'), '€1,234,567,890,123,456,789.01')
  })

  it('are read back: 19.99 is 1999 minor units (M14)', () => {
    assert.deepEqual(parseMoney('19.99', 'EUR'), { amount: 1999n, currency: 'EUR' })
    assert.deepEqual(parseMoney('19,9', 'EUR'), { amount: 1990n, currency: 'EUR' })
    assert.deepEqual(parseMoney('-3', 'JPY'), { amount: -3n, currency: 'JPY' })
    for (const text of ['19.999', 'a', '', '1 000', '1e3', '.5'])
      assert.equal(parseMoney(text, 'EUR'), null, text)
    assert.equal(parseMoney('1.5', 'JPY'), null)
  })

  it('round-trip through their decimal form', () => {
    const any = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })
    fc.assert(
      fc.property(any, fc.constantFrom('EUR', 'JPY', 'BHD'), (amount, currency) => {
        assert.deepEqual(parseMoney(toDecimal({ amount, currency }), currency), {
          amount,
          currency,
        })
      }),
    )
  })

  it('add within one currency only', () => {
    const five = { amount: 5n, currency: 'EUR' }
    assert.deepEqual(addMoney(five, five, five), { amount: 15n, currency: 'EUR' })
    assert.throws(() => addMoney(five, { amount: 5n, currency: 'USD' }), RangeError)
  })

  it('are in currencies that exist', () => {
    assert.equal(isCurrency('EUR'), true)
    assert.equal(isCurrency('eur'), false)
    assert.equal(isCurrency('QQQ'), false)
  })
})
