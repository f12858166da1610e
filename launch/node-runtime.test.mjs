import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runsTypeScript } from './node-runtime.mjs'

const VERSIONS = [
  ['v20.20.2', false],
  ['v22.17.9', false],
  ['v22.18.0', true],
  ['v23.5.0', false],
  ['v23.6.0', true],
  ['v24.0.0', true],
  ['26.1.0', true],
]

for (const [version, expected] of VERSIONS) {
  test(`Node ${version} ${expected ? 'runs' : 'does not run'} TypeScript as it is`, () => {
    assert.equal(runsTypeScript(version), expected)
  })
}
