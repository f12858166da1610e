import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TFunction } from 'i18next'
import { historyChanges } from '../src/features/history/history-changes.ts'
import { metadataChanges } from '../src/features/metadata/metadata-changes.ts'
import { policyChanges } from '../src/features/policy/policy-changes.ts'
import {
  isFiltered,
  readHistoryFilter,
  toHistoryQuery,
} from '../src/features/service-page/history-filter.ts'
import { readObject } from '../src/features/service-page/read-object.ts'
import { periodPrices } from '../src/features/service-page/service-prices.ts'
import {
  actOf,
  NOTHING,
  supposedActs,
  toSupposition,
} from '../src/features/service-page/suppositions.ts'
import type { ServiceRenewal } from '../src/features/services/service-requests.ts'
import { withoutConfirm } from '../src/ui/action/action-types.ts'

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const service = {
  price: euros('1900'),
  recurringTotal: euros('2400'),
  initialPrice: euros('900'),
  cycle: 'monthly' as const,
  deliveredAt: '2026-10-01T10:00:00.000Z',
  plannedPrice: null,
  expiresAt: '2026-11-01T10:00:00.000Z',
  endedAt: null,
  cancellationScheduled: false,
}

function renewal(state: ServiceRenewal['state'], month: number): ServiceRenewal {
  const at = (of: number) => `2026-${String(of).padStart(2, '0')}-01T10:00:00.000Z`
  return {
    id: `${state}-${month}`,
    state,
    cycle: 'monthly',
    periods: 1,
    price: euros(String(1000 + month)),
    periodStartAt: at(month),
    periodEndAt: at(month + 1),
    document: { id: `document-${month}`, name: `P-${month}` },
    requestedBy: 'automation',
    overrode: null,
    createdAt: at(month),
    appliedAt: null,
  }
}

test('the running period cost what the latest paid renewal did, else the first price', () => {
  assert.equal(periodPrices(service, []).present.price.amount, '900')
  const renewals = [renewal('withdrawn', 9), renewal('applied', 7), renewal('applied', 8)]
  assert.equal(periodPrices(service, renewals).present.price.amount, '1008')
})

test('the next period costs what is asked for already, else all that recurs', () => {
  assert.equal(periodPrices(service, []).next?.price.amount, '2400')
  const announced = (from: string) => {
    const plannedPrice = { price: euros('2000'), total: euros('2500'), from }
    return periodPrices({ ...service, plannedPrice }, []).next?.price.amount
  }
  assert.equal(announced(service.expiresAt), '2500')
  assert.equal(announced('2099-01-01T00:00:00.000Z'), '2400')
  const { next } = periodPrices(service, [renewal('open', 11)])
  assert.deepEqual([next?.price.amount, next?.document?.name], ['1011', 'P-11'])
})

test('nothing comes next for what ends, has ended or has no term', () => {
  const open = [renewal('open', 11)]
  assert.equal(periodPrices({ ...service, cancellationScheduled: true }, open).next, null)
  assert.equal(periodPrices({ ...service, endedAt: service.expiresAt }, open).next, null)
  assert.equal(periodPrices({ ...service, cycle: 'free' }, []).next, null)
})

test('a history’s filter is read from the address, nonsense left out', () => {
  const filter = readHistoryFilter({
    actorKind: 'staff',
    kind: 'service.suspended',
    from: '2026-03-29',
    to: '2026-13-01',
  })
  assert.deepEqual(filter, {
    actorKind: 'staff',
    kind: 'service.suspended',
    from: '2026-03-29',
    to: null,
  })
  assert.equal(isFiltered(readHistoryFilter({ actorKind: 'ghost', kind: 'customer.' })), false)
})

test('the last day of a filter is included', () => {
  const filter = readHistoryFilter({ from: '2026-03-28', to: '2026-03-28' })
  const { from = '', to = '' } = toHistoryQuery(filter)
  assert.equal(new Date(from).getTime(), new Date('2026-03-28T00:00').getTime())
  assert.equal(new Date(to).getTime(), new Date('2026-03-29T00:00').getTime())
})

