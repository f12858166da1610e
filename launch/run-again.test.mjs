import assert from 'node:assert/strict'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runAgain } from './run-again.mjs'
import { scratchFolder, until } from './testing/scratch.mjs'

/** Runs something that only notes its runs; `endLast` lets the present one end by itself. */
function runOn(folder) {
  const runs = []
  const listeners = []
  let isStopped = false
  const begin = () => {
    const run = Promise.withResolvers()
    runs.push(run)
    if (isStopped) run.resolve(0)
    return { ended: run.promise, end: () => run.resolve(0) }
  }
  const stop = { onRequest: (listener) => listeners.push(listener) }
  const ended = runAgain({ begin, folders: [folder], stop, log: () => {} })
  return {
    ended,
    hasRun: (times) => until(() => runs.length === times),
    endLast: (code) => runs.at(-1).resolve(code),
    stop() {
      isStopped = true
      for (const listener of listeners) listener('SIGTERM')
      runs.at(-1).resolve(0)
    },
  }
}

/** As most editors save: beside the file, then in its place. */
function replace(path, text) {
  writeFileSync(`${path}~`, text)
  renameSync(`${path}~`, path)
}

test('each replaced file starts the program again, also in a new folder', async (t) => {
  const folder = scratchFolder(t)
  const file = join(folder, 'main.ts')
  writeFileSync(file, '1')
  const program = runOn(folder)
  await program.hasRun(1)
  for (const times of [2, 3, 4]) {
    replace(file, String(times))
    await program.hasRun(times)
  }
  mkdirSync(join(folder, 'deep'))
  const deep = join(folder, 'deep', 'rule.ts')
  const writing = setInterval(() => replace(deep, 'x'), 400)
  await program.hasRun(5)
  clearInterval(writing)
  program.stop()
  assert.equal(await program.ended, 0)
})

test('a program that ended by itself waits for the next change', async (t) => {
  const folder = scratchFolder(t)
  const program = runOn(folder)
  await program.hasRun(1)
  program.endLast(1)
  const writing = setInterval(() => replace(join(folder, 'main.ts'), 'y'), 400)
  await program.hasRun(2)
  clearInterval(writing)
  program.stop()
  assert.equal(await program.ended, 0)
})

test('a stop while nothing runs gives the code of the last run', async (t) => {
  const program = runOn(scratchFolder(t))
  await program.hasRun(1)
  program.endLast(3)
  await new Promise(setImmediate)
  program.stop()
  assert.equal(await program.ended, 3)
})
