import { z } from 'zod'

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true')

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))

const isDatabaseUrl = (text: string) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

const environment = z.object({
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().refine(isDatabaseUrl),
  /** Where browsers reach Berth; links in mails and gateway returns start with it. */
  BERTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  BERTH_SECRET_KEY: z.string().min(32),
  BERTH_ADMIN_EMAIL: z.email().optional(),
  BERTH_ADMIN_PASSWORD: z.string().min(8).max(200).optional(),
  BERTH_SANDBOX: flag,
  /** Further delivery modules: names of packages, or paths, with commas between them. */
  BERTH_MODULES: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().regex(/^[^\s]*$/)))
    .transform((list) => list.filter((one) => one !== '')),
  /** Lets webhooks be sent to private and loopback addresses. */
  BERTH_WEBHOOKS_PRIVATE: flag,
  /** The built web app; empty serves the API alone. */
  BERTH_WEB_DIST: z.string().default(''),
  /** Behind how many reverse proxies Berth stands. */
  /** The installation that the database must belong to, where DATA_DIR is not kept. */
  BERTH_INSTALLATION_ID: z.uuid().optional(),
  BERTH_TRUST_PROXY: wholeNumber(0, 5).default(0),
  BERTH_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  /** Operations that one worker process carries out at once. */
  BERTH_WORKER_CONCURRENCY: wholeNumber(1, 100).default(32),
})

/** What is accepted, for the sentence that refuses a value. */
const ACCEPTED: Record<keyof z.infer<typeof environment>, string> = {
  PORT: 'a whole number from 0 to 65535',
  HOST: 'an address of this machine',
  DATA_DIR: 'a folder',
  DATABASE_URL: 'a URL like postgres://user:password@host:5432/berth',
  BERTH_URL: 'a URL like https://my.example',
  BERTH_SECRET_KEY: 'at least 32 characters long',
  BERTH_ADMIN_EMAIL: 'an e-mail address',
  BERTH_ADMIN_PASSWORD: '8 to 200 characters long',
  BERTH_SANDBOX: '1 or 0',
  BERTH_MODULES: 'names of packages with commas between them',
  BERTH_WEBHOOKS_PRIVATE: '1 or 0',
  BERTH_WEB_DIST: 'a folder',
  BERTH_INSTALLATION_ID: 'the id of the installation, a UUID',
  BERTH_TRUST_PROXY: 'a whole number from 0 to 5',
  BERTH_LOG_LEVEL: 'one of silent, fatal, error, warn, info, debug, trace',
  BERTH_WORKER_CONCURRENCY: 'a whole number from 1 to 100',
}

/** What the process was started with. Everything else is a setting in the database. */
export interface Config {
  port: number
  host: string
  dataDir: string
  /** DATA_DIR was named: what is written there is kept from run to run. */
  keepsDataDir: boolean
  /** Compared with the database's own; null leaves that to the data folder. */
  installationId: string | null
  databaseUrl: string
  publicUrl: string | null
  secretKey: string
  firstAdmin: { email: string; password: string | null } | null
  sandbox: boolean
  /** Packages, or paths, of further delivery modules. */
  modules: string[]
  /** Webhooks may be sent to private and loopback addresses. */
  webhooksPrivate: boolean
  webDist: string
  trustProxy: number
  logLevel: string
  workerConcurrency: number
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; message: string }

/**
 * Reads the environment; the only place that does. An empty variable is one that is not set. One
 * sentence when something is wrong, which never repeats the value: it may be a secret.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ConfigResult {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof ACCEPTED
    const problem = given[name] === undefined ? 'is missing; it must be' : 'must be'
    return { ok: false, message: `${name} ${problem} ${ACCEPTED[name]}` }
  }
  const e = parsed.data
  if (e.BERTH_ADMIN_PASSWORD && !e.BERTH_ADMIN_EMAIL)
    return { ok: false, message: 'BERTH_ADMIN_PASSWORD needs a BERTH_ADMIN_EMAIL beside it' }
  return {
    ok: true,
    config: {
      port: e.PORT,
      host: e.HOST,
      dataDir: e.DATA_DIR,
      keepsDataDir: given.DATA_DIR !== undefined,
      installationId: e.BERTH_INSTALLATION_ID?.toLowerCase() ?? null,
      databaseUrl: e.DATABASE_URL,
      publicUrl: e.BERTH_URL ?? null,
      secretKey: e.BERTH_SECRET_KEY,
      firstAdmin: e.BERTH_ADMIN_EMAIL
        ? { email: e.BERTH_ADMIN_EMAIL.toLowerCase(), password: e.BERTH_ADMIN_PASSWORD ?? null }
        : null,
      sandbox: e.BERTH_SANDBOX,
      modules: e.BERTH_MODULES,
      webhooksPrivate: e.BERTH_WEBHOOKS_PRIVATE,
      webDist: e.BERTH_WEB_DIST,
      trustProxy: e.BERTH_TRUST_PROXY,
      logLevel: e.BERTH_LOG_LEVEL,
      workerConcurrency: e.BERTH_WORKER_CONCURRENCY,
    },
  }
}
