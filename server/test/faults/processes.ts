import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Rule, SandboxCall, SandboxResource } from '@berth/module-sandbox/provider'
import { testConfig } from '../app.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const POLL_MS = 20
/** Beyond this something hangs; no test passes or fails by being quicker or slower than that. */
const PATIENCE_MS = 60_000

/** Waits until `look` finds something; fails naming what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined>,
): Promise<T> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const found = await look()
    if (found) return found
    await sleep(POLL_MS)
  }
  throw new Error(`waited in vain for: ${what}`)
}

/** A process of the test, killed at the latest when the tests are over. */
export interface Started {
  pid: number
  running(): boolean
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  /** What it wrote so far. */
  output(): string
}

const kills: (() => Promise<void>)[] = []
// Of the file, not of the test that starts a process: the next test goes on with it.
after(() => Promise.all(kills.map((kill) => kill())))

function start(args: string[], env: Record<string, string> = {}): Started {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const gone = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      output += `ended with ${signal ?? code}\n`
      resolve()
    }),
  )
  const running = () => child.exitCode === null && child.signalCode === null
  const kill = async () => {
    if (running()) child.kill('SIGKILL')
    await gone
  }
  kills.push(kill)
  if (child.pid === undefined) throw new Error('the process did not start')
  return { pid: child.pid, running, kill, output: () => output }
}

/** A worker of its own process, on the machine's clock. */
export function startWorkerProcess(databaseUrl: string): Started {
  return start(['server/src/main.ts', 'worker'], {
    DATABASE_URL: databaseUrl,
    BERTH_SECRET_KEY: testConfig(databaseUrl).secretKey,
    BERTH_SANDBOX: '1',
    BERTH_LOG_LEVEL: 'warn',
  })
}

export interface ProviderProcess extends Started {
  url: string
  token: string
  /** Puts these rules in force and forgets the ones before. */
  behave(...rules: Rule[]): Promise<void>
  resources(key?: string): Promise<SandboxResource[]>
  calls(key?: string): Promise<SandboxCall[]>
}

/**
 * The sandbox provider in a process of its own, with its memory on disk. It does not protect us:
 * two resources may carry one key.
 */
export async function startProviderProcess(): Promise<ProviderProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-provider-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const token = 'token-of-the-fault-tests'
  const main = 'modules/sandbox/src/provider/main.ts'
  const started = start([main, '--state', join(folder, 'state.json'), '--token', token])
  const url = await until('the provider to listen', async () =>
    /at (http\S+)/.exec(started.output())?.at(1),
  )
  async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as T
  }
  await control('PATCH', 'behaviour', { uniqueKeys: false })
  const query = (key?: string) => (key === undefined ? '' : `?key=${key}`)
  return {
    ...started,
    url,
    token,
    behave: (...rules) => control('PATCH', 'behaviour', { rules }),
    resources: async (key) =>
      (await control<{ items: SandboxResource[] }>('GET', `resources${query(key)}`)).items,
    calls: async (key) =>
      (await control<{ items: SandboxCall[] }>('GET', `calls${query(key)}`)).items,
  }
}
