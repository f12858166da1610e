import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildWeb } from './build-web.mjs'
import { LaunchError } from './launch-error.mjs'
import { ROOT } from './root.mjs'
import { scratchFolder } from './testing/scratch.mjs'

/** A web app of two files, with our packages. */
function project(t) {
  const root = scratchFolder(t)
  mkdirSync(join(root, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name))
  }
  cpSync(join(ROOT, 'package-lock.json'), join(root, 'package-lock.json'))
  mkdirSync(join(root, 'web'))
  const page = '<!doctype html><script type="module" src="/main.js"></script>'
  writeFileSync(join(root, 'web', 'index.html'), page)
  writeFileSync(join(root, 'web', 'main.js'), 'document.title = "one"\n')
  return root
}

function builtScript(root) {
  const folder = join(root, 'web', 'dist', 'assets')
  return readFileSync(join(folder, readdirSync(folder)[0]), 'utf8')
}

test('the web app is built when it is missing or its sources have changed', async (t) => {
  const root = project(t)
  const build = () => buildWeb({ root, log: () => {} })
  assert.equal(await build(), 'built')
  assert.match(builtScript(root), /one/)
  assert.equal(await build(), 'unchanged')
  writeFileSync(join(root, 'web', 'main.js'), 'document.title = "two"\n')
  assert.equal(await build(), 'built')
  assert.match(builtScript(root), /two/)
  rmSync(join(root, 'web', 'dist'), { recursive: true })
  assert.equal(await build(), 'built')
})

test('a web app without sources is used as it is', async (t) => {
  const root = project(t)
  await buildWeb({ root, log: () => {} })
  rmSync(join(root, 'web', 'index.html'))
  assert.equal(await buildWeb({ root, log: assert.fail }), 'no sources')
  assert.ok(existsSync(join(root, 'web', 'dist', 'index.html')))
})

test('a web app that does not build is one sentence, and is tried again', async (t) => {
  const root = project(t)
  writeFileSync(join(root, 'web', 'main.js'), 'import "./missing.js"\n')
  const written = t.mock.method(process.stderr, 'write', () => true)
  const build = () => buildWeb({ root, log: () => {} })
  await assert.rejects(build(), LaunchError)
  await assert.rejects(build(), {
    message: 'the web app could not be built (vite ended with code 1).',
  })
  assert.match(written.mock.calls[0].arguments[0], /missing\.js/)
})
