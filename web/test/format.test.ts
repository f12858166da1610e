import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatBytes,
  formatMoney,
  formatRelative,
  toDecimal,
  toMinorUnits,
} from '../src/i18n/format.ts'
import { chooseLanguage } from '../src/i18n/languages.ts'
import { expiryWords } from '../src/ui/value/expiry.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const HOUR = 3_600_000
const DAY = 24 * HOUR

test('money is written in the reader’s way, with the currency’s own decimals', () => {
  assert.equal(plain(formatMoney({ amount: '1999', currency: 'EUR' }, 'fr')), '19,99 €')
  assert.equal(formatMoney({ amount: '1999', currency: 'EUR' }, 'en'), '€19.99')
  assert.equal(formatMoney({ amount: '-5', currency: 'EUR' }, 'en'), '-€0.05')
  assert.equal(plain(formatMoney({ amount: '1999', currency: 'JPY' }, 'en')), 'JP¥1,999')
  assert.equal(plain(formatMoney({ amount: '199950', currency: 'HUF' }, 'fr')), '1 999,50 HUF')
  assert.equal(plain(formatMoney({ amount: '5', currency: 'IQD' }, 'en')), 'IQD 0.005')
})

test('an amount beyond what a float holds keeps every digit', () => {
  assert.equal(
    formatMoney({ amount: '900719925474099301', currency: 'EUR' }, 'en'),
    '€9,007,199,254,740,993.01',
  )
})

for (const [typed, units] of [
  ['19,9', '1990'],
  ['19.99', '1999'],
  ['0', '0'],
  ['-0', '0'],
  ['-3,5', '-350'],
  ['1 200,00', '120000'],
  ['007', '700'],
  ['19,999', null],
  ['abc', null],
  ['', null],
  ['1,2,3', null],
] as const) {
  test(`typing "${typed}" in euros is ${units ?? 'no amount'}`, () => {
    assert.equal(toMinorUnits(typed, 2), units)
  })
}

test('minor units become a decimal without a float', () => {
  assert.equal(toDecimal('5', 2), '0.05')
  assert.equal(toDecimal('-1999', 2), '-19.99')
  assert.equal(toDecimal('1999', 0), '1999')
})

test('bytes are written in units people read', () => {
  assert.equal(formatBytes(6 * 1024 ** 3, 'en'), '6 GB')
  assert.equal(formatBytes(1536, 'fr'), '1,5 Ko')
  assert.equal(formatBytes(0, 'en'), '0 B')
})

test('relative times round towards the moment', () => {
  assert.equal(formatRelative(0, 3.9 * HOUR, 'en'), '3 hours ago')
  assert.equal(formatRelative(2.5 * DAY, 0, 'fr'), 'après-demain')
  assert.equal(formatRelative(10_000, 0, 'en'), 'now')
})

test('an expiry is told in whole days, under a day in hours, never as zero', () => {
  assert.deepEqual(expiryWords(null, 0), { kind: 'for_life' })
  assert.deepEqual(expiryWords(134.5 * DAY, 0), {
    kind: 'left',
    unit: 'days',
    count: 134,
    soon: false,
  })
  assert.deepEqual(expiryWords(14 * DAY - 1, 0), {
    kind: 'left',
    unit: 'days',
    count: 13,
    soon: true,
  })
  assert.deepEqual(expiryWords(10 * 60_000, 0), {
    kind: 'left',
    unit: 'hours',
    count: 1,
    soon: true,
  })
  assert.deepEqual(expiryWords(0, 3 * DAY + HOUR), { kind: 'overdue', unit: 'days', count: 3 })
  assert.deepEqual(expiryWords(0, 1), { kind: 'overdue', unit: 'hours', count: 1 })
})

test('the profile’s language wins, then the device’s choice, the browser, the installation', () => {
  assert.equal(chooseLanguage({ profile: 'fr', stored: 'en' }), 'fr')
  assert.equal(chooseLanguage({ stored: 'fr', browser: ['en'] }), 'fr')
  assert.equal(chooseLanguage({ browser: ['de-DE', 'fr-CA', 'en'] }), 'fr')
  assert.equal(chooseLanguage({ browser: ['de'], installation: 'fr' }), 'fr')
  assert.equal(chooseLanguage({}), 'en')
})
