import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Rule, SandboxCall, SandboxResource } from '@berth/module-sandbox/provider'
import { NODE_FLAGS } from '../../../launch/node-runtime.mjs'
import { testConfig } from '../app.ts'
import { until } from '../until.ts'

/** What Node has compiled before: processes that are killed all the time start sooner. */
const { NODE_COMPILE_CACHE } = process.env
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** A process of the test, killed at the latest when the tests are over. */
export interface Started {
  pid: number
  running(): boolean
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  /** SIGTERM, and waits until it has ended by itself; answers its exit code. */
  stop(): Promise<number | null>
  /** What it wrote so far. */
  output(): string
}

const kills: (() => Promise<void>)[] = []
// Of the file, not of the test that starts a process: the next test goes on with it.
after(() => Promise.all(kills.map((kill) => kill())))

function start(args: string[], env: Record<string, string> = {}): Started {
  const child: ChildProcess = spawn(process.execPath, [...NODE_FLAGS, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...COMPILED, ...env },
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
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
    return child.exitCode
  }
  kills.push(kill)
  if (child.pid === undefined) throw new Error('the process did not start')
  return { pid: child.pid, running, kill, stop, output: () => output }
}

/** A worker of its own process, on the machine's clock. */
export function startWorkerProcess(databaseUrl: string, env: Record<string, string> = {}): Started {
  return start(['server/src/main.ts', 'worker'], {
    DATABASE_URL: databaseUrl,
    BERTH_SECRET_KEY: testConfig(databaseUrl).secretKey,
    BERTH_SANDBOX: '1',
    BERTH_LOG_LEVEL: 'warn',
    ...env,
  })
}

export interface ProviderProcess extends Started {
  url: string
  token: string
  /** Puts these rules in force and forgets the ones before. */
  behave(...rules: Rule[]): Promise<void>
  /** Makes a resource behind everybody's back; answers its id. */
  plant(resource: object): Promise<string>
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
    plant: async (resource) =>
      (await control<{ items: { id: string }[] }>('POST', 'resources', resource)).items[0]?.id ??
      '',
    resources: async (key) =>
      (await control<{ items: SandboxResource[] }>('GET', `resources${query(key)}`)).items,
    calls: async (key) =>
      (await control<{ items: SandboxCall[] }>('GET', `calls${query(key)}`)).items,
  }
}
