import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../database.ts'
import { logIn } from '../log-in.ts'
import type { Wish } from '../run.ts'
import type { DeliveryBench } from './part.ts'
import { measureReconciliation } from './reconcile.ts'
import { measureSoak } from './soak.ts'

const CREATIONS = 2000
const RESOURCES = 100_000

/**
 * Delivery under trouble, and the comparison of a large server with the books. `--size` is how many
 * resources are compared.
 */
export async function delivery({ sizes }: Wish): Promise<void> {
  await onFreshDatabase((bench) => measureSoak(bench, CREATIONS))
  for (const size of sizes.length > 0 ? sizes : [RESOURCES])
    await onFreshDatabase((bench) => measureReconciliation(bench, size))
}

async function onFreshDatabase(part: (bench: DeliveryBench) => Promise<void>): Promise<void> {
  const { drop, client, url } = await openDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  const env = {
    ...{ DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' },
    ...{ BERTH_SECRET_KEY: randomBytes(32).toString('hex'), BERTH_LOG_LEVEL: 'error' },
    BERTH_SANDBOX: '1',
  }
  try {
    await part({ env, client, url, cookie: await logIn(env) })
  } finally {
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
