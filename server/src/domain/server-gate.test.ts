import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY, MINUTE, SECOND } from './instant.ts'
import {
  afterCall,
  BREAKER_FAILURES,
  boundedWait,
  type CallFinding,
  type Gate,
  gateState,
  isPaused,
  OPEN_GATE,
  rateOf,
} from './server-gate.ts'

const NOW = Date.UTC(2025, 2, 10, 12)
const FAILING: CallFinding = { kind: 'failing' }

const failed = (times: number, gate: Gate = OPEN_GATE) => {
  let after = gate
  for (let i = 0; i < times; i++) after = afterCall(after, FAILING, NOW)
  return after
}

describe('the breaker', () => {
  it('opens at the fifth failure in a row and not before', () => {
    assert.equal(failed(4).openUntil, null)
    assert.equal(failed(BREAKER_FAILURES).openUntil, NOW + 30 * SECOND)
  })

  it('counts no failure of calls that began before it opened', () => {
    assert.deepEqual(failed(12), failed(5))
  })

  it('stays open for longer after each probe that failed, at most a quarter of an hour', () => {
    let gate = failed(5)
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      const now = gate.openUntil ?? 0
      gate = afterCall(gate, FAILING, now)
      waits.push(((gate.openUntil ?? 0) - now) / MINUTE)
    }
    assert.deepEqual(waits, [1, 2, 5, 10, 15, 15, 15])
  })

  it('is closed by any answer, and the row of failures begins anew', () => {
    const gate = afterCall(failed(5), { kind: 'answered' }, NOW + MINUTE)
    assert.deepEqual(gate, OPEN_GATE)
    assert.equal(failed(4, gate).openUntil, null)
  })
})

describe('a pause', () => {
  it('lasts as long as the server asks, and a shorter wish does not shorten it', () => {
    const asked = (ms: number): CallFinding => ({ kind: 'rate_limited', retryAfterMs: ms })
    const gate = afterCall(OPEN_GATE, asked(MINUTE), NOW)
    assert.equal(gate.pausedUntil, NOW + MINUTE)
    assert.ok(isPaused(gate, NOW + MINUTE - 1))
    assert.ok(!isPaused(gate, NOW + MINUTE))
    assert.deepEqual(afterCall(gate, asked(SECOND), NOW), gate)
    assert.equal(afterCall(gate, asked(2 * MINUTE), NOW).pausedUntil, NOW + 2 * MINUTE)
  })

  it('for refused credentials has no end, and no wish to wait gives it one', () => {
    const gate = afterCall(OPEN_GATE, { kind: 'locked_out', cause: 'auth' }, NOW)
    assert.deepEqual([gate.pauseCause, gate.pausedUntil], ['auth', null])
    assert.ok(isPaused(gate, NOW + 100 * DAY))
    assert.deepEqual(afterCall(gate, { kind: 'rate_limited', retryAfterMs: 5000 }, NOW), gate)
  })

  it('for refused credentials ends with a good test, one that the server asked for does not', () => {
    const locked = afterCall(OPEN_GATE, { kind: 'locked_out', cause: 'config' }, NOW)
    assert.deepEqual(afterCall(locked, { kind: 'answered' }, NOW), locked)
    assert.deepEqual(afterCall(locked, { kind: 'well' }, NOW), OPEN_GATE)
    const asked = afterCall(OPEN_GATE, { kind: 'rate_limited', retryAfterMs: 9000 }, NOW)
    assert.deepEqual(afterCall(asked, { kind: 'well' }, NOW), asked)
  })

  it('is between a second and a day, whatever a module says', () => {
    for (const [said, waited] of [
      [0, SECOND],
      [-5, SECOND],
      [Number.NaN, SECOND],
      [Number.POSITIVE_INFINITY, DAY],
      [7000, 7000],
    ] as const)
      assert.equal(boundedWait(said), waited)
  })
})

describe('what staff see', () => {
  const seen = (gate: Gate, suspended = false) => gateState(gate, { suspended, now: NOW }).state
  it('is the strongest of what holds back', () => {
    const broken = failed(5)
    const paused: Gate = { ...broken, pauseCause: 'config', pausedUntil: null }
    assert.deepEqual(
      [seen(OPEN_GATE), seen(broken), seen(paused), seen(paused, true)],
      ['open', 'broken', 'paused', 'suspended'],
    )
  })

  it('stays broken while the probe is out', () => {
    const later = { suspended: false, now: NOW + MINUTE }
    assert.equal(gateState(failed(5), later).state, 'broken')
  })
})

it('a rate is strict up to one call a second and lets a second’s worth through at once above', () => {
  assert.deepEqual(rateOf(60), { stepMs: SECOND, earlyMs: 0 })
  assert.deepEqual(rateOf(6), { stepMs: 10 * SECOND, earlyMs: 0 })
  assert.deepEqual(rateOf(600), { stepMs: 100, earlyMs: 900 })
})
