import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock-file.mjs'
import { chooseAccount } from './postgres-account.mjs'
import { findPostgres } from './postgres-binaries.mjs'
import { commandLine, isRunning, workingFolder } from './process-identity.mjs'

const USER = 'berth'
const POLL_MS = 20
const FAST_SHUTDOWN_MS = 30_000
/** Replaying the log after a crash may take minutes; beyond this something is wrong. */
const RECOVERY_MS = 15 * 60_000
const LOG_LIMIT_BYTES = 5_000_000

const filesOf = (dataDir) => ({
  pgData: join(dataDir, 'postgres'),
  password: join(dataDir, 'postgres-password'),
  log: join(dataDir, 'postgres.log'),
  lock: join(dataDir, 'postgres.lock'),
})

/** What a running or crashed server says of itself in its pid file (PostgreSQL's own format). */
function readPidFile(pgData) {
  let lines
  try {
    lines = readFileSync(join(pgData, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
}

/** The number may belong to a stranger by now, even to another PostgreSQL: the folder decides. */
function servesFolder(pid, pgData) {
  const command = commandLine(pid)
  if (!isRunning(pid) || !command.includes('postgres')) return false
  return command.includes(`-D ${pgData} `) || workingFolder(pid) === pgData
}

/** The living server of a data folder; a pid file left by a dead one is removed. */
function findServer(pgData) {
  const found = readPidFile(pgData)
  if (found === null) return null
  if (servesFolder(found.pid, pgData)) return found
  rmSync(join(pgData, 'postmaster.pid'), { force: true })
  return null
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

function readPassword(files) {
  if (existsSync(files.password)) return readFileSync(files.password, 'utf8').trim()
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
    ...['-D', partial, '-U', USER, '-E', 'UTF8', '--no-instructions'],
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

function serverArguments({ pgData, port, fsync, settings }) {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  }
  return [
    '-D',
    pgData,
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

function openLog(path) {
  const tooLong = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES
  if (tooLong) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

/** Detached, in a session of its own: Ctrl-C in the terminal must reach Node first. */
function spawnServer({ account, files, port, fsync, settings }) {
  const { file, args, options } = account.command(
    'postgres',
    serverArguments({ pgData: account.pgData, port, fsync, settings }),
  )
  const log = openLog(files.log)
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.on('error', () => {})
  child.unref()
  return child
}

async function waitUntilReady({ pgData, isAlive, timeoutMs = RECOVERY_MS }) {
  for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
    const found = readPidFile(pgData)
    if (found?.status === 'ready' && servesFolder(found.pid, pgData)) return found
    if (!isAlive()) return null
    await sleep(POLL_MS)
  }
  return null
}

function lastLogLines(path) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR/.test(line))
  return (telling.at(-1) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '')
}

async function start({ account, files, port, fsync, settings }) {
  const child = spawnServer({ account, files, port, fsync, settings })
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const ready = await waitUntilReady({ pgData: account.pgData, isAlive })
  if (ready) return { kind: 'started', pid: ready.pid, port: ready.port }
  return { kind: 'failed', reason: lastLogLines(files.log) }
}

/** A free port may be taken between asking and binding, and a killed server's children linger. */
async function startWithRetries({ account, files, port, fsync, settings }) {
  let reason = ''
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const chosen = port ?? (await freePort())
    const result = await start({ account, files, port: chosen, fsync, settings })
    if (result.kind === 'started') return result
    reason = result.reason
    if (!/in use|could not create any TCP|shared memory/.test(reason)) break
    await sleep(250)
  }
  throw new LaunchError(`PostgreSQL did not start: ${reason} (more in ${files.log})`)
}

async function createDatabase(url, database) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions end, everything acknowledged is on disk. */
async function stopServer(pid, pgData) {
  if (!servesFolder(pid, pgData)) return
  const signal = (name) => {
    try {
      process.kill(pid, name)
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }
  signal('SIGINT')
  for (let waited = 0; isRunning(pid); waited += POLL_MS) {
    if (waited === FAST_SHUTDOWN_MS) signal('SIGQUIT')
    await sleep(POLL_MS)
  }
}

/** Adopts the server that runs on the folder, or starts one; a closing one is waited for. */
async function adoptOrStart({ account, files, port, fsync, settings }) {
  const running = findServer(account.pgData)
  if (running) {
    const isAlive = () =>
      isRunning(running.pid) && readPidFile(account.pgData)?.status !== 'stopping'
    const ready = await waitUntilReady({ pgData: account.pgData, isAlive })
    if (ready) return ready
    while (isRunning(running.pid)) await sleep(POLL_MS)
    findServer(account.pgData)
  }
  return startWithRetries({ account, files, port, fsync, settings })
}

/**
 * Runs the PostgreSQL that npm brought, on `dataDir/postgres`, made when it is not there, and
 * creates `database`. A server that already runs on that folder is used, never a second started.
 * It listens on 127.0.0.1 only and asks for the password kept in `dataDir/postgres-password`.
 *
 * @param {{ dataDir: string, port?: number, fsync?: boolean, database?: string,
 *   settings?: Record<string, string | number>, userNamespaces?: boolean,
 *   log?: (line: string) => void }} options `fsync: false` is for throw-away data only.
 * @returns {Promise<{ url: string, port: number, pid: number, stop: () => Promise<void> }>}
 * @throws {LaunchError} with one sentence for the operator.
 */
export async function startPostgres(options) {
  const { dataDir, fsync = true, database = USER, settings = {}, log = () => {} } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const files = filesOf(realpathSync(dataDir))
  return withLock(files.lock, async () => {
    const native = findPostgres()
    const account = chooseAccount({
      native,
      pgData: files.pgData,
      userNamespaces: options.userNamespaces,
    })
    const password = readPassword(files)
    chmodSync(files.password, 0o600)
    if (checkVersion(account) === 'empty') {
      log(`creating a PostgreSQL database in ${files.pgData}`)
      initialise({ account, password, fsync })
    }
    const server = await adoptOrStart({ account, files, port: options.port, fsync, settings })
    const urlOf = (name) => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${name}`
    if (database !== 'postgres') await createDatabase(urlOf('postgres'), database)
    return {
      url: urlOf(database),
      port: server.port,
      pid: server.pid,
      stop: () => withLock(files.lock, () => stopServer(server.pid, account.pgData)),
    }
  })
}
