import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeRecap } from './recap.mjs'
import { runNodeTests } from './run-node-tests.mjs'
import { scratchFolder } from './testing/scratch.mjs'

const HEAD = `import { before, describe, test } from 'node:test'
import { existsSync, writeFileSync } from 'node:fs'
const isFirst = !existsSync(import.meta.filename + '.ran')
writeFileSync(import.meta.filename + '.ran', '')
`

const FILES = {
  sound: `test('is sound', () => {})`,
  defective: `test('holds', () => {})
test('has a defect', () => { throw new Error('the defect') })`,
  unlucky: `test('is unlucky once', () => { if (isFirst) throw new Error('bad luck') })`,
  late: `test('ends before its work', () => {
  if (isFirst) setTimeout(() => { throw new Error('too late') }, 1)
})
test('takes a while', () => new Promise((resolve) => setTimeout(resolve, 100)))`,
  cancelled: `describe('prepared', () => {
  before(() => { if (isFirst) throw new Error('not prepared') })
  test('is cancelled', () => {})
})`,
  dying: `test('is killed', () => { if (isFirst) process.kill(process.pid, 'SIGKILL') })`,
  dead: `test('is always killed', () => process.kill(process.pid, 'SIGKILL'))`,
  unreadable: `import './nothing.mjs'`,
  vanishing: `test('stays', () => {})
if (isFirst) test('vanishes', () => { throw new Error('gone') })`,
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

const namesOf = (failures) => failures.map(({ name }) => name)

test('what failed only among others counts as passed, and is told with its first error', async (t) => {
  const { passed, failed, passedAlone, recap } = await run(t, [
    ...['sound', 'unlucky', 'late', 'cancelled', 'dying'],
  ])
  assert.deepEqual({ passed, failed }, { passed: 6, failed: 0 })
  assert.equal(passedAlone.length, 5)
  assert.match(recap, /cancelled\.test\.mjs › prepared\n {2}Error: not prepared/)
  assert.match(recap, /unlucky\.test\.mjs › is unlucky once\n {2}Error: bad luck/)
  assert.match(recap, /asynchronous activity .*too late/)
  assert.match(recap, /ended with SIGKILL/)
  assert.match(recap, /\nfailed at first, passed alone \(find out why\): 5\n/)
  assert.doesNotMatch(recap, /^failed:/m)
})

test('a defect fails twice, whatever way it takes to fail', async (t) => {
  const result = await run(t, ['sound', 'defective', 'dead', 'unreadable', 'unlucky'])
  assert.deepEqual({ passed: result.passed, failed: result.failed }, { passed: 3, failed: 3 })
  assert.deepEqual(namesOf(result.passedAlone), ['is unlucky once'])
  assert.match(result.recap, /defective\.test\.mjs › has a defect\n {2}Error: the defect/)
  assert.match(result.recap, /unreadable\.test\.mjs › [^\n]*\n {2}Error \[ERR_MODULE_NOT_FOUND\]/)
  assert.match(result.recap, /dead\.test\.mjs › \(the run ended with SIGKILL\)\n/)
  assert.match(result.recap, /\nfailed: 3\n(.+\n){3}$/)
})

test('a second run with fewer tests than the first proves nothing', async (t) => {
  const { failed, passedAlone, recap } = await run(t, ['sound', 'vanishing'])
  assert.deepEqual({ failed, passedAlone }, { failed: 1, passedAlone: [] })
  assert.match(recap, /vanishes\n {2}Error: gone/)
})

test('what was alone at first has no second run', async (t) => {
  const { passed, failed, failures } = await run(t, ['unlucky'])
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 })
  assert.deepEqual(namesOf(failures), ['is unlucky once'])
})

test('where more fails than chance explains, nothing has a second run', async (t) => {
  const { failed, passedAlone } = await run(t, ['unlucky', ...Array(6).fill('dead')])
  assert.deepEqual({ failed, passedAlone }, { failed: 7, passedAlone: [] })
})

test('long errors are cut in the middle, and every name is told', () => {
  const failures = Array.from({ length: 50 }, (_, n) => ({
    file: 'a.test.ts',
    name: `test ${n}`,
    error: `the beginning\n${'x\n'.repeat(9000)}the cause`,
  }))
  const recap = writeRecap({ failures, passedAlone: [] })
  assert.match(recap, / {2}the beginning\n/)
  assert.match(recap, / {2}the cause\n/)
  assert.ok(recap.split('\n').length < 500)
  assert.match(recap, /\nfailed: 50\n {2}a\.test\.ts › test 0\n( .*\n){39} {2}and 10 more\n$/)
  assert.equal(writeRecap({ failures: [], passedAlone: [] }), '')
})
