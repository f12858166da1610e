import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tryLock, withLock } from './lock-file.mjs'
import { processIdentity } from './process-identity.mjs'
import { scratchFolder } from './testing/scratch.mjs'

test('a lock is held until it is released', (t) => {
  const path = join(scratchFolder(t), 'lock')
  const first = tryLock(path)
  assert.equal(first.kind, 'taken')
  assert.deepEqual(tryLock(path), { kind: 'held', pid: process.pid })
  first.release()
  assert.equal(tryLock(path).kind, 'taken')
})

const STALE = {
  'a process that is gone': JSON.stringify({ pid: 999_999_999, identity: '999999999 boot 1' }),
  'a former process with our number': JSON.stringify({ pid: process.pid, identity: 'earlier' }),
  'half a file': '{"pid":',
}

for (const [name, text] of Object.entries(STALE)) {
  test(`the lock of ${name} is taken over`, (t) => {
    const folder = scratchFolder(t)
    const path = join(folder, 'lock')
    writeFileSync(path, text)
    assert.equal(tryLock(path).kind, 'taken')
    assert.deepEqual(readdirSync(folder), ['lock'])
  })
}

test('work under one lock never overlaps', async (t) => {
  const path = join(scratchFolder(t), 'lock')
  let inside = 0
  const work = async () => {
    inside += 1
    assert.equal(inside, 1)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)))
  assert.equal(existsSync(path), false)
})

test('work that fails gives the lock back', async (t) => {
  const path = join(scratchFolder(t), 'lock')
  await assert.rejects(withLock(path, () => Promise.reject(new Error('no'))))
  assert.equal(existsSync(path), false)
})

test('a process that does not run has no identity', () => {
  assert.equal(processIdentity(999_999_999), null)
  assert.equal(processIdentity(0), null)
  assert.equal(processIdentity(process.pid), processIdentity(process.pid))
})
