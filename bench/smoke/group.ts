import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFleet } from '../data/fleet.ts'
import { openDatabase } from '../database.ts'
import { print, progress } from '../figure.ts'
import { logIn } from '../log-in.ts'
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
    await loadFleet(database.client, { size, seed: SEED, now: Date.now(), url: database.url })
    const cookie = await logIn(env)
    print(await measureServicesList(env, { cookie, size, seconds }))
  } finally {
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
