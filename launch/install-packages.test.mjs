import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { installPackages, matchesLock } from './install-packages.mjs'
import { scratchFolder } from './testing/scratch.mjs'

/** A project whose only package lies in a folder beside it, so that no network is needed. */
function project(t) {
  const root = scratchFolder(t)
  const write = (path, value) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), JSON.stringify(value))
  }
  write('brought/package.json', { name: 'brought', version: '1.0.0' })
  execFileSync('npm', ['pack', '--silent', './brought'], { cwd: root })
  write('package.json', { name: 'house', dependencies: { brought: 'file:./brought-1.0.0.tgz' } })
  execFileSync('npm', ['install', '--silent', '--package-lock-only'], { cwd: root })
  return root
}

test('packages are installed once, and again when the lock file has changed', (t) => {
  const root = project(t)
  const lines = []
  const install = () => installPackages({ root, log: (line) => lines.push(line) })
  assert.equal(install(), 'installed')
  assert.ok(existsSync(join(root, 'node_modules', 'brought', 'package.json')))
  assert.equal(install(), 'unchanged')
  assert.equal(lines.length, 1)
})

test('packages that were installed by hand are not installed again', (t) => {
  const root = project(t)
  execFileSync('npm', ['ci', '--silent'], { cwd: root })
  assert.equal(installPackages({ root, log: assert.fail }), 'verified')
})

test('a failure is one sentence after what npm says', (t) => {
  const root = scratchFolder(t)
  writeFileSync(join(root, 'package.json'), '{}')
  writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion": 3, "packages": "none"}')
  const program = `
    import { installPackages } from ${JSON.stringify(join(import.meta.dirname, 'install-packages.mjs'))}
    try {
      installPackages({ root: '.', log: () => {} })
    } catch (error) {
      console.log(error.name, error.message)
    }`
  const options = { cwd: root, encoding: 'utf8' }
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], options)
  assert.match(stdout, /^LaunchError the packages could not .* \(npm ci ended with code \d+\)\.\n$/)
})

const LOCK_CASES = [
  ['all there', { version: '1.0.0' }, { version: '1.0.0' }, true],
  ['missing', { version: '1.0.0' }, undefined, false],
  ['another version', { version: '1.0.1' }, { version: '1.0.0' }, false],
  ['optional and missing', { version: '1.0.0', optional: true }, undefined, true],
  ['for development and missing', { version: '1.0.0', dev: true }, undefined, true],
]

for (const [name, wanted, installed, expected] of LOCK_CASES) {
  test(`a lock file against what is installed: ${name}`, (t) => {
    const root = scratchFolder(t)
    mkdirSync(join(root, 'node_modules', 'thing'), { recursive: true })
    const key = 'node_modules/thing'
    const write = (path, entry) =>
      writeFileSync(join(root, path), JSON.stringify({ packages: entry ? { [key]: entry } : {} }))
    write('package-lock.json', wanted)
    write('node_modules/.package-lock.json', installed)
    assert.equal(matchesLock(root), expected)
  })
}
