import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TFunction } from 'i18next'
import { inheritedWords } from '../src/features/policy/inherited-policy.ts'
import {
  type EffectKind,
  movesOf,
  mustBeConfirmed,
  type PolicyEffect,
} from '../src/features/policy/policy-effect.ts'

const t = ((key: string, params?: { values?: string }) =>
  params?.values ? `${key} ${params.values}` : key) as unknown as TFunction

const kind: EffectKind = {
  step: 'suspend',
  text: 'Suspension',
  services: 5,
  earlier: 0,
  later: 4,
  added: 1,
  dropped: 0,
  firstAt: '2025-04-01T00:00:00.000Z',
}

test('a kind of step says only which ways it moves', () => {
  assert.deepEqual(movesOf(kind), [
    { key: 'later', count: 4 },
    { key: 'added', count: 1 },
  ])
})

test('ends that come nearer are confirmed by hand', () => {
  const effect = { nearer: { services: 1, firstAt: null } } as PolicyEffect
  assert.equal(mustBeConfirmed(effect), true)
  assert.equal(mustBeConfirmed({ ...effect, nearer: { services: 0, firstAt: null } }), false)
})

test('an inherited value is shown with its level, and the different ones where cycles differ', () => {
  const of = (days: number) => ({
    values: { invoiceLeadDays: days, suspendAfterDays: 0 },
    from: { invoiceLeadDays: 'default', suspendAfterDays: 'group' } as const,
  })
  const cycles = { monthly: of(7), annually: of(30) }
  const words = (field: string, cycle: string | null) => inheritedWords(cycles, { field, cycle }, t)
  assert.equal(words('suspendAfterDays', null), '0 (policy.level.group)')
  assert.equal(words('invoiceLeadDays', 'annually'), '30 (policy.level.default)')
  assert.equal(words('invoiceLeadDays', null), 'policy.dependsOnCycle 7 / 30')
  assert.equal(words('unknown', null), undefined)
})
