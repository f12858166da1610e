import assert from 'node:assert/strict'
import { beforeEach, type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeMethod, payBySelf } from '../../../../test/factories/auto-pay.ts'
import { changeColumns } from '../../../../test/factories/columns.ts'
import { makeLoggedInCustomer, systemEnv } from '../../../../test/factories/customer.ts'
import { makeService, readService } from '../../../../test/factories/service.ts'
import { DAY, HOUR, MINUTE } from '../../../domain/instant.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { dueLoops } from '../../../worker.ts'
import { sweepHeartbeat } from '../../automation/tables.ts'
import { documents } from '../../documents/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { serviceSchedule } from '../../services/tables.ts'
import { gatewayOf } from '../gateways/open-gateways.ts'
import { payerOf } from '../methods/payer.ts'
import { type SandboxBehaviour, sandboxObjects } from '../sandbox/objects.ts'
import { charges, gatewayHealth, payments } from '../tables.ts'
import { prepareCharge } from './prepare-charge.ts'
import { queueCharge } from './queue-charge.ts'
import { chargesLoop, makeCharge } from './run-charges.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const loop = chargesLoop(ctx)
const E = Date.parse('2025-04-02T12:00:00Z')

beforeEach(() => script([]))

const script = (next: SandboxBehaviour[]) =>
  sandboxObjects(ctx).put('script', 'charges', { next, always: null })

/** A service with an open renewal of 12.00, and its first attempt waiting. */
async function makeQueued() {
  const { customer, client } = await makeLoggedInCustomer(app)
  const { id: serviceId } = await makeService(app, { customerId: customer.id })
  await changeColumns(ctx, serviceId, { status: 'active', expiresAt: E, anchorDay: 2 })
  const method = await makeMethod(ctx, customer.id)
  await payBySelf(ctx, serviceId)
  // Somebody who has just logged in: the clock of the tests before may have ended a session.
  const { post } = await app.staff()
  const asked = await post(`/api/v1/admin/services/${serviceId}/renew`, { cycle: 'monthly' })
  assert.equal(asked.status, 200)
  const [renewal] = await ctx.db
    .select()
    .from(renewals)
    .where(and(eq(renewals.serviceId, serviceId), eq(renewals.state, 'open')))
  assert.ok(renewal?.documentId)
  const { id: renewalId, documentId } = renewal
  const service = await readService(app, serviceId)
  const chargeId = await inTransaction(ctx, (tx) =>
    queueCharge(tx, systemEnv(ctx), { renewalId, documentId, service, attempt: 1, attempts: 7 }),
  )
  assert.ok(chargeId)
  return { chargeId, serviceId, documentId, customer, client, method, service, renewalId }
}

const read = async (id: string) => {
  const [row] = await ctx.db.select().from(charges).where(eq(charges.id, id))
  assert.ok(row)
  return row
}
/** The process that held it is gone. */
const killed = (id: string) =>
  ctx.db
    .update(charges)
    .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
    .where(eq(charges.id, id))

/** The state of the books when a renewal was charged once. */
async function assertChargedOnce({
  chargeId,
  serviceId,
  documentId,
  customer,
}: Awaited<ReturnType<typeof makeQueued>>) {
  await app.settle()
  const made = (await sandboxObjects(ctx).list('charge')).filter(({ id }) => id === chargeId)
  assert.deepEqual(
    made.map(({ outcome }) => outcome),
    ['succeeded'],
  )
  const paid = await ctx.db.select().from(payments).where(eq(payments.documentId, documentId))
  assert.deepEqual(
    paid.map(({ amount, reference }) => [amount, reference]),
    [[1200n, made[0]?.reference]],
  )
  assert.equal((await read(chargeId)).state, 'succeeded')
  assert.equal((await readService(app, serviceId)).renewalCount, 1)
  const { rows } = await ctx.db.$client.query(
    `select chargin.charging_since, (select count(*)::int from mails where customer_id = $2 and template = 'receipt') as receipts
     from documents chargin where id = $1`,
    [documentId, customer.id],
  )
  assert.deepEqual(rows, [{ charging_since: null, receipts: 1 }])
}

