import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** Text after the command name in `/proc/<pid>/stat`: state, parent, … start time (proc(5)). */
function linuxStat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function psColumn(pid, column) {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

/**
 * A text that names one run of one process, or `null` when no such process runs. A process number
 * alone is given out again after a reboot; together with its start it is not. Zombies count as gone.
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (process.platform !== 'linux') {
    const started = psColumn(pid, 'lstart')
    return started === '' || psColumn(pid, 'state').startsWith('Z') ? null : `${pid} ${started}`
  }
  try {
    const stat = linuxStat(pid)
    if (stat[0] === 'Z' || stat[0] === 'X') return null
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${pid} ${boot} ${stat[19]}`
  } catch {
    return null
  }
}

export const isRunning = (pid) => processIdentity(pid) !== null

/** Command line of a process, arguments separated by spaces; empty when it is not running. */
export function commandLine(pid) {
  if (process.platform !== 'linux') return psColumn(pid, 'command')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** The folder a process works in, or `null` where the system does not tell. */
export function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}
