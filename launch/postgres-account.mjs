import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'

const SYSTEM_USER = 'berth-postgres'
const SYSTEM_HOME = '/var/lib/berth-postgres'

function findUser(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (line === undefined) return null
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function unshareArguments(user) {
  return ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`]
}

/** Whether this machine lets us be `nobody` in a user namespace of our own. */
function canUnshare(user, program) {
  const result = spawnSync('unshare', [...unshareArguments(user), program, '--version'], {
    stdio: 'ignore',
  })
  return result.status === 0
}

const direct = (native, pgData) => ({
  kind: 'direct',
  pgData,
  command: (program, args) => ({ file: join(native, 'bin', program), args, options: {} }),
  own: () => {},
})

/** Inside the namespace root is called `nobody`, so files stay root's and closed folders open. */
const namespaced = (native, pgData, user) => ({
  kind: 'user-namespace',
  pgData,
  command: (program, args) => ({
    file: 'unshare',
    args: [...unshareArguments(user), join(native, 'bin', program), ...args],
    options: {},
  }),
  own: () => {},
})

function ensureSystemUser() {
  const existing = findUser(SYSTEM_USER)
  if (existing) return existing
  const args = ['--system', '--user-group', '--home-dir', SYSTEM_HOME, '--no-create-home']
  try {
    execFileSync('useradd', [...args, '--shell', '/usr/sbin/nologin', SYSTEM_USER], {
      stdio: 'pipe',
    })
  } catch (error) {
    throw new LaunchError(
      `PostgreSQL refuses to run as root, user namespaces are off and the user ${SYSTEM_USER} could not be created (${String(error.stderr ?? error.message).trim()}); start Berth as an ordinary user or set DATABASE_URL.`,
    )
  }
  return findUser(SYSTEM_USER)
}

/** Copies the binaries to where the user can run them, once per version of the package. */
function copyBinaries(native) {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(SYSTEM_HOME, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const partial = `${copy}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  renameSync(partial, copy)
  return copy
}

/**
 * The data live below the user's home, one folder per DATA_DIR, and `DATA_DIR/postgres` is a link
 * to them: a closed folder such as one under /root lets nobody but root in.
 */
function asSystemUser(native, pgData) {
  const user = ensureSystemUser()
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 })
  const binaries = copyBinaries(native)
  const name = createHash('sha256').update(pgData).digest('hex').slice(0, 16)
  const home = join(SYSTEM_HOME, name)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chownSync(home, user.uid, user.gid)
  const place = join(home, 'postgres')
  const link = lstatSync(pgData, { throwIfNoEntry: false })
  if (link === undefined) symlinkSync(place, pgData)
  else if (!link.isSymbolicLink()) {
    cpSync(pgData, place, { recursive: true })
    execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, place])
    rmSync(pgData, { recursive: true })
    symlinkSync(place, pgData)
  }
  return {
    kind: 'system-user',
    pgData: place,
    command: (program, args) => ({
      file: join(binaries, 'bin', program),
      args,
      options: { uid: user.uid, gid: user.gid, cwd: home },
    }),
    own: (path) => chownSync(path, user.uid, user.gid),
  }
}

/**
 * How PostgreSQL is run here: it refuses root, so root runs it under another name in a user
 * namespace or, where those are off (`userNamespaces: false`), as a system user of its own.
 * `command` turns a program and its arguments into what to spawn; `own` gives it a file.
 */
export function chooseAccount({ native, pgData, userNamespaces = true }) {
  if (process.getuid?.() !== 0) return direct(native, pgData)
  const nobody = findUser('nobody')
  const isLinked = lstatSync(pgData, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  if (
    userNamespaces &&
    !isLinked &&
    nobody &&
    canUnshare(nobody, join(native, 'bin', 'postgres'))
  ) {
    return namespaced(native, pgData, nobody)
  }
  return asSystemUser(native, pgData)
}
