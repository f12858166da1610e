import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type PriceMode, type TaxLine, taxDocument } from './tax.ts'
import { taxRateFor, vatNumberCountry } from './tax-rate.ts'

const at20 = (amount: bigint): TaxLine => ({ amount, rateBasisPoints: 2000 })

describe('tax of a document', () => {
  it('M1: 10 at 20 % is 10 / 2 / 12', () => {
    const { net, tax, gross } = taxDocument([at20(1000n)], 'net')
    assert.deepEqual([net, tax, gross], [1000n, 200n, 1200n])
  })

  it('K6: 120 with tax is 100 and 20; the gross is kept', () => {
    const { net, tax, gross } = taxDocument([at20(12_000n)], 'gross')
    assert.deepEqual([net, tax, gross], [10_000n, 2000n, 12_000n])
  })

  it('is rounded once per rate: three lines of 0.03 pay 0.02, not 0.03', () => {
    const result = taxDocument([at20(3n), at20(3n), at20(3n)], 'net')
    assert.equal(result.tax, 2n)
    assert.deepEqual(
      result.lines.map(({ tax }) => tax),
      [1n, 1n, 0n],
    )
  })

  it('M3: a discount takes its tax with it', () => {
    const { net, tax, gross } = taxDocument([at20(2000n), at20(-200n)], 'net')
    assert.deepEqual([net, tax, gross], [1800n, 360n, 2160n])
  })

  it('keeps rates and mentions apart, highest rate first', () => {
    const { rates } = taxDocument(
      [
        { amount: 100n, rateBasisPoints: 0, mention: 'reverse_charge' },
        { amount: 100n, rateBasisPoints: 0 },
        { amount: 100n, rateBasisPoints: 550 },
        { amount: 100n, rateBasisPoints: 2000 },
      ],
      'net',
    )
    assert.deepEqual(
      rates.map(({ rateBasisPoints, mention, tax }) => [rateBasisPoints, mention, tax]),
      [
        [2000, null, 20n],
        [550, null, 6n],
        [0, 'reverse_charge', 0n],
        [0, null, 0n],
      ],
    )
  })

  it('adds up: lines, rates and the document are one sum, and a credit note mirrors it', () => {
    const line = fc.record({
      amount: fc.bigInt({ min: -100_000n, max: 10n ** 9n }),
      rateBasisPoints: fc.constantFrom(0, 210, 550, 1000, 2000, 2700),
    })
    const lines = fc.array(line, { maxLength: 25 })
    fc.assert(
      fc.property(lines, fc.constantFrom<PriceMode>('net', 'gross'), (given, mode) => {
        const result = taxDocument(given, mode)
        for (const field of ['net', 'tax', 'gross'] as const) {
          const total = (all: readonly { [key in typeof field]: bigint }[]) =>
            all.reduce((sum, one) => sum + one[field], 0n)
          assert.equal(total(result.lines), result[field])
          assert.equal(total(result.rates), result[field])
        }
        assert.equal(result.net + result.tax, result.gross)
        const kept = given.reduce((sum, { amount }) => sum + amount, 0n)
        assert.equal(mode === 'net' ? result.net : result.gross, kept)
        const mirrored = given.map((one) => ({ ...one, amount: -one.amount }))
        assert.equal(taxDocument(mirrored, mode).tax, -result.tax)
      }),
    )
  })

  it('refuses what is no rate', () => {
    for (const rateBasisPoints of [-1, 10_001, 19.6])
      assert.throws(() => taxDocument([{ amount: 1n, rateBasisPoints }], 'net'), RangeError)
  })
})

describe('the rate that applies', () => {
  const rules = {
    sellerCountry: 'FR',
    defaultRateBasisPoints: 2000,
    countryRates: { DE: 1900, CH: 0 },
  }
  const german = 'DE 123 456 789'
  const rows = [
    ['a consumer at home', 'consumer', 'FR', null, 2000, null],
    ['a consumer in a country of the table', 'consumer', 'DE', null, 1900, null],
    ['a consumer elsewhere', 'consumer', 'US', null, 2000, null],
    ['a country at 0', 'consumer', 'CH', null, 0, null],
    ['a business elsewhere in the EU', 'business', 'DE', german, 0, 'reverse_charge'],
    ['a business without a number', 'business', 'DE', null, 1900, null],
    ['a business with a bad number', 'business', 'DE', 'DE12', 1900, null],
    ['a number of another country', 'business', 'ES', german, 2000, null],
    ['a consumer with a number', 'consumer', 'DE', german, 1900, null],
    ['a business at home', 'business', 'FR', 'FR40303265045', 2000, null],
    ['a business in Greece', 'business', 'GR', 'EL123456789', 0, 'reverse_charge'],
  ] as const
  for (const [name, kind, country, vatNumber, rateBasisPoints, mention] of rows)
    it(name, () => {
      assert.deepEqual(taxRateFor({ kind, country, vatNumber }, rules), {
        rateBasisPoints,
        country,
        mention,
      })
    })

  it('owes tax as ever when the seller is outside the EU', () => {
    const buyer = { kind: 'business', country: 'DE', vatNumber: german } as const
    assert.equal(taxRateFor(buyer, { ...rules, sellerCountry: 'CH' }).mention, null)
  })

  it('reads VAT numbers by country', () => {
    assert.equal(vatNumberCountry('fr 40 303265045'), 'FR')
    assert.equal(vatNumberCountry('NL123456789B01'), 'NL')
    assert.equal(vatNumberCountry('GR123456789'), null)
    assert.equal(vatNumberCountry('XX123456789'), null)
    assert.equal(vatNumberCountry(''), null)
  })
})
