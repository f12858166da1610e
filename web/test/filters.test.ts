import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  chipsOf,
  choiceWords,
  filterNames,
  groupFilters,
  withKeyValue,
  withoutChip,
} from '../src/ui/table/filter-model.ts'
import type { TableFilter } from '../src/ui/table/table-types.ts'

const type: TableFilter = {
  id: 'type',
  label: 'Type',
  kind: 'choices',
  options: [
    { value: 'none', label: 'None' },
    { value: 'docker', label: 'Docker' },
  ],
}
const expiry: TableFilter = {
  id: 'expiry',
  label: 'Expiry',
  kind: 'dayRange',
  from: 'expiresFrom',
  to: 'expiresTo',
  instead: { name: 'expires', value: 'never', label: 'for life' },
}
const metadata: TableFilter = { id: 'metadata', label: 'Metadata', kind: 'keyValue', group: 'Data' }
const price: TableFilter = {
  ...{ id: 'price', label: 'Price', kind: 'moneyRange', group: 'Money' },
  ...{ from: 'priceFrom', to: 'priceTo', currency: 'EUR' },
}
const ALL = [metadata, type, expiry, price]

test('a filter knows every name that it writes into the address', () => {
  assert.deepEqual(filterNames(ALL), [
    ...['metadata', 'type', 'expiresFrom', 'expiresTo', 'expires'],
    ...['priceFrom', 'priceTo'],
  ])
})

test('there is a chip for each filter in force, one for each value of a repeated one', () => {
  const values = { type: 'none,docker', expiresTo: '2025-04-01', metadata: 'eu\nplan:gold' }
  const chips = chipsOf(ALL, values)
  assert.deepEqual(
    chips.map((chip) => chip.key),
    ['metadata:eu', 'metadata:plan:gold', 'type', 'expiry'],
  )
  assert.deepEqual(chipsOf(ALL, {}), [])
})

test('a chip that is taken away takes all its names along', () => {
  const [chip] = chipsOf([expiry], { expires: 'never' })
  assert.ok(chip)
  assert.deepEqual(withoutChip(chip, { expires: 'never' }), {
    expiresFrom: null,
    expiresTo: null,
    expires: null,
  })
})

test('of a repeated filter only the one value is taken away', () => {
  const values = { metadata: 'eu\nplan:gold' }
  const [first, second] = chipsOf([metadata], values)
  assert.ok(first && second)
  assert.deepEqual(withoutChip(first, values), { metadata: 'plan:gold' })
  assert.deepEqual(withoutChip(second, { metadata: 'plan:gold' }), { metadata: null })
})

test('a key is added with its value or alone, and never twice', () => {
  const values = { metadata: 'eu' }
  const gold = { key: ' plan ', value: ' gold ' }
  assert.deepEqual(withKeyValue(metadata, values, gold), { metadata: 'eu\nplan:gold' })
  assert.deepEqual(withKeyValue(metadata, values, { key: 'eu', value: '' }), { metadata: 'eu' })
  assert.deepEqual(withKeyValue(metadata, {}, { key: ' ', value: '' }), { metadata: null })
})

test('several choices are said with their words, unknown ones as they are', () => {
  assert.equal(choiceWords(type, 'docker,proxmox'), 'Docker, proxmox')
})

test('filters without a group are offered first', () => {
  assert.deepEqual(
    groupFilters(ALL).map(({ group, filters }) => [group, filters.map((one) => one.id)]),
    [
      [null, ['type', 'expiry']],
      ['Data', ['metadata']],
      ['Money', ['price']],
    ],
  )
})
