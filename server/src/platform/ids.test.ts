import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid, newId } from './ids.ts'

test('ids sort in the order in which they were made, and none comes twice', () => {
  const made = Array.from({ length: 50_000 }, () => newId())
  assert.deepEqual(made.toSorted(), made)
  assert.equal(new Set(made).size, made.length)
  assert.ok(made.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id)))
})
