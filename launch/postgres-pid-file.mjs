import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine, isRunning, workingFolder } from './process-identity.mjs'

/** What a running or crashed server says of itself in its pid file (PostgreSQL's own format). */
export function readPidFile(pgData) {
  let lines
  try {
    lines = readFileSync(join(pgData, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
}

/** The number may belong to a stranger by now, even to another PostgreSQL: the folder decides. */
export function servesFolder(pid, pgData) {
  const command = commandLine(pid)
  if (!isRunning(pid) || !command.includes('postgres')) return false
  return command.includes(`-D ${pgData} `) || workingFolder(pid) === pgData
}

/** The living server of a data folder; a pid file left by a dead one is removed. */
export function findServer(pgData) {
  const found = readPidFile(pgData)
  if (found === null) return null
  if (servesFolder(found.pid, pgData)) return found
  rmSync(join(pgData, 'postmaster.pid'), { force: true })
  return null
}