/** What the gateway is asked by a process that dies right after. */
async function askGatewayAndDie(made: Awaited<ReturnType<typeof makeQueued>>) {
  const open = await gatewayOf(ctx, 'sandbox')
  assert.ok(open?.gateway.charge)
  const call = {
    ...{ settings: open.settings, signal: AbortSignal.timeout(10_000) },
    ...{ fetch, log: () => {} },
  }
  await open.gateway.charge(call, {
    key: made.chargeId,
    customer: await payerOf(ctx.db, made.customer.id, 'sandbox'),
    method: { remoteId: made.method.remoteId },
    amount: { amount: 1200n, currency: 'EUR' },
    description: 'x',
  })
}

const DEATHS = {
  'after the claim': async ({ chargeId }) => {
    await ctx.db
      .update(charges)
      .set({ leaseUntil: sql`clock_timestamp()` })
      .where(eq(charges.id, chargeId))
  },
  'before the gateway was asked': async ({ chargeId }) => {
    await prepareCharge(ctx, chargeId)
  },
  'after the gateway answered': async (made) => {
    await prepareCharge(ctx, made.chargeId)
    await askGatewayAndDie(made)
  },
} as const satisfies Record<string, (made: Awaited<ReturnType<typeof makeQueued>>) => Promise<void>>

for (const [when, die] of Object.entries(DEATHS)) {
  test(`a process that dies ${when} leaves one charge behind, whoever goes on`, async () => {
    const made = await makeQueued()
    await die(made)
    assert.equal(await loop.runDue(ctx.clock.now()), when === 'after the claim' ? 1 : 0)
    await killed(made.chargeId)
    await loop.runDue(ctx.clock.now())
    await assertChargedOnce(made)
  })
}

test('an answer that was lost is looked up, and nothing is charged again', async () => {
  const made = await makeQueued()
  await script(['drop'])
  await loop.runDue(ctx.clock.now())
  assert.equal((await read(made.chargeId)).state, 'unknown')
  await app.travelTo(ctx.clock.now() + 2 * MINUTE)
  await assertChargedOnce(made)
})

test('workers, notices and a lost lease at the same time: one payment', async () => {
  const made = await makeQueued()
  await prepareCharge(ctx, made.chargeId)
  await askGatewayAndDie(made)
  const url = `/api/v1/sandbox/gateway/charges/${made.chargeId}/decision`
  const notices = () => app.anonymous.post(url, { outcome: 'succeeded', copies: 3 })
  const workers = [1, 2, 3].map(() => makeCharge(ctx, made.chargeId))
  await Promise.all([...workers, notices(), notices()])
  await assertChargedOnce(made)
})

test('the notice may come before the answer, and the answer after it', async () => {
  const made = await makeQueued()
  await script(['pending'])
  await loop.runDue(ctx.clock.now())
  const url = `/api/v1/sandbox/gateway/charges/${made.chargeId}/decision`
  await app.anonymous.post(url, { outcome: 'succeeded', copies: 2 })
  await makeCharge(ctx, made.chargeId)
  await assertChargedOnce(made)
})

test('an unreachable gateway uses no attempt up, is noted, and asked again', async () => {
  const made = await makeQueued()
  const began = ctx.clock.now()
  await script(['unreachable', 'unreachable'])
  await loop.runDue(began)
  assert.deepEqual(await health(), {
    failingSince: began,
    lastError: 'The sandbox gateway is unreachable',
  })
  await app.travelTo(began + MINUTE)
  assert.equal((await health())?.failingSince, began)
  assert.equal((await read(made.chargeId)).state, 'queued')
  await app.travelTo(began + 10 * MINUTE)
  assert.equal((await health())?.failingSince, null)
  await assertChargedOnce(made)
})

const health = async () => {
  const [row] = await ctx.db
    .select()
    .from(gatewayHealth)
    .where(eq(gatewayHealth.gateway, 'sandbox'))
  return row && { failingSince: row.failingSince, lastError: row.lastError }
}

