import { z } from 'zod'

const flag = z
  .enum(['', '0', '1', 'true', 'false'])
  .default('')
  .transform((value) => value === '1' || value === 'true')

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().min(1),
  /** Where browsers reach Berth; links in mails and gateway returns start with it. */
  BERTH_URL: z.url().optional(),
  BERTH_SECRET_KEY: z.string().min(32),
  BERTH_ADMIN_EMAIL: z.email().optional(),
  BERTH_ADMIN_PASSWORD: z.string().min(8).max(200).optional(),
  BERTH_SANDBOX: flag,
  /** The built web app; empty serves the API alone. */
  BERTH_WEB_DIST: z.string().default(''),
  /** Behind how many reverse proxies Berth stands. */
  BERTH_TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  BERTH_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  /** Operations that one worker process carries out at once. */
  BERTH_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(8),
})

/** What the process was started with. Everything else is a setting in the database. */
export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string
  publicUrl: string | null
  secretKey: string
  firstAdmin: { email: string; password: string | null } | null
  sandbox: boolean
  webDist: string
  trustProxy: number
  logLevel: string
  workerConcurrency: number
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; message: string }

/** Reads the environment; the only place that does. One sentence when something is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ConfigResult {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, message: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const e = parsed.data
  return {
    ok: true,
    config: {
      port: e.PORT,
      host: e.HOST,
      dataDir: e.DATA_DIR,
      databaseUrl: e.DATABASE_URL,
      publicUrl: e.BERTH_URL ?? null,
      secretKey: e.BERTH_SECRET_KEY,
      firstAdmin: e.BERTH_ADMIN_EMAIL
        ? { email: e.BERTH_ADMIN_EMAIL.toLowerCase(), password: e.BERTH_ADMIN_PASSWORD ?? null }
        : null,
      sandbox: e.BERTH_SANDBOX,
      webDist: e.BERTH_WEB_DIST,
      trustProxy: e.BERTH_TRUST_PROXY,
      logLevel: e.BERTH_LOG_LEVEL,
      workerConcurrency: e.BERTH_WORKER_CONCURRENCY,
    },
  }
}
