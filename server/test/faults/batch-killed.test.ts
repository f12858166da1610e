import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, eq, sql } from 'drizzle-orm'
import { batchRows } from '../../src/features/batches/tables.ts'
import { history } from '../../src/features/history/tables.ts'
import { operations } from '../../src/features/operations/tables.ts'
import { createServices } from '../../src/features/services/create.ts'
import { services } from '../../src/features/services/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp } from '../app.ts'
import { moveBatch, planBatch, readBatch } from '../factories/batch.ts'
import { makeCustomer, systemEnv } from '../factories/customer.ts'
import { makeServer } from '../factories/server.ts'
import { until } from '../until.ts'
import { startProviderProcess, startWorkerProcess } from './processes.ts'

const COUNT = 90
const KILLS = [5, 30, 55]

const app = await startTestApp({ now: Date.now() })
const { ctx } = app
const provider = await startProviderProcess()
const { server } = await makeServer(ctx, {
  settings: { url: provider.url, token: provider.token, callLimitMs: 20_000 },
})
const staff = await app.staff()

/** Services that wait for their delivery, the automation at rest. */
async function pending(): Promise<string> {
  const { customer } = await makeCustomer(app)
  await inTransaction(ctx, (tx) =>
    createServices(
      tx,
      systemEnv(ctx),
      Array.from({ length: COUNT }, (_, index) => ({
        customerId: customer.id,
        productId: null,
        serverId: server.id,
        placeHeld: true,
        type: 'sandbox',
        name: `killed ${index}`,
        cycle: 'monthly' as const,
        currency: 'EUR',
        price: 1000n,
        initialPrice: 1000n,
      })),
    ),
  )
  return customer.id
}

test('worker killed again and again in a batch: every service is done, and done once', async () => {
  const customerId = await pending()
  const { id } = await planBatch(app, staff, {
    action: 'service.deliver',
    select: { filters: { customerId } },
  })
  await moveBatch(staff, id, 'confirm')
  const begun = () =>
    ctx.db.$count(batchRows, and(eq(batchRows.batchId, id), sql`state in ('running', 'done')`))
  for (const kill of KILLS) {
    const worker = startWorkerProcess(ctx.config.databaseUrl)
    await until(`${kill} services to be begun`, async () => {
      assert.ok(worker.running(), worker.output())
      return (await begun()) >= kill
    })
    await worker.kill()
  }
  assert.ok((await begun()) < COUNT, 'killed in the middle')

  const last = startWorkerProcess(ctx.config.databaseUrl)
  await until('the batch to finish', async () => {
    assert.ok(last.running(), last.output())
    return (await readBatch(staff, id)).state === 'finished'
  })
  assert.equal((await readBatch(staff, id)).counts.done, COUNT)
  const mine = eq(services.customerId, customerId)
  assert.equal(await ctx.db.$count(services, and(mine, eq(services.status, 'active'))), COUNT)
  const ofMine = sql`service_id in (select id from services where customer_id = ${customerId})`
  assert.equal(await ctx.db.$count(operations, ofMine), COUNT, 'one operation each')
  const delivered = and(eq(history.customerId, customerId), eq(history.kind, 'service.delivered'))
  assert.equal(await ctx.db.$count(history, delivered), COUNT, 'one delivery each')
  const keys = (await provider.resources()).map(({ key }) => key)
  assert.equal(keys.length, COUNT)
  assert.equal(new Set(keys).size, COUNT, 'one resource each')
})
