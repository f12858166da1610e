import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeRecap } from './recap.mjs'
import { runNodeTests } from './run-node-tests.mjs'
import { scratchFolder } from './testing/scratch.mjs'

const HEAD = `import { before, describe, test } from 'node:test'
`

const FILES = {
  sound: `test('is sound', () => {})`,
  defective: `test('holds', () => {})
test('has a defect', () => { throw new Error('the defect') })`,
  late: `test('ends before its work', () => {
  setTimeout(() => { throw new Error('too late') }, 1)
})
test('takes a while', () => new Promise((resolve) => setTimeout(resolve, 100)))`,
  cancelled: `describe('prepared', () => {
  before(() => { throw new Error('not prepared') })
  test('is cancelled', () => {})
})`,
  dead: `test('is killed', () => process.kill(process.pid, 'SIGKILL'))`,
  unreadable: `import './nothing.mjs'`,
}

async function run(t, names) {
  const folder = scratchFolder(t)
  const files = names.map((name) => {
    const file = join(folder, `${name}.test.mjs`)
    writeFileSync(file, `${HEAD}${FILES[name]}\n`)
    return file
  })
  const env = { NODE_TEST_CONTEXT: undefined }
  const result = await runNodeTests({ files, flags: [], env, write: () => {} })
  return { ...result, recap: writeRecap(result) }
}

test('whatever way a file takes to fail, it counts and is told with its error', async (t) => {
  const names = ['sound', 'defective', 'late', 'cancelled', 'dead', 'unreadable']
  const { passed, failed, recap } = await run(t, names)
  assert.deepEqual({ passed, failed }, { passed: 4, failed: 5 })
  assert.match(recap, /defective\.test\.mjs › has a defect\n {2}Error: the defect/)
  assert.match(recap, /asynchronous activity .*too late/)
  assert.match(recap, /cancelled\.test\.mjs › prepared\n {2}Error: not prepared/)
  assert.match(recap, /dead\.test\.mjs › \(the run ended with SIGKILL\)\n/)
  assert.match(recap, /unreadable\.test\.mjs › [^\n]*\n {2}Error \[ERR_MODULE_NOT_FOUND\]/)
})

test('long errors are cut in the middle, and every name is told', () => {
  const failures = Array.from({ length: 50 }, (_, n) => ({
    file: 'a.test.ts',
    name: `test ${n}`,
    error: `the beginning\n${'x\n'.repeat(9000)}the cause`,
  }))
  const recap = writeRecap({ failures })
  assert.match(recap, / {2}the beginning\n/)
  assert.match(recap, / {2}the cause\n/)
  assert.ok(recap.split('\n').length < 500)
  assert.match(recap, /\nfailed: 50\n {2}a\.test\.ts › test 0\n( .*\n){39} {2}and 10 more\n$/)
  assert.equal(writeRecap({ failures: [] }), '')
})
