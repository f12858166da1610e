import { mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from './launch-error.mjs'
import { tryLock } from './lock-file.mjs'
import { ROOT } from './root.mjs'

/** Where this installation keeps its data: `DATA_DIR`, else `fallback` below the project. */
export function dataDirPath(fallback = 'data') {
  const chosen = process.env.DATA_DIR
  return chosen ? resolve(chosen) : join(ROOT, fallback)
}

const REASONS = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'it is not a folder',
  EEXIST: 'it is not a folder',
}

/**
 * Makes the folder and proves that it can be written to. Returns its real path.
 * @throws {LaunchError} when it cannot.
 */
export function openDataDir(path) {
  const probe = join(path, `.write-test-${process.pid}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if (!statSync(path).isDirectory()) throw Object.assign(new Error('file'), { code: 'ENOTDIR' })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const reason = REASONS[error.code] ?? error.message
    throw new LaunchError(
      `the data folder ${path} cannot be written to (${reason}); set DATA_DIR to another folder.`,
    )
  }
  return realpathSync(path)
}

/** One that has just been told to stop is given this long to be gone. */
const PATIENCE_MS = 2_000
const POLL_MS = 100

/** Makes this process the only full Berth on the folder; returns what gives it back. */
export async function claimDataDir(path) {
  const file = join(path, 'berth.lock')
  let lock = tryLock(file)
  for (let waited = 0; lock.kind === 'held' && waited < PATIENCE_MS; waited += POLL_MS) {
    await sleep(POLL_MS)
    lock = tryLock(file)
  }
  if (lock.kind === 'taken') return lock.release
  throw new LaunchError(
    `the data folder ${path} is in use by the Berth with process id ${lock.pid}; stop that one or set DATA_DIR to another folder.`,
  )
}
