import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from '../process-identity.mjs'
import { ROOT } from '../root.mjs'
import { atEnd, until } from './scratch.mjs'

const isPlainScript = (path) => !path.endsWith('.test.mjs') && !path.endsWith('/testing')

/**
 * A small installation in a folder of its own: this launcher, our packages, and a stand-in for
 * `server/src/main.ts` that says what it was given and obeys the same signals as the real one.
 */
export function buildHouse(folder) {
  cpSync(join(ROOT, 'launch'), join(folder, 'launch'), { recursive: true, filter: isPlainScript })
  cpSync(join(ROOT, 'package-lock.json'), join(folder, 'package-lock.json'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'server', 'src'), { recursive: true })
  cpSync(join(ROOT, 'launch', 'testing', 'stand-in.mjs'), join(folder, 'server', 'src', 'main.ts'))
  return folder
}

function cleanEnvironment(extra) {
  const { DATABASE_URL, DATA_DIR, npm_lifecycle_event, NODE_TEST_CONTEXT, ...rest } = process.env
  return { ...rest, ...extra }
}

/**
 * Runs a script of the house's launcher. `said(text)` waits until stdout holds a text; `ended`
 * gives exit code and all output.
 */
export function launch(t, { house, script, args = [], env = {} }) {
  const child = spawn(process.execPath, [join(house, 'launch', script), ...args], {
    cwd: house,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      printed[name] += text
    })
  }
  const ended = new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ...printed }))
  })
  atEnd(t, async () => {
    child.kill('SIGTERM')
    await ended
  })
  const said = (text) =>
    until(() => {
      const line = printed.stdout.split('\n').find((candidate) => candidate.startsWith(text))
      if (line !== undefined) return line.slice(text.length).trim()
      if (child.exitCode !== null)
        throw new Error(`ended without saying ${text}: ${printed.stderr}`)
      return undefined
    })
  return { child, printed, ended, said }
}

/** What PostgreSQL's pid file of a data folder says, or `null` without a living server. */
export function postgresOf(dataDir) {
  try {
    const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return processIdentity(pid) === null ? null : { pid, port }
  } catch {
    return null
  }
}
