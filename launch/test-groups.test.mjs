import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupTests } from './test-groups.mjs'

const features = Array.from({ length: 13 }, (_, n) => `server/src/features/f${n}/f.test.ts`)

test('every file is in one group, and what starts processes is alone', () => {
  const alone = ['launch/start.test.mjs', 'server/test/faults/killed.test.ts']
  const pure = ['server/src/domain/money.test.ts', 'server/src/domain/tax.test.ts']
  const groups = groupTests([...features, ...alone, ...pure])
  assert.deepEqual(groups.flat().sort(), [...features, ...alone, ...pure].sort())
  for (const file of alone) assert.ok(groups.some((one) => one.length === 1 && one[0] === file))
  assert.ok(groups.some((one) => one.length === 2 && pure.every((file) => one.includes(file))))
})

test('files that share are spread evenly, a few in each process', () => {
  const sizes = groupTests(features).map((group) => group.length)
  assert.deepEqual(sizes, [5, 4, 4])
})

test('journeys through time share in threes', () => {
  const scenarios = ['a', 'b', 'c', 'd'].map((name) => `server/test/scenarios/${name}.test.ts`)
  const sizes = groupTests(scenarios).map((group) => group.length)
  assert.deepEqual(sizes, [2, 2])
})

test('no files make no groups', () => {
  assert.deepEqual(groupTests([]), [])
})
