import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'

/** The superuser of our own PostgreSQL, and its database. */
export const OWNER = 'berth'

/** The owner's password, kept beside the data for the owner of the folder only. */
export function readPassword(files) {
  if (existsSync(files.password)) {
    chmodSync(files.password, 0o600)
    return readFileSync(files.password, 'utf8').trim()
  }
  if (existsSync(join(files.pgData, 'PG_VERSION'))) {
    throw new LaunchError(
      `${files.password} is missing, and without it the database in ${files.pgData} cannot be opened.`,
    )
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(files.password, password, { mode: 0o600 })
  return password
}

/** Made beside its place and moved there when complete: a cut-off first start leaves no ruin. */
function initialise({ account, password, fsync }) {
  const partial = `${account.pgData}.new`
  const passwordCopy = join(dirname(account.pgData), 'postgres-password.new')
  rmSync(partial, { recursive: true, force: true })
  writeFileSync(passwordCopy, password, { mode: 0o600 })
  account.own(passwordCopy)
  const { file, args, options } = account.command('initdb', [
    ...['-D', partial, '-U', OWNER, '-E', 'UTF8', '--no-instructions'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['-A', 'scram-sha-256', `--pwfile=${passwordCopy}`],
    ...(fsync ? [] : ['--no-sync']),
  ])
  const result = spawnSync(file, args, { ...options, encoding: 'utf8', stdio: 'pipe' })
  rmSync(passwordCopy, { force: true })
  if (result.status !== 0) {
    rmSync(partial, { recursive: true, force: true })
    const reason = (result.stderr || result.error?.message || '').trim().split('\n').at(-1)
    throw new LaunchError(`the database could not be created in ${account.pgData}: ${reason}`)
  }
  renameSync(partial, account.pgData)
}

/** Whether there are data yet; data of another version of PostgreSQL are refused. */
function checkVersion(account) {
  const file = join(account.pgData, 'PG_VERSION')
  if (!existsSync(file)) return 'empty'
  const stored = readFileSync(file, 'utf8').trim()
  const { file: program, args, options } = account.command('postgres', ['--version'])
  const printed = spawnSync(program, args, { ...options, encoding: 'utf8' }).stdout ?? ''
  const own = /(\d+)\./.exec(printed)?.[1]
  if (own !== undefined && own !== stored) {
    throw new LaunchError(
      `the database in ${account.pgData} was made by PostgreSQL ${stored} and this is PostgreSQL ${own}; export it with the former version first.`,
    )
  }
  return 'ready'
}

/** Makes an empty database where there is none. */
export function prepareCluster({ account, password, fsync, log }) {
  if (checkVersion(account) === 'ready') return
  log(`creating a PostgreSQL database in ${account.pgData}`)
  initialise({ account, password, fsync })
}