test('a document has one charge in flight, and an attempt one row', async () => {
  const made = await makeQueued()
  const again = (attempt: number) =>
    inTransaction(ctx, (tx) => queueCharge(tx, systemEnv(ctx), { ...made, attempt, attempts: 7 }))
  assert.deepEqual(await Promise.all([again(1), again(2)]), [null, null])
  // What another worker has in hand counts as due: a clock that travels waits for it.
  const held = (lease: SQL | null) =>
    ctx.db.update(charges).set({ leaseUntil: lease }).where(eq(charges.id, made.chargeId))
  await held(sql`clock_timestamp() + interval '1 hour'`)
  const now = ctx.clock.now()
  assert.deepEqual([await loop.runDue(now), await loop.nextDue?.()], [0, now])
  await held(null)
  await loop.runDue(now)
  assert.equal(await again(1), null)
  await assertChargedOnce(made)
})

test('a refusal stands on service and document with the gateway’s words; customers see no words', async () => {
  const made = await makeQueued()
  await script(['refuse'])
  await loop.runDue(ctx.clock.now())
  const url = `services/${made.serviceId}/auto-pay`
  const seen = (await staff.get(`/api/v1/admin/${url}`)).body
  assert.deepEqual([seen.failed, seen.charges[0].message], [1, 'Not enough money'])
  const own = (await made.client.get(`/api/v1/client/${url}`)).body
  assert.equal(own.failed, 1)
  assert.doesNotMatch(JSON.stringify(own), /Not enough money|ch_/)
  const { rows } = await ctx.db.$client.query(
    `select subject from history where kind = 'charge.refused' and subject_id = any($1) order by subject`,
    [[made.serviceId, made.documentId]],
  )
  assert.deepEqual(
    rows.map(({ subject }) => subject),
    ['document', 'service'],
  )
})

test('a pending charge whose notice is lost is looked up the next day', async () => {
  const made = await makeQueued()
  await script(['pending'])
  await loop.runDue(ctx.clock.now())
  const url = `/api/v1/sandbox/gateway/charges/${made.chargeId}/decision`
  await app.anonymous.post(url, { outcome: 'succeeded', copies: 0 })
  app.clock.set(ctx.clock.now() + 25 * HOUR)
  await loop.runDue(ctx.clock.now())
  await assertChargedOnce(made)
})

/** One look of the loop at a gateway that never answers: the deadline passes without being waited for. */
async function runPastTheDeadline(t: TestContext): Promise<void> {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let over = false
  const run = loop.runDue(ctx.clock.now()).finally(() => {
    over = true
  })
  while (!over) {
    await turn()
    // What it waits for of the database is not a timer: only the gateway's silence ends like this.
    if ((await scriptLeft()) === 0) t.mock.timers.tick(30_000)
  }
  await run
  t.mock.timers.reset()
}

const scriptLeft = async () => (await sandboxObjects(ctx).find('script', 'charges'))?.next.length

test('a gateway that never answers is asked again what became of it; suspension waits', async (t) => {
  const made = await makeQueued()
  await script(['hang'])
  await runPastTheDeadline(t)
  const { state, message } = await read(made.chargeId)
  assert.deepEqual([state, message], ['unknown', 'No answer within 30000 ms'])
  assert.equal(await sandboxObjects(ctx).find('charge', made.chargeId), null)
  const mailedAt = E - 5 * DAY
  await ctx.db.update(documents).set({ mailedAt }).where(eq(documents.id, made.documentId))
  app.clock.set(E + DAY)
  // The tests before have swept: without this, the time since would be a gap that moves suspensions.
  await ctx.db.update(sweepHeartbeat).set({ lastAt: E + DAY - MINUTE })
  await dueLoops(ctx)
    .find(({ name }) => name === 'automation')
    ?.runDue(E + DAY)
  const [schedule] = await ctx.db
    .select()
    .from(serviceSchedule)
    .where(eq(serviceSchedule.serviceId, made.serviceId))
  assert.deepEqual([schedule?.step, schedule?.blockedOn], ['suspend', 'charge'])
  assert.equal((await readService(app, made.serviceId)).status, 'active')
  await assertChargedOnce(made)
})
