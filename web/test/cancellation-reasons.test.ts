import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved } from '../src/features/cancellation-reasons/reason-requests.ts'
import { chartRows } from '../src/features/cancellation-reasons/statistics-chart.ts'

test('a reason moves by one place, and stays where it cannot go further', () => {
  const ids = ['a', 'b', 'c']
  assert.deepEqual(moved(ids, 'b', -1), ['b', 'a', 'c'])
  assert.deepEqual(moved(ids, 'b', 1), ['a', 'c', 'b'])
  assert.deepEqual(moved(ids, 'a', -1), ids)
  assert.deepEqual(moved(ids, 'c', 1), ids)
})

test('the chart has a row per moment and a series per reason, with zeros where nothing was', () => {
  const counts = { total: 1, endOfPeriod: 1, now: 0, byCustomer: 1, byStaff: 0 }
  const { rows, series } = chartRows({
    reasons: [
      { id: 'a', name: 'Price', active: true, ...counts },
      { id: null, name: 'None', active: false, ...counts },
    ],
    series: [
      { at: '2025-03', total: 2, reasons: [{ id: 'a', count: 2 }] },
      { at: '2025-04', total: 1, reasons: [{ id: null, count: 1 }] },
    ],
  })
  assert.deepEqual(rows, [
    { at: '2025-03', a: 2, none: 0 },
    { at: '2025-04', a: 0, none: 1 },
  ])
  assert.deepEqual(
    series.map(({ label }) => label),
    ['Price', 'None'],
  )
})
