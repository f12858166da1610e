import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { after } from 'node:test'
import type { DeliveryModule, Gateway } from '@berth/sdk'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pg from 'pg'
import { buildApp } from '../src/app.ts'
import { openContext } from '../src/build-context.ts'
import type { Config } from '../src/config.ts'
import type { Context } from '../src/context.ts'
import type { Instant } from '../src/domain/instant.ts'
import { openAccountSession, SESSION_COOKIE } from '../src/features/auth/sessions.ts'
import type { MailTransport } from '../src/features/mail/transport.ts'
import { migrateDatabase } from '../src/migrate.ts'
import { frozenClock, type MovableClock } from '../src/platform/clock.ts'
import { seedInstallation } from '../src/seed-installation.ts'
import { settle, travel } from '../src/travel.ts'
import { dueLoops, jobHandlers } from '../src/worker.ts'
import { makeStaff } from './factories/staff.ts'

/** The moment tests start at, unless they say otherwise. */
export const NOW = Date.parse('2025-03-10T12:00:00Z')

export interface TestOptions {
  now?: Instant
  modules?: DeliveryModule[]
  gateways?: Gateway[]
  mail?: MailTransport
  config?: Partial<Config>
}

export interface TestApp {
  ctx: Context
  http: FastifyInstance
  clock: MovableClock
  /** A client that is logged in as this account. */
  as(account: { realm: 'staff' | 'customer'; id: string }): Promise<TestClient>
  /** A client of a fresh staff member with the role; `owner` by default. */
  staff(role?: string): Promise<TestClient>
  /** Nobody logged in. */
  anonymous: TestClient
  /** Runs jobs and everything due at the clock's moment, until nothing is left. */
  settle(): Promise<void>
  /** Goes from due moment to due moment up to `to`, settling at each. */
  travelTo(to: Instant): Promise<void>
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  body: any
  headers: Record<string, unknown>
}

export interface TestClient {
  get(url: string): Promise<Answer>
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(url: string, body?: unknown): Promise<Answer>
  put(url: string, body?: unknown): Promise<Answer>
  delete(url: string, body?: unknown): Promise<Answer>
}

/** The whole program on a database of its own, cloned from a migrated template. */
export async function startTestApp(options: TestOptions = {}): Promise<TestApp> {
  const databaseUrl = await cloneDatabase()
  const clock = frozenClock(options.now ?? NOW)
  const { ctx, close } = await openContext(testConfig(databaseUrl, options.config), {
    clock,
    modules: options.modules,
    gateways: options.gateways,
    mail: options.mail,
    poolSize: 10,
  })
  const http = await buildApp(ctx)
  const handlers = jobHandlers(ctx)
  const loops = dueLoops(ctx)
  after(async () => {
    await http.close()
    for (const loop of loops) await loop.stop?.()
    await close()
    await dropDatabase(databaseUrl)
  })

  const work = { loops, handlers }
  const setClock = async (at: Instant) => clock.set(at)
  const app: TestApp = {
    ctx,
    http,
    clock,
    anonymous: client(http),
    async as({ realm, id }) {
      const now = clock.now()
      const session = { realm, accountId: id, ip: '127.0.0.1', userAgent: 'test', now }
      return client(http, await openAccountSession(ctx.db, session))
    },
    async staff(role = 'owner') {
      return app.as({ realm: 'staff', id: (await makeStaff(ctx, { role })).id })
    },
    async settle() {
      await settle(ctx, work)
    },
    async travelTo(to) {
      await travel(ctx, work, { to, setClock })
    },
  }
  return app
}

function client(http: FastifyInstance, token?: string): TestClient {
  const cookies = token ? { [SESSION_COOKIE]: token } : undefined
  async function send(
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const payload = body === undefined ? {} : { payload: body as object }
    const response = await http.inject({ method, url, cookies, headers, ...payload })
    const json = String(response.headers['content-type'] ?? '').includes('json')
    return {
      status: response.statusCode,
      body: json && response.body ? response.json() : response.body,
      headers: response.headers,
    }
  }
  return {
    get: (url) => send('GET', url),
    post: (url, body = {}, headers) => send('POST', url, body, headers),
    patch: (url, body) => send('PATCH', url, body),
    put: (url, body) => send('PUT', url, body),
    delete: (url, body) => send('DELETE', url, body),
  }
}

export function testConfig(databaseUrl: string, overrides: Partial<Config> = {}): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    keepsDataDir: false,
    installationId: null,
    databaseUrl,
    publicUrl: 'https://berth.example',
    secretKey: 'a secret key that only the tests use',
    firstAdmin: null,
    sandbox: true,
    modules: [],
    webhooksPrivate: false,
    webDist: '',
    trustProxy: 0,
    logLevel: 'silent',
    workerConcurrency: 4,
    ...overrides,
  }
}

const SERVER = process.env.BERTH_TEST_PG_URL
const MIGRATIONS = new URL('../migrations/', import.meta.url)

function serverUrl(database: string): string {
  if (!SERVER)
    throw new Error('BERTH_TEST_PG_URL is not set; run the tests with `npm test -- <file>`')
  const url = new URL(SERVER)
  url.pathname = `/${database}`
  return url.href
}

/** A database cloned from the template; dropped by whoever made it. */
export async function cloneDatabase(): Promise<string> {
  const template = await ensureTemplate()
  const name = `t_${randomBytes(8).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} template ${template}`))
  return serverUrl(name)
}

export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await onServer((client) => client.query(`drop database if exists ${name} with (force)`))
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The template's name carries a hash of what makes it, so that it is never stale. */
async function ensureTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of readdirSync(MIGRATIONS).sort()) {
    if (file.endsWith('.sql')) hash.update(readFileSync(new URL(file, MIGRATIONS)))
  }
  hash.update(readFileSync(new URL('../src/reactions.ts', import.meta.url)))
  hash.update(readFileSync(new URL('../src/features/staff/permissions.ts', import.meta.url)))
  hash.update(readFileSync(new URL('../src/features/cancellation/reasons.ts', import.meta.url)))
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(727)')
    const there = await client.query('select 1 from pg_database where datname = $1', [name])
    if (there.rowCount) return
    // One that was cut off may have left it half made.
    await client.query(`drop database if exists ${name}_making with (force)`)
    await client.query(`create database ${name}_making`)
    await migrateDatabase(serverUrl(`${name}_making`))
    await seedTemplate(serverUrl(`${name}_making`))
    await client.query(`alter database ${name}_making rename to ${name}`)
  })
  return name
}

async function seedTemplate(databaseUrl: string): Promise<void> {
  const { ctx, close } = await openContext(testConfig(databaseUrl))
  await seedInstallation(ctx)
  await close()
}
