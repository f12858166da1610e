import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays } from '../calendar.ts'
import {
  CALENDAR,
  decideAt,
  NOW,
  sampleFacts,
  sampleService,
  texts,
  walk,
} from './testing/sample-service.ts'

const days = (count: number) => addDays(NOW, count, CALENDAR.zone)
const pending = sampleService({ status: 'pending', orderedAt: NOW, expiresAt: null })
const order = (state: 'unpaid' | 'paid' | 'issued' | 'void') => sampleFacts({ order: { state } })

describe('an unpaid order', () => {
  it('is reminded after 3 days and given up after 7', () => {
    const { steps, service } = walk(
      { service: pending, facts: order('unpaid') },
      { from: NOW, to: days(8) },
    )
    assert.deepEqual(texts(steps), [
      '2025-03-13T12:00 remind_order 3',
      '2025-03-17T12:00 cancel_order',
    ])
    assert.equal(service.status, 'cancelled')
  })

  it('whose invoice has a number is left to staff', () => {
    const decision = decideAt(pending, order('issued'), days(7))
    assert.equal(decision.kind === 'do' && decision.steps[0].kind, 'remind_order')
    const { steps } = walk({ service: pending, facts: order('issued') }, { from: NOW, to: days(9) })
    assert.deepEqual(texts(steps), ['2025-03-13T12:00 remind_order 3'])
  })

  it('is not given up under a hold', () => {
    const held = { ...order('unpaid'), hold: { until: days(10) } }
    const { steps } = walk({ service: pending, facts: held }, { from: NOW, to: days(10) })
    assert.equal(steps.at(-1)?.text, '2025-03-20T12:00 cancel_order')
  })

  it('that is void, or was never made, leaves nothing to do', () => {
    assert.equal(decideAt(pending, order('void'), days(30)).kind, 'rest')
    assert.equal(decideAt(pending, sampleFacts(), days(30)).kind, 'rest')
  })
})

describe('a paid order', () => {
  it('is delivered, and its first period starts with the activation', () => {
    const { steps, service } = walk(
      { service: pending, facts: order('paid') },
      { from: days(2), to: days(2) },
    )
    assert.deepEqual(texts(steps), ['2025-03-12T12:00 deliver'])
    assert.equal(service.status, 'active')
    assert.equal(service.anchorDay, 12)
    assert.equal(service.expiresAt, addDays(days(2), 31, CALENDAR.zone))
  })

  it('starts with the order where the policy says so', () => {
    const rules = { policy: { firstPeriodFrom: 'order' } } as const
    const state = { service: pending, facts: order('paid') }
    const { service } = walk(state, { from: days(2), to: days(2) }, rules)
    assert.equal(service.expiresAt, addDays(NOW, 31, CALENDAR.zone))
  })

  it('has no expiry for life', () => {
    const state = { service: { ...pending, cycle: 'onetime' } as const, facts: order('paid') }
    const { service } = walk(state, { from: NOW, to: NOW })
    assert.deepEqual([service.status, service.expiresAt], ['active', null])
  })

  it('F10: waits for staff where the product says so', () => {
    for (const deliverOn of ['approval', 'manual'] as const) {
      const decision = decideAt({ ...pending, deliverOn }, order('paid'), NOW)
      assert.equal(decision.kind === 'blocked' && decision.on, 'staff')
    }
  })

  it('F4: waits for a delivery under way, and for staff after a permanent failure', () => {
    const with_ = (state: 'running' | 'failed', waitsForStaff: boolean) => ({
      ...order('paid'),
      operations: [{ kind: 'create', state, waitsForStaff, byAutomation: true } as const],
    })
    const block = (facts: ReturnType<typeof order>) => {
      const decision = decideAt(pending, facts, NOW)
      return decision.kind === 'blocked' ? decision.on : decision.kind
    }
    assert.equal(block(with_('running', false)), 'operation')
    assert.equal(block(with_('failed', false)), 'operation')
    assert.equal(block(with_('failed', true)), 'staff')
  })
})
