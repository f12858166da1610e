import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from './launch-error.mjs'
import { findServer, readPidFile, servesFolder } from './postgres-pid-file.mjs'
import { isRunning } from './process-identity.mjs'

const POLL_MS = 20
const FAST_SHUTDOWN_MS = 30_000
/** Replaying the log after a crash may take minutes; beyond this something is wrong. */
const RECOVERY_MS = 15 * 60_000
const RETRY_MS = 250
const RETRIES = 40
const LOG_LIMIT_BYTES = 5_000_000

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
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const chosen = port ?? (await freePort())
    const result = await start({ account, files, port: chosen, fsync, settings })
    if (result.kind === 'started') return result
    reason = result.reason
    if (!/in use|could not create any TCP|shared memory/.test(reason)) break
    await sleep(RETRY_MS)
  }
  throw new LaunchError(`PostgreSQL did not start: ${reason} (more in ${files.log})`)
}

/** Adopts the server that runs on the folder, or starts one; a closing one is waited for. */
export async function adoptOrStart({ account, files, port, fsync, settings }) {
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

/** SIGINT is PostgreSQL's fast shutdown: sessions end, everything acknowledged is on disk. */
export async function stopServer(pid, pgData) {
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
