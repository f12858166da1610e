import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldOf, reasonsOf } from '../src/features/brake/brake-figures.ts'
import type { BrakeToday } from '../src/features/brake/brake-types.ts'

const group = (step: 'suspend' | 'expire', reason: 'too_many' | 'clock_jump', amount: string) => ({
  ...{ step, reason, text: '', count: 2 },
  money: [{ amount, currency: 'EUR' }],
})

const TODAY: BrakeToday = {
  day: '2026-11-22',
  standing: [{ reason: 'clock_jump', text: '' }],
  steps: [],
  held: [
    group('suspend', 'clock_jump', '100'),
    group('suspend', 'too_many', '9007199254740993'),
    group('expire', 'clock_jump', '7'),
  ],
  total: 6,
}

test('what is held of a step is counted, its money added up to the cent', () => {
  assert.deepEqual(heldOf(TODAY, 'suspend'), {
    count: 4,
    money: [{ amount: '9007199254741093', currency: 'EUR' }],
  })
  assert.deepEqual(heldOf(TODAY, 'cancel'), { count: 0, money: [] })
})

test('every reason is named once, what stands first', () => {
  assert.deepEqual(reasonsOf(TODAY), ['clock_jump', 'too_many'])
})
