import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { claimDataDir, openDataDir } from './data-dir.mjs'
import { ROOT } from './root.mjs'
import { secretKey } from './secret-key.mjs'
import { isRoot, scratchFolder } from './testing/scratch.mjs'

const NOBODY = 65_534

test('a data folder is made, closed to others', (t) => {
  const folder = join(scratchFolder(t), 'var', 'data')
  assert.equal(openDataDir(folder), folder)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
})

test('a folder of somebody else is refused in one sentence', (t) => {
  const scratch = scratchFolder(t)
  chmodSync(scratch, 0o755)
  cpSync(join(ROOT, 'launch'), join(scratch, 'launch'), { recursive: true })
  const folder = join(scratch, 'theirs')
  mkdirSync(folder, { mode: 0o555 })
  const program = `
    import { openDataDir } from './launch/data-dir.mjs'
    import { reportError } from './launch/launch-error.mjs'
    try { openDataDir('theirs') } catch (error) { reportError(error) }`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: scratch,
    encoding: 'utf8',
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  assert.equal(status, 1)
  assert.equal(
    stderr,
    'berth: the data folder theirs cannot be written to (permission denied); set DATA_DIR to another folder.\n',
  )
})

test('a claimed folder is refused to the next, and free again after its release', async (t) => {
  const folder = scratchFolder(t)
  const release = await claimDataDir(folder)
  await assert.rejects(claimDataDir(folder), {
    name: 'LaunchError',
    message: new RegExp(
      `^the data folder ${folder} is in use by the Berth with process id ${process.pid}; `,
    ),
  })
  release()
  await claimDataDir(folder)
})

test('the secret key is made once and readable by its owner only', (t) => {
  delete process.env.BERTH_SECRET_KEY
  const folder = scratchFolder(t)
  const key = secretKey(folder)
  assert.ok(key.length >= 32)
  assert.equal(secretKey(folder), key)
  assert.equal(statSync(join(folder, 'secret-key')).mode & 0o777, 0o600)
})
