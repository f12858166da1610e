import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findTests } from './find-tests.mjs'
import { scratchFolder } from './testing/scratch.mjs'

const FILES = [
  'server/src/features/orders/place-order.test.ts',
  'server/src/features/orders/place-order.ts',
  'server/src/domain/money.test.ts',
  'modules/none/test/conformance.test.ts',
  'modules/none/node_modules/other/index.test.ts',
  'launch/lock-file.test.mjs',
  'web/test/list-state.test.ts',
  'e2e/order.test.ts',
]

const CASES = [
  [
    [],
    [
      'launch/lock-file.test.mjs',
      'modules/none/test/conformance.test.ts',
      'server/src/domain/money.test.ts',
      'server/src/features/orders/place-order.test.ts',
      'web/test/list-state.test.ts',
    ],
  ],
  [['server/src/features/orders'], ['server/src/features/orders/place-order.test.ts']],
  [['./launch/lock-file.test.mjs'], ['launch/lock-file.test.mjs']],
  [
    ['money', 'conformance'],
    ['modules/none/test/conformance.test.ts', 'server/src/domain/money.test.ts'],
  ],
  [['nothing'], []],
]

for (const [patterns, expected] of CASES) {
  test(`tests for ${patterns.length === 0 ? 'no pattern' : patterns.join(' and ')}`, (t) => {
    const root = scratchFolder(t)
    for (const file of FILES) {
      mkdirSync(join(root, dirname(file)), { recursive: true })
      writeFileSync(join(root, file), '')
    }
    assert.deepEqual(findTests(root, patterns), expected)
  })
}
