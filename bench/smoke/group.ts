import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openContext } from '../../server/src/build-context.ts'
import { readConfig } from '../../server/src/config.ts'
import { openAccountSession, SESSION_COOKIE } from '../../server/src/features/auth/sessions.ts'
import { createFirstOwner } from '../../server/src/features/staff/setup.ts'
import { SYSTEM } from '../../server/src/platform/actor.ts'
import { inTransaction } from '../../server/src/platform/transaction.ts'
import { seedInstallation } from '../../server/src/seed-installation.ts'
import { loadFleet } from '../data/fleet.ts'
import { openDatabase } from '../database.ts'
import { print, progress } from '../figure.ts'
import type { Wish } from '../run.ts'
import { measureMemory } from './memory.ts'
import { measureServicesList } from './services-list.ts'
import { measureStart } from './start.ts'

const SIZE = 10_000
const SEED = 1

/** Whether the whole thing starts quickly, rests small, and lists services at a decent rate. */
export async function smoke({ sizes, seconds }: Wish): Promise<void> {
  for (const figure of await measureStart()) print(figure)
  const database = await openDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  const env = {
    ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' },
    ...{ BERTH_SECRET_KEY: randomBytes(32).toString('hex'), BERTH_LOG_LEVEL: 'warn' },
  }
  try {
    print(await measureMemory(env))
    const size = sizes[0] ?? SIZE
    progress(`loading ${size} services`)
    await loadFleet(database.client, { size, seed: SEED, now: Date.now() })
    const cookie = await logIn(env)
    print(await measureServicesList(env, { cookie, size, seconds }))
  } finally {
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A session of an owner, as a browser would send it. */
async function logIn(env: Record<string, string>): Promise<string> {
  const read = readConfig(env)
  if (!read.ok) throw new Error(read.message)
  const { ctx, close } = await openContext(read.config)
  try {
    await seedInstallation(ctx)
    const now = ctx.clock.now()
    const owner = {
      email: 'owner@bench.example',
      name: 'Owner',
      language: 'en',
      passwordHash: '-',
    } as const
    const by = { ctx, actor: SYSTEM, now, cause: { kind: 'system' as const } }
    await inTransaction(ctx, (tx) => createFirstOwner(tx, by, owner))
    const { rows } = await ctx.db.execute<{ id: string }>('select id from staff')
    const session = { ip: '127.0.0.1', userAgent: 'bench', now, accountId: rows[0]?.id ?? '' }
    const token = await openAccountSession(ctx.db, { realm: 'staff', ...session })
    return `${SESSION_COOKIE}=${token}`
  } finally {
    await close()
  }
}
