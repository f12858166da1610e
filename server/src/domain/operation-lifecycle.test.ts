import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HOUR, MINUTE } from './instant.ts'
import {
  afterFailure,
  canTransition,
  isOpenOperation,
  OPERATION_ERROR_CODES,
  OPERATION_STATES,
} from './operation-lifecycle.ts'

const LEGAL = new Set([
  'queued running',
  'queued abandoned',
  'queued superseded',
  'running succeeded',
  'running failed',
  'running unknown',
  'unknown running',
  'unknown succeeded',
  'unknown failed',
  'unknown abandoned',
  'failed queued',
  'failed abandoned',
  'failed superseded',
])

describe('states of an operation', () => {
  for (const from of OPERATION_STATES)
    for (const to of OPERATION_STATES) {
      const legal = LEGAL.has(`${from} ${to}`)
      it(`${from} → ${to} is ${legal ? 'legal' : 'refused'}`, () => {
        assert.equal(canTransition(from, to), legal)
      })
    }

  it('are open until they are settled', () => {
    assert.deepEqual(OPERATION_STATES.filter(isOpenOperation), [
      'queued',
      'running',
      'failed',
      'unknown',
    ])
  })
})

describe('after a failure', () => {
  it('F4: transient is tried after 1, 5, 15, 60 minutes, then hourly for a day, then staff', () => {
    const first = Date.UTC(2025, 2, 10, 12)
    const waits: number[] = []
    let now = first
    for (let attempts = 1; ; attempts++) {
      const next = afterFailure('transient', attempts, first, now)
      if (next.kind === 'staff') break
      waits.push((next.at - now) / MINUTE)
      now = next.at
    }
    assert.deepEqual(waits.slice(0, 6), [1, 5, 15, 60, 60, 60])
    assert.ok(waits.slice(4).every((wait) => wait === 60))
    assert.ok(now - first <= 24 * HOUR && now - first > 23 * HOUR)
  })

  for (const code of OPERATION_ERROR_CODES.filter((one) => one !== 'transient'))
    it(`${code} waits for staff at once`, () => {
      assert.deepEqual(afterFailure(code, 1, 0, 0), {
        kind: 'staff',
        otherServerFirst: code === 'capacity',
        serverUnhealthy: code === 'auth' || code === 'config',
      })
    })
})
