import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeliveryModule, defineDeliveryModule } from '../src/index.ts'
import { startMemory } from './memory/target.ts'

const define = (changes: Partial<DeliveryModule>) =>
  defineDeliveryModule({ ...startMemory().module, ...changes })

test('what is left out has a default', () => {
  const left = { needsServer: undefined, settleMs: undefined, timeLimitMs: undefined }
  const { needsServer, settleMs, timeLimitMs } = define(left)
  assert.deepEqual(
    { needsServer, settleMs, timeLimitMs },
    {
      needsServer: true,
      settleMs: 0,
      timeLimitMs: 60_000,
    },
  )
  assert.equal(define({ settleMs: 500 }).settleMs, 500)
})

test('mistakes of the author are thrown at once', () => {
  assert.throws(() => define({ id: 'Not a word' }), /lower-case word/)
  assert.throws(() => define({ kinds: [] }), /names no kind/)
  assert.throws(() => define({ panelAction: undefined }), /no panelAction/)
})
