import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countOf, partOf, withField } from '../src/features/policy/policy-fields.ts'
import {
  fromGrid,
  gridCurrencies,
  gridErrors,
  type PriceGrid,
  toGrid,
} from '../src/features/products/product-draft.ts'
import { inOrder } from '../src/features/settings/section-order.ts'
import { groupPermissions } from '../src/features/staff/permission-groups.ts'
import { readFields } from '../src/ui/form/schema-model.ts'
import { filledValues } from '../src/ui/form/schema-values.ts'

const euros = (amount: string) => ({ amount, currency: 'EUR' })

test('prices are sent cycle by cycle, and cells without a price are not', () => {
  const grid: PriceGrid = {
    'annually:EUR': { price: euros('9900'), setupFee: euros('500') },
    'weekly:EUR': { setupFee: euros('100') },
    'monthly:EUR': { price: euros('990') },
  }
  assert.deepEqual(fromGrid(grid), [
    { cycle: 'monthly', price: euros('990') },
    { cycle: 'annually', price: euros('9900'), setupFee: euros('500') },
  ])
})

test('stored prices come back as they were, and a set-up fee of nothing is empty', () => {
  const stored = [
    { cycle: 'monthly', price: euros('990'), setupFee: euros('0') },
    { cycle: 'onetime', price: euros('2000'), setupFee: euros('100') },
  ]
  const grid = toGrid(stored)
  assert.equal(grid['monthly:EUR']?.setupFee, undefined)
  assert.deepEqual(fromGrid(grid), [{ cycle: 'monthly', price: euros('990') }, stored[1]])
})

test('a complaint about the second price sent stands at its cell', () => {
  const grid: PriceGrid = {
    'onetime:EUR': { price: euros('1') },
    'monthly:EUR': { price: euros('1') },
  }
  assert.deepEqual(gridErrors(grid, { '/prices/1/price/amount': 'no', '/name/en': 'other' }), {
    'onetime:EUR': 'no',
  })
})

test('a currency that prices still use keeps its column', () => {
  assert.deepEqual(gridCurrencies({ 'monthly:USD': {} }, ['EUR']), ['EUR', 'USD'])
})

test('a delay that is emptied is inherited again', () => {
  const set = withField({}, { cycle: null, field: 'suspendAfterDays' }, 5)
  assert.deepEqual(set, { suspendAfterDays: 5 })
  assert.deepEqual(withField(set, { cycle: null, field: 'suspendAfterDays' }, undefined), {})
})

test('a delay for one cycle stands beside those for all, and its part goes with its last value', () => {
  const shared = { suspendAfterDays: 5 }
  const weekly = withField(shared, { cycle: 'weekly', field: 'minNoticeDays' }, 1)
  assert.deepEqual(weekly, { suspendAfterDays: 5, perCycle: { weekly: { minNoticeDays: 1 } } })
  assert.deepEqual(partOf(weekly, null), shared)
  assert.equal(countOf(weekly, 'weekly'), 1)
  const changed = withField(weekly, { cycle: null, field: 'suspendAfterDays' }, 6)
  assert.deepEqual(changed.perCycle, weekly.perCycle)
  assert.deepEqual(
    withField(weekly, { cycle: 'weekly', field: 'minNoticeDays' }, undefined),
    shared,
  )
})

test('text that is emptied where the default is not empty is sent', () => {
  const schema = {
    type: 'object',
    properties: {
      volumePath: { type: 'string', default: '/data' },
      ports: { type: 'string', default: '' },
    },
  }
  const fields = readFields(schema, { language: 'en' })
  assert.deepEqual(filledValues(fields, { volumePath: '', ports: '' }), { volumePath: '' })
})

test('permissions stand together by noun', () => {
  assert.deepEqual(groupPermissions(['services:read', 'orders:read', 'services:renew']), [
    { noun: 'services', permissions: ['services:read', 'services:renew'] },
    { noun: 'orders', permissions: ['orders:read'] },
  ])
})

test('sections that a later version brings stand behind the known ones', () => {
  assert.deepEqual(inOrder(['new', 'mail', 'business']), ['business', 'mail', 'new'])
})
