import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFleet } from '../data/fleet.ts'
import { openDatabase } from '../database.ts'
import { progress, rounded } from '../figure.ts'
import { logIn } from '../log-in.ts'
import type { Wish } from '../run.ts'
import { measureBulk } from './bulk.ts'
import type { Part } from './part.ts'
import { measureReads } from './reads.ts'
import { pickSubjects } from './subjects.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const SEED = 1
/** In this order: those that change many services come last. */
const PARTS: readonly Part[] = [measureReads, measureBulk]

/** The services area: lists, filters, searches, counts, the page of one. */
export async function services({ sizes, seconds }: Wish): Promise<void> {
  for (const size of sizes.length > 0 ? sizes : SIZES) await atSize(size, seconds)
}

async function atSize(size: number, seconds: number): Promise<void> {
  const { drop, client, url } = await openDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  const env = {
    ...{ DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' },
    ...{ BERTH_SECRET_KEY: randomBytes(32).toString('hex'), BERTH_LOG_LEVEL: 'error' },
  }
  try {
    progress(`loading ${size} services`)
    const startedAt = performance.now()
    const now = Date.now()
    await loadFleet(client, { size, seed: SEED, now, url })
    progress(`loaded in ${rounded((performance.now() - startedAt) / 1000)} s`)
    const [subjects, cookie] = [await pickSubjects(client, size), await logIn(env)]
    for (const part of PARTS) await part({ size, seconds, env, cookie, now, client, subjects })
  } finally {
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
