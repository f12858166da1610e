import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { restoreSymlinks } from './postgres-binaries.mjs'
import { scratchFolder } from './testing/scratch.mjs'

test('links that npm did not make are made from the list, once', (t) => {
  const native = join(scratchFolder(t), 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library')
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    ]),
  )
  assert.equal(restoreSymlinks(native), 2)
  assert.equal(readlinkSync(join(native, 'lib', 'libpq.so')), 'libpq.so.5.18')
  assert.equal(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8'), 'library')
  assert.equal(restoreSymlinks(native), 0)
})

test('a package without a list has no links to make', (t) => {
  assert.equal(restoreSymlinks(scratchFolder(t)), 0)
})
