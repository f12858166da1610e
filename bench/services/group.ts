import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFleet } from '../data/fleet.ts'
import { openDatabase } from '../database.ts'
import { type Figure, print, progress, rounded } from '../figure.ts'
import { logIn } from '../log-in.ts'
import type { Wish } from '../run.ts'
import { measureBulk } from './bulk.ts'
import type { Part } from './part.ts'
import { measureReads } from './reads.ts'
import { pickSubjects } from './subjects.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const SEED = 1
/** At every size. */
const PARTS: readonly Part[] = [measureReads]
/** At the last size only: what they do is as much in any fleet, and changes many services. */
const LAST_PARTS: readonly Part[] = [measureBulk]

/** The services area: lists, filters, searches, counts, the page of one. */
export async function services({ sizes, seconds }: Wish): Promise<void> {
  const wanted = sizes.length > 0 ? sizes : SIZES
  for (const [index, size] of wanted.entries()) {
    const isLast = index === wanted.length - 1
    await atSize({ size, seconds, parts: isLast ? [...PARTS, ...LAST_PARTS] : PARTS })
  }
}

interface Turn {
  size: number
  seconds: number
  parts: readonly Part[]
}

async function atSize({ size, seconds, parts }: Turn): Promise<void> {
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
    print(loadFigure(size, (performance.now() - startedAt) / 1000))
    const [subjects, cookie] = [await pickSubjects(client, size), await logIn(env)]
    for (const part of parts) await part({ size, seconds, env, cookie, now, client, subjects })
  } finally {
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const loadFigure = (size: number, seconds: number): Figure => ({
  ...{ name: 'services.load', size, n: size, value: rounded(seconds), unit: 's' },
  ...{ p50: null, p99: null, limit: null, ratio: null },
  of: 'no limit: rows by copy, then every index and reference, then vacuum and statistics',
})
