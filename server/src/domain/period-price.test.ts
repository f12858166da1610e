import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  blocksTotal,
  discountEnd,
  nextPeriodTotal,
  optionsInCycle,
  type PricedService,
  periodBlocks,
} from './period-price.ts'
import type { ServiceDiscount, ServiceOption } from './service-option.ts'

const option = (over: Partial<ServiceOption> = {}): ServiceOption => ({
  id: 'o1',
  optionId: null,
  key: 'backup',
  label: { en: 'Backup', fr: 'Sauvegarde' },
  kind: 'checkbox',
  value: true,
  valueLabel: null,
  unit: '',
  recurring: true,
  price: '300',
  prices: { annually: '3000' },
  setupFee: '0',
  ...over,
})
const tenPercent = (renewals: number | null): ServiceDiscount => ({
  ...{ couponId: 'c', code: 'TEN', kind: 'percent', basisPoints: 1000, amount: '0' },
  renewals,
})
const service = (over: Partial<PricedService> = {}): PricedService => ({
  ...{ cycle: 'monthly', price: 1000n, options: [], discount: null, renewalCount: 0 },
  ...over,
})

test('a period costs the service and its recurring options; what is paid once is left out', () => {
  const once = option({ recurring: false, price: '9900' })
  assert.equal(nextPeriodTotal(service({ options: [option(), option(), once] })), 1600n)
})

test('a discount ends in the middle of a lapse: two periods at 9.00, one at 10.00', () => {
  const lapsed = service({ discount: tenPercent(3), renewalCount: 1 })
  const blocks = periodBlocks(lapsed, { cycle: 'monthly', periods: 3, unitPrice: 1000n })
  assert.deepEqual(
    blocks?.map(({ periods, parts }) => [periods, parts[0]?.unitPrice]),
    [
      [2, 900n],
      [1, 1000n],
    ],
  )
  assert.equal(blocksTotal(blocks ?? []), 2800n)
})

test('where a discount ends, and what it costs then', () => {
  const running = service({ discount: tenPercent(2), renewalCount: 1, options: [option()] })
  assert.deepEqual(discountEnd(running), { atRenewals: 2, price: 1300n })
  assert.equal(discountEnd({ ...running, renewalCount: 2 }), null)
  assert.equal(discountEnd(service({ discount: tenPercent(null) })), null)
})

test('another cycle takes the options’ prices of that cycle, or there is none', () => {
  const yearly = { cycle: 'annually' as const, periods: 1, unitPrice: 10_000n }
  const blocks = periodBlocks(service({ options: [option()] }), yearly)
  assert.equal(blocksTotal(blocks ?? []), 13_000n)
  const without = service({ options: [option({ prices: {} })] })
  assert.equal(periodBlocks(without, yearly), null)
  assert.equal(optionsInCycle(without, 'annually'), null)
})

test('options that changed their cycle know the way back', () => {
  const there = optionsInCycle(service({ options: [option()] }), 'annually') ?? []
  assert.equal(there[0]?.price, '3000')
  const back = optionsInCycle({ cycle: 'annually', options: there }, 'monthly')
  assert.equal(back?.[0]?.price, '300')
})
