import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { runDoctor } from '../../src/doctor/run-doctor.ts'
import { DAY } from '../../src/domain/instant.ts'
import { queueCharge } from '../../src/features/payments/charges/queue-charge.ts'
import { sandboxObjects } from '../../src/features/payments/sandbox/objects.ts'
import { charges, payments } from '../../src/features/payments/tables.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp } from '../app.ts'
import { makeMethod, payBySelf } from '../factories/auto-pay.ts'
import { changeColumns } from '../factories/columns.ts'
import { makeCustomer, systemEnv } from '../factories/customer.ts'
import { makeService, readService } from '../factories/service.ts'
import { until } from '../until.ts'
import { type Started, startWorkerProcess } from './processes.ts'

/*
 * A worker that charges dies by `kill -9` on either side of the gateway's answer. It is held at that
 * point by a lock of this test: on what the sandbox gateway remembers, or on the books.
 */
const app = await startTestApp({ now: Date.now() })
const { ctx } = app
const staff = await app.staff()

/** An attempt to be paid 12.00 for a service that expires in two days. Answers its id. */
async function queueAttempt(): Promise<string> {
  const { customer } = await makeCustomer(app)
  const expiresAt = ctx.clock.now() + 2 * DAY
  const { id: serviceId } = await makeService(app, { customerId: customer.id })
  const anchorDay = new Date(expiresAt).getUTCDate()
  await changeColumns(ctx, serviceId, { status: 'active', expiresAt, anchorDay })
  await makeMethod(ctx, customer.id)
  await payBySelf(ctx, serviceId)
  await staff.post(`/api/v1/admin/services/${serviceId}/renew`, { cycle: 'monthly' })
  const [renewal] = await ctx.db.select().from(renewals).where(eq(renewals.serviceId, serviceId))
  assert.ok(renewal?.documentId)
  const { id: renewalId, documentId } = renewal
  const service = await readService(app, serviceId)
  const attempt = { renewalId, documentId, service, attempt: 1, attempts: 7 }
  const id = await inTransaction(ctx, (tx) => queueCharge(tx, systemEnv(ctx), attempt))
  assert.ok(id)
  return id
}

/** Keeps everybody else from writing to a table, or from reading it too, until it is let go. */
async function hold(table: string, mode: 'share row exclusive' | 'access exclusive') {
  const client = new pg.Client({ connectionString: ctx.config.databaseUrl })
  await client.connect()
  await client.query(`begin; lock table ${table} in ${mode} mode`)
  return { letGo: () => client.end() }
}

async function read(id: string) {
  const [row] = await ctx.db.select().from(charges).where(eq(charges.id, id))
  assert.ok(row)
  return row
}

const isRunning = async (id: string) => (await read(id)).state === 'running'
const isCharged = async (id: string) => (await sandboxObjects(ctx).find('charge', id)) !== null
const all = async (ids: string[], is: (id: string) => Promise<boolean>) =>
  (await Promise.all(ids.map(is))).every(Boolean)

/** Dead at once, and its leases end as they do by themselves two minutes later. */
async function die(worker: Started): Promise<void> {
  await worker.kill()
  await ctx.db.update(charges).set({ leaseUntil: sql`clock_timestamp()` })
}

async function assertPaidOnce(id: string): Promise<void> {
  const { state, documentId, serviceId, reference, tries } = await read(id)
  assert.equal(state, 'succeeded')
  const made = await sandboxObjects(ctx).find('charge', id)
  assert.deepEqual([made?.outcome, made?.reference], ['succeeded', reference])
  const paid = await ctx.db.select().from(payments).where(eq(payments.documentId, documentId))
  assert.deepEqual(
    paid.map((one) => [one.amount, one.reference]),
    [[1200n, reference]],
  )
  assert.equal((await readService(app, serviceId)).renewalCount, 1)
  assert.ok(tries > 1, 'it was taken over')
}

test('killed before the gateway was asked, and after it had charged: one charge, paid once', async () => {
  const early = await queueAttempt()
  const gateway = await hold('sandbox_gateway_objects', 'access exclusive')
  const first = startWorkerProcess(ctx.config.databaseUrl)
  await until('the attempt to be taken', () => isRunning(early))
  await die(first)
  await gateway.letGo()
  assert.equal(await isCharged(early), false)

  const late = await queueAttempt()
  const books = await hold('payments', 'share row exclusive')
  const second = startWorkerProcess(ctx.config.databaseUrl)
  await until('the gateway to charge', () => all([early, late], isCharged))
  await die(second)
  await books.letGo()
  assert.deepEqual(await ctx.db.select().from(payments), [])
  assert.ok(await all([early, late], isRunning))

  const third = startWorkerProcess(ctx.config.databaseUrl)
  const isOver = async (id: string) => (await read(id)).settledAt !== null
  await until('the books to say so', () => all([early, late], isOver))
  assert.equal(await third.stop(), 0, third.output())
  await assertPaidOnce(early)
  await assertPaidOnce(late)
  assert.equal((await sandboxObjects(ctx).list('charge')).length, 2)
  app.clock.set(Date.now())
  const { checks } = await runDoctor(ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})
