import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plain, readCommand } from '../src/features/shell/palette-words.ts'

const LABELS = [
  { verb: 'suspend', label: 'Suspend' },
  { verb: 'unsuspend', label: 'Unsuspend' },
  { verb: 'renew', label: 'Renew' },
  { verb: 'add_days', label: 'Add days' },
  { verb: 'pause_automation', label: 'Suspend automation' },
]

test('a command names an action and what it is done to', () => {
  assert.deepEqual(readCommand('renew #1042', LABELS), [{ verb: 'renew', rest: '#1042' }])
  assert.deepEqual(readCommand('Add days Atelier Lumière', LABELS), [
    { verb: 'add_days', rest: 'Atelier Lumière' },
  ])
})

test('the beginning of a word is enough, two letters are not', () => {
  assert.deepEqual(readCommand('ren 1042', LABELS), [{ verb: 'renew', rest: '1042' }])
  assert.deepEqual(readCommand('re 1042', LABELS), [])
})

test('the longest label that fits is meant; equal ones are all offered', () => {
  assert.deepEqual(
    readCommand('suspend automation 7', LABELS).map(({ verb }) => verb),
    ['pause_automation'],
  )
  assert.deepEqual(
    readCommand('suspend 7', LABELS).map(({ verb }) => verb),
    ['suspend', 'pause_automation'],
  )
})

test('what begins with no action is no command', () => {
  assert.deepEqual(readCommand('atelier suspend', LABELS), [])
  assert.deepEqual(readCommand('', LABELS), [])
})

test('accents and capitals make no difference', () => {
  assert.equal(plain('Réactiver'), 'reactiver')
  const labels = [{ verb: 'unsuspend', label: 'Réactiver' }]
  assert.deepEqual(readCommand('REACTIVER n1', labels), [{ verb: 'unsuspend', rest: 'n1' }])
})