const t = ((key: string, { defaultValue } = { defaultValue: '' }) =>
  defaultValue || key) as unknown as TFunction
const words = {
  instant: (at: string) => at.slice(0, 10),
  money: ({ amount, currency }: { amount: string; currency: string }) => `${amount} ${currency}`,
  currency: 'EUR',
}
const changes = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  historyChanges(before, after, { t, words }).map((one) => [one.field, one.before, one.after])

test('a history writes dates, money and switches as people do', () => {
  const before = { expiresAt: '1970-01-01T00:00:00.000Z', price: '1900', version: 1 }
  const after = { expiresAt: '1970-01-02T00:00:00.000Z', price: '2100', version: 2 }
  assert.deepEqual(
    changes(
      { ...before, automationPaused: false, name: 'a' },
      { ...after, automationPaused: true, name: 'a' },
    ),
    [
      ['expiresAt', '1970-01-01', '1970-01-02'],
      ['price', '1900 EUR', '2100 EUR'],
      ['automationPaused', 'history.value.no', 'history.value.yes'],
    ],
  )
})

test('an announced price is written as a price and a day', () => {
  const plannedPrice = { from: '1970-01-02T00:00:00.000Z', amount: '1500', cycle: 'monthly' }
  assert.deepEqual(changes({ plannedPrice: null }, { plannedPrice }), [
    ['plannedPrice · from', null, '1970-01-02'],
    ['plannedPrice · amount', null, '1500 EUR'],
    ['plannedPrice · cycle', null, 'monthly'],
  ])
})

test('objects in a history are compared key by key', () => {
  assert.deepEqual(
    changes({ metadata: { a: '1', b: '2' } }, { metadata: { a: '1', b: '3', c: '4' } }),
    [
      ['metadata · b', '2', '3'],
      ['metadata · c', null, '4'],
    ],
  )
})

test('only what changed of metadata and policies is sent, null for what goes', () => {
  assert.deepEqual(metadataChanges({ a: '1', b: '2' }, { a: '1', c: '3' }), { b: null, c: '3' })
  assert.deepEqual(
    policyChanges(
      { suspendAfterDays: 3, reminderDays: [3, 1] },
      { reminderDays: [3, 1], invoiceLeadDays: 0 },
    ),
    { suspendAfterDays: null, invoiceLeadDays: 0 },
  )
})

test('order data as JSON is an object or nothing', () => {
  assert.deepEqual(readObject('{ "a": 1 }'), { a: 1 })
  for (const text of ['', '[]', 'null', '"a"', '{']) assert.equal(readObject(text), null)
})

test('what is so already is supposed the other way round', () => {
  const hold = { until: null, reason: '' }
  assert.ok(supposedActs({ cancellationScheduled: true, hold }).includes('undo_cancellation'))
  assert.ok(supposedActs({ cancellationScheduled: true, hold }).includes('release'))
  assert.ok(supposedActs({ cancellationScheduled: false, hold: null }).includes('cancel'))
})

test('a supposition becomes the question and the action that does it', () => {
  const days = { ...NOTHING, do: 'add_days' as const, days: 14 }
  assert.deepEqual(toSupposition(days), { do: 'add_days', days: 14 })
  assert.deepEqual(actOf(days), { verb: 'add_days', initial: { days: 14 } })
  const hold = { ...NOTHING, do: 'hold' as const }
  assert.deepEqual(toSupposition(hold), { do: 'hold', until: null })
  assert.deepEqual(actOf({ ...NOTHING, do: 'pay' }), { verb: 'renew', initial: {} })
  assert.equal(actOf(NOTHING), null)
})

test('only a name is typed to confirm; a tick to confirm stays in the form', () => {
  const form = (confirm: object) => ({ type: 'object', properties: { confirm } })
  assert.equal(withoutConfirm(form({ type: 'string' })).isConfirmed, true)
  const ticked = withoutConfirm(form({ type: 'boolean' }))
  assert.equal(ticked.isConfirmed, false)
  assert.ok(ticked.schema.properties?.confirm)
})
