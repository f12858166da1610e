import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { NODE_FLAGS } from '../launch/node-runtime.mjs'

/** What Node has compiled before: every journey starts an instance of its own. */
const { NODE_COMPILE_CACHE } = process.env
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const POLL_MS = 50

/** Who may do everything in a fresh instance. */
export const ADMIN = { email: 'owner@harbour.test', password: 'the owner’s password' } as const

/** A whole Berth of a journey's own: database, clock, provider and web app. */
export interface Instance {
  /** Where browsers reach it, without a slash at the end. */
  url: string
  /** For a journey that makes happen what no browser can. */
  databaseUrl: string
  /** What it wrote so far, for a journey that failed. */
  output(): string
  /** Ends the process and drops the database. */
  stop(): Promise<void>
}

/**
 * Starts the program in sandbox mode on a fresh database of `BERTH_TEST_PG_URL`, with the built
 * web app (of `BERTH_WEB_DIST`, if that is set), and waits until it is ready.
 */
export async function startInstance(env: Record<string, string> = {}): Promise<Instance> {
  const database = await createDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'berth-e2e-'))
  const clean = async () => {
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const { url, server } = await startOnFreePort({
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      BERTH_SECRET_KEY: randomBytes(32).toString('hex'),
      BERTH_SANDBOX: '1',
      // A journey's receiver listens on this machine.
      BERTH_WEBHOOKS_PRIVATE: '1',
      BERTH_WEB_DIST: process.env.BERTH_WEB_DIST ?? join(ROOT, 'web', 'dist'),
      BERTH_ADMIN_EMAIL: ADMIN.email,
      BERTH_ADMIN_PASSWORD: ADMIN.password,
      BERTH_LOG_LEVEL: 'warn',
      ...env,
    })
    const stop = async () => {
      await server.end()
      await clean()
    }
    return { url, databaseUrl: database.url, output: server.output, stop }
  } catch (error) {
    await clean()
    throw error
  }
}

/** Between asking for a free port and taking it anybody may take it; then another is asked for. */
async function startOnFreePort(
  env: Record<string, string>,
): Promise<{ url: string; server: ServerProcess }> {
  for (;;) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const server = startServer({ PORT: String(port), BERTH_URL: url, ...env })
    if (await isReady(url, server)) return { url, server }
    if (!server.output().includes(`port ${port} is in use`))
      throw new Error(`the server did not start:\n${server.output()}`)
  }
}

interface ServerProcess {
  running(): boolean
  output(): string
  end(): Promise<void>
}

function startServer(env: Record<string, string>): ServerProcess {
  const child: ChildProcess = spawn(process.execPath, [...NODE_FLAGS, 'server/src/main.ts'], {
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
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const running = () => child.exitCode === null && child.signalCode === null
  const end = async () => {
    if (running()) child.kill('SIGTERM')
    await gone
  }
  return { running, output: () => output, end }
}

/** Waits until it answers; false when it has ended before that. */
async function isReady(url: string, server: ServerProcess): Promise<boolean> {
  while (server.running()) {
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok && server.running()) return true
    await sleep(POLL_MS)
  }
  return false
}

async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const given = process.env.BERTH_TEST_PG_URL
  if (!given) throw new Error('BERTH_TEST_PG_URL is not set; start the journeys with npm test')
  const name = `e2e_${randomBytes(8).toString('hex')}`
  await onServer(given, `create database ${name}`)
  const url = new URL(given)
  url.pathname = `/${name}`
  const drop = () => onServer(given, `drop database if exists ${name} with (force)`)
  return { url: url.href, drop }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}
