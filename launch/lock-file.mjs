import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderIdentity } from './folder-identity.mjs'
import { processIdentity } from './process-identity.mjs'

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** A holder of another folder came with a copy: it works on the original. */
const isHeld = (holder, path) =>
  holder !== null &&
  processIdentity(holder.pid) === holder.identity &&
  (holder.folder ?? here(path)) === here(path)

const here = (path) => folderIdentity(dirname(path))

/** `link` fails when the name is taken, so exactly one of several processes gets it. */
function claim(path, text) {
  const mine = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Moves a dead process's lock aside; a lock that somebody took meanwhile is put back. */
function removeStale(path, stale) {
  const aside = `${path}.stale.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (isHeld(readHolder(aside), path) && readHolder(aside).identity !== stale?.identity) {
    try {
      linkSync(aside, path)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}

/**
 * Takes the lock file `path` for this process. Returns `{ kind: 'taken', release }`, or
 * `{ kind: 'held', pid }` when a living process has it. A dead holder's lock is taken over.
 */
export function tryLock(path) {
  const { pid } = process
  const text = JSON.stringify({ pid, identity: processIdentity(pid), folder: here(path) })
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (claim(path, text)) {
      const release = () => {
        if (readHolder(path)?.identity === processIdentity(process.pid))
          rmSync(path, { force: true })
      }
      return { kind: 'taken', release }
    }
    const holder = readHolder(path)
    if (isHeld(holder, path)) return { kind: 'held', pid: holder.pid }
    removeStale(path, holder)
  }
  throw new Error(`the lock ${path} could not be taken`)
}

/** Runs `work` while holding the lock; waits for as long as another living process has it. */
export async function withLock(path, work) {
  for (;;) {
    const lock = tryLock(path)
    if (lock.kind === 'taken') {
      try {
        return await work()
      } finally {
        lock.release()
      }
    }
    await sleep(50)
  }
}
