import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  confirmationOf,
  planningProgress,
  rowTabs,
  runProgress,
  selectionKind,
  selectionSearch,
} from '../src/features/batches/batch-figures.ts'
import { policyInput, saysSomething } from '../src/features/batches/bulk-policy.ts'

const NONE = {
  ...{ total: 0, willDo: 0, skipped: 0, waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 },
}

test('a preview is as far as services were looked at, skipped ones too', () => {
  const counts = { ...NONE, total: 200, willDo: 40, skipped: 10 }
  assert.deepEqual(planningProgress(counts), { done: 50, of: 200, percent: 25 })
})

test('skipped services are no part of what a batch has to do', () => {
  const counts = { ...NONE, total: 12, skipped: 2, done: 6, failed: 1, cancelled: 1, waiting: 2 }
  assert.deepEqual(runProgress(counts), { done: 8, of: 10, percent: 80 })
})

test('a batch of nothing is complete', () => {
  assert.equal(runProgress(NONE).percent, 100)
})

test('there is a tab for each state with rows, and the open one stays when it is empty', () => {
  const counts = { ...NONE, total: 5, done: 3, failed: 2 }
  assert.deepEqual(
    rowTabs(counts, 'running').map(({ id, count }) => [id, count]),
    [
      ['all', 5],
      ['running', 0],
      ['done', 3],
      ['failed', 2],
    ],
  )
})

test('what is lost for good takes more than a click, an undo never does', () => {
  const actions = [
    { action: 'service.cancel', destructive: true },
    { action: 'service.suspend', destructive: false },
  ]
  const batch = { action: 'service.cancel', undoOf: null, typedConfirmation: false }
  assert.equal(confirmationOf(batch, actions), 'question')
  assert.equal(confirmationOf({ ...batch, typedConfirmation: true }, actions), 'typed')
  assert.equal(confirmationOf({ ...batch, action: 'service.suspend' }, actions), 'click')
  assert.equal(confirmationOf({ ...batch, undoOf: 'b1' }, actions), 'click')
})

test('the list that a batch was made from can be opened again', () => {
  const filters = { status: ['active', 'pending'], q: 'quay', metadata: ['eu', 'plan:a,b'] }
  assert.deepEqual(selectionSearch({ filters }), {
    status: 'active,pending',
    q: 'quay',
    metadata: ['eu', 'plan:a,b'],
  })
  assert.equal(selectionSearch({ ids: 3 }), null)
  assert.deepEqual([{ ids: 3 }, { filters }, { batchId: 'b1' }].map(selectionKind), [
    'chosen',
    'matched',
    'batch',
  ])
})

test('delays for many services: a value sets, null inherits again, the rest is left alone', () => {
  const draft = { policy: { suspendAfterDays: 5 }, inherit: ['reminderDays'], note: ' trial ' }
  assert.deepEqual(policyInput(draft), {
    suspendAfterDays: 5,
    reminderDays: null,
    note: 'trial',
  })
  assert.equal(saysSomething(draft), true)
  assert.equal(saysSomething({ policy: {}, inherit: [], note: 'only words' }), false)
})
