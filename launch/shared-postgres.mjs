import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderIdentity } from './folder-identity.mjs'
import { withLock } from './lock-file.mjs'
import { startPostgres } from './postgres.mjs'
import { isRunning, processIdentity } from './process-identity.mjs'

const WATCH_MS = 1_000

/** Each process that uses the server has a note in this folder; the last one stops the server. */
const notesOf = (dataDir) => join(dataDir, 'postgres-users')

/** A process that uses the server of this very folder, not of one that this is a copy of. */
const noteOf = (dataDir, pid) => `${processIdentity(pid)} ${folderIdentity(dataDir)}`

function otherUsers(dataDir) {
  const folder = notesOf(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => {
    const pid = Number(name)
    if (pid === process.pid) return false
    const path = join(folder, name)
    if (noteOf(dataDir, pid) === readFileSync(path, 'utf8')) return true
    rmSync(path, { force: true })
    return false
  })
}

/** Starts the server again on its port when it dies: sessions reconnect, nothing else changes. */
function watch({ server, restart, onFailure }) {
  let current = server
  let restarting = null
  const timer = setInterval(() => {
    if (restarting || isRunning(current.pid)) return
    restarting = restart()
      .then((next) => {
        current = next
      })
      .catch(onFailure)
      .finally(() => {
        restarting = null
      })
  }, WATCH_MS)
  timer.unref()
  return {
    end: async () => {
      clearInterval(timer)
      await restarting
      return current
    },
  }
}

/**
 * Uses the PostgreSQL of a data folder together with whoever else does: started when nobody had
 * it, stopped by `release` when nobody has it any more. `onFailure` hears when it died and could
 * not be started again.
 */
export async function sharePostgres({ dataDir, log, onFailure }) {
  const lock = join(dataDir, 'postgres-users.lock')
  const note = join(notesOf(dataDir), String(process.pid))
  const server = await withLock(lock, async () => {
    mkdirSync(notesOf(dataDir), { recursive: true, mode: 0o700 })
    const started = await startPostgres({ dataDir, log })
    writeFileSync(note, noteOf(dataDir, process.pid))
    return started
  })
  const restart = () =>
    withLock(lock, () => {
      log('PostgreSQL ended unexpectedly; starting it again')
      return startPostgres({ dataDir, log, port: server.port })
    })
  const watching = watch({ server, restart, onFailure })
  const release = async () => {
    const current = await watching.end()
    await withLock(lock, async () => {
      rmSync(note, { force: true })
      if (otherUsers(dataDir).length === 0) await current.stop()
    })
  }
  return { url: server.url, release }
}
