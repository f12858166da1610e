import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  differing,
  draftOf,
  rebase,
  toChanges,
  withField,
} from '../src/features/service-page/edit-draft.ts'

const stored = {
  name: 'vps-1',
  description: '',
  notes: 'VIP',
  expiresAt: '2026-12-31T11:00:00.000Z',
  cycle: 'monthly' as const,
  price: { amount: '1900', currency: 'EUR' },
  initialPrice: { amount: '900', currency: 'EUR' },
  maxRenewals: null,
}
const base = draftOf(stored)

test('only what was changed is sent', () => {
  assert.deepEqual(toChanges(base, base), {})
  assert.deepEqual(toChanges(base, { ...base, notes: '', maxRenewals: 3 }), {
    notes: '',
    maxRenewals: 3,
  })
})

test('amounts are sent with their currency, both when the currency changes', () => {
  assert.deepEqual(toChanges(base, { ...base, price: '2100' }), {
    price: { amount: '2100', currency: 'EUR' },
  })
  assert.deepEqual(toChanges(base, { ...base, currency: 'CHF' }), {
    currency: 'CHF',
    price: { amount: '1900', currency: 'CHF' },
    initialPrice: { amount: '900', currency: 'CHF' },
  })
})

test('for life and unlimited are values, not gaps', () => {
  const limited = draftOf({ ...stored, maxRenewals: 2 })
  assert.deepEqual(toChanges(limited, { ...limited, maxRenewals: null, expiresAt: null }), {
    maxRenewals: null,
    expiresAt: null,
  })
})

test('fields that nobody typed in follow what somebody else saved', () => {
  const mine = { ...base, notes: 'mine' }
  const theirs = { ...base, name: 'vps-2', cycle: 'annually' }
  const result = rebase(base, mine, theirs)
  assert.deepEqual(result.followed.sort(), ['cycle', 'name'])
  assert.deepEqual(result.conflicts, [])
  assert.deepEqual(result.draft, { ...theirs, notes: 'mine' })
  assert.deepEqual(toChanges(theirs, result.draft), { notes: 'mine' })
})

test('what both typed differently stays and is named', () => {
  const mine = { ...base, notes: 'mine', name: 'same' }
  const theirs = { ...base, notes: 'theirs', name: 'same' }
  const result = rebase(base, mine, theirs)
  assert.deepEqual(result.conflicts, ['notes'])
  assert.equal(result.draft.notes, 'mine')
  assert.deepEqual(differing(theirs, withField(result.draft, theirs, 'notes')), [])
})
