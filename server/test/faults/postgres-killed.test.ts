import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inArray, sql } from 'drizzle-orm'
import { startPostgres } from '../../../launch/postgres.mjs'
import { openContext } from '../../src/build-context.ts'
import { operations } from '../../src/features/operations/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import { migrateDatabase } from '../../src/migrate.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { testConfig } from '../app.ts'
import { makeCustomer } from '../factories/customer.ts'
import { ask } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { makeService } from '../factories/service.ts'
import { until } from '../until.ts'
import { startProviderProcess, startWorkerProcess } from './processes.ts'

const ACKNOWLEDGED_BEFORE = 12
const ACKNOWLEDGED_AFTER = 24
const CLIENTS = 4

const dataDir = mkdtempSync(join(tmpdir(), 'berth-postgres-'))
let postgres = await startPostgres({ dataDir })
after(async () => {
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})
await migrateDatabase(postgres.url)
const { ctx, close } = await openContext(testConfig(postgres.url), { clock: systemClock })
after(close)
const app = { ctx }

test('PostgreSQL killed under load and restarted: nothing acknowledged is lost', async () => {
  const provider = await startProviderProcess()
  const { server } = await makeServer(ctx, {
    settings: { url: provider.url, token: provider.token, callLimitMs: 20_000 },
  })
  const { customer } = await makeCustomer(app)
  const worker = startWorkerProcess(postgres.url)
  const acknowledged = new Map<string, string>()
  let loaded = true

  /** Orders deliveries one after the other; what is answered without an error is acknowledged. */
  async function load(): Promise<void> {
    while (loaded) {
      try {
        const { id } = await makeService(app, {
          customerId: customer.id,
          type: 'sandbox',
          serverId: server.id,
        })
        const intent = { serviceId: id, serverId: server.id, kind: 'create', input: {} } as const
        acknowledged.set(await ask(app, intent), id)
      } catch {
        // Refused while the database is away: nothing was promised.
        await new Promise((go) => setTimeout(go, 50))
      }
    }
  }

  const clients = Array.from({ length: CLIENTS }, load)
  try {
    await until('load', async () => acknowledged.size >= ACKNOWLEDGED_BEFORE)
    const { port } = postgres
    process.kill(postgres.pid, 'SIGKILL')
    postgres = await startPostgres({ dataDir, port })
    const wanted = acknowledged.size + ACKNOWLEDGED_AFTER
    await until('load after the restart', async () => acknowledged.size >= wanted)
  } finally {
    loaded = false
    await Promise.all(clients)
  }

  const operationIds = [...acknowledged.keys()]
  await until('every acknowledged delivery to end', async () => {
    assert.ok(worker.running(), worker.output())
    const rows = await ctx.db
      .select({ id: operations.id })
      .from(operations)
      .where(sql`${inArray(operations.id, operationIds)} and state = 'succeeded'`)
    return rows.length === operationIds.length
  })
  const resources = await provider.resources()
  const keys = resources.map(({ key }) => key)
  assert.equal(new Set(keys).size, keys.length, 'one resource per key')
  const stored = await ctx.db
    .select()
    .from(services)
    .where(inArray(services.id, [...acknowledged.values()]))
  assert.equal(stored.length, acknowledged.size)
  for (const service of stored) {
    assert.equal(service.status, 'active')
    const resource = resources.find(({ key }) => key === service.id)
    assert.equal(service.resource?.remoteId, resource?.id)
  }
})
