import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderIdentity } from './folder-identity.mjs'
import { processIdentity } from './process-identity.mjs'
import { DRAIN_LIMIT_MS } from './server-process.mjs'

const POLL_MS = 50
const noteOf = (dataDir) => join(dataDir, 'server-process.json')

/** Notes which process serves this folder, for the start after a `kill -9` of the launcher. */
export function recordServer(dataDir, pid) {
  const identity = processIdentity(pid)
  const folder = folderIdentity(dataDir)
  if (identity !== null) writeFileSync(noteOf(dataDir), JSON.stringify({ pid, identity, folder }))
}

export const forgetServer = (dataDir) => rmSync(noteOf(dataDir), { force: true })

function readServer(dataDir) {
  try {
    return JSON.parse(readFileSync(noteOf(dataDir), 'utf8'))
  } catch {
    return null
  }
}

/**
 * A server whose launcher was killed drains by itself; its port is free only then. One that hangs
 * is ended.
 */
export async function awaitFormerServer(dataDir, log) {
  const former = readServer(dataDir)
  if (former === null) return
  // In a copied folder the note is of the original's server, which is none of our business.
  const isOurs = (former.folder ?? folderIdentity(dataDir)) === folderIdentity(dataDir)
  const isAlive = () => isOurs && processIdentity(former.pid) === former.identity
  if (isAlive()) log('waiting for the former server to end')
  for (let waited = 0; isAlive(); waited += POLL_MS) {
    if (waited >= DRAIN_LIMIT_MS) process.kill(former.pid, 'SIGKILL')
    await sleep(POLL_MS)
  }
  forgetServer(dataDir)
}
