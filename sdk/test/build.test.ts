import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as source from '../src/index.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

test('the published build is plain JavaScript with the same names, and declares its types', async () => {
  execFileSync(process.execPath, ['build.mjs'], { cwd: folder, stdio: 'inherit' })
  const { exports } = JSON.parse(readFileSync(`${folder}/dist/package.json`, 'utf8'))
  for (const { types, default: code } of Object.values<{ types: string; default: string }>(
    exports,
  )) {
    assert.ok(readFileSync(`${folder}/dist/${types}`, 'utf8').includes('export'))
    assert.ok(!readFileSync(`${folder}/dist/${code}`, 'utf8').includes(".ts'"))
  }
  const built = await import(`${folder}/dist/index.js`)
  assert.deepEqual(Object.keys(built).sort(), Object.keys(source).sort())
})
