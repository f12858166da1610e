import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { addCredit } from '../../src/features/credits/add-credit.ts'
import { history } from '../../src/features/history/tables.ts'
import { operations } from '../../src/features/operations/tables.ts'
import { payments } from '../../src/features/payments/tables.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startWorker } from '../../src/worker.ts'
import { type Answer, startTestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeLoggedInCustomer, systemEnv } from '../factories/customer.ts'
import { makeServer } from '../factories/server.ts'
import { makeService, readService } from '../factories/service.ts'

/** What is clicked or sent twice, with the worker running beside, happens once. */
const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const { server } = await makeServer(ctx)
const { product } = await makeProduct(ctx, {
  type: 'sandbox',
  serverGroupId: server.groupId,
  stock: 100,
})

/** A logged-in customer with an active service that can be renewed. */
async function scene() {
  const { customer, client } = await makeLoggedInCustomer(app)
  const { id } = await makeService(app, {
    customerId: customer.id,
    status: 'active',
    expiresAt: app.clock.now() + 30 * 86_400_000,
    anchorDay: 9,
  })
  const url = `/api/v1/client/services/${id}`
  return { customer, client, id, url, read: () => readService(app, id) }
}

const times = <T>(n: number, what: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, index) => what(index)))
const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort()

/** The real worker for as long as something is done. */
async function besideWorker<T>(what: () => Promise<T>): Promise<T> {
  const worker = await startWorker(ctx)
  try {
    return await what()
  } finally {
    await worker.stop()
  }
}

test('an order sent three times with one Idempotency-Key is one order', async () => {
  const { client, customer } = await scene()
  const items = [{ productId: product.id, cycle: 'monthly', orderData: { hostname: 'a.example' } }]
  const send = () => client.post('/api/v1/client/orders', { items }, { 'idempotency-key': 'one' })
  const first = await send()
  const again = await times(2, send)
  for (const { status, body } of again) assert.deepEqual([status, body], [201, first.body])
  const own = await ctx.db.$count(services, eq(services.customerId, customer.id))
  assert.equal(own, 2)
})

test('a renewal asked for five times at once is one renewal on one document', async () => {
  const { client, url, id } = await scene()
  const answers = await times(5, () => client.post(`${url}/renew`))
  assert.deepEqual(statuses(answers), [200, 200, 200, 200, 200])
  assert.equal(new Set(answers.map(({ body }) => body.documentId)).size, 1)
  assert.equal(await ctx.db.$count(renewals, eq(renewals.serviceId, id)), 1)
})

test('two tabs that pay one document with credit pay it once', async () => {
  const { client, url, customer, read } = await scene()
  await inTransaction(ctx, (tx) =>
    addCredit(tx, systemEnv(ctx), {
      customerId: customer.id,
      currency: 'EUR',
      amount: 5000n,
      reason: 'staff',
      note: 'credit of the test',
    }),
  )
  const { body } = await client.post(`${url}/renew`)
  const pay = () => client.post(`/api/v1/client/documents/${body.documentId}/pay-with-credit`)
  assert.deepEqual(statuses(await times(2, pay)), [200, 409])
  assert.equal((await read()).renewalCount, 1)
  const credit = await client.get('/api/v1/client/credit')
  assert.deepEqual(credit.body.balances, [{ amount: '3800', currency: 'EUR' }])
})

test('five copies of a notice, the worker beside, are one payment and one renewal', async () => {
  const { client, url, read } = await scene()
  const documentId = (await client.post(`${url}/renew`)).body.documentId
  const intent = await client.post(`/api/v1/client/documents/${documentId}/pay`, {
    gateway: 'sandbox',
  })
  await besideWorker(async () => {
    const notice = { intentId: intent.body.intentId, copies: 5 }
    const { body } = await app.anonymous.post('/api/v1/sandbox/gateway/notices', notice)
    assert.deepEqual(body.statuses, [200, 200, 200, 200, 200])
    await app.settle()
  })
  await app.settle()
  assert.equal(await ctx.db.$count(payments, eq(payments.documentId, documentId)), 1)
  assert.equal((await read()).renewalCount, 1)
})

test('suspended and reactivated at once, what is on the server and in the books agree', async () => {
  const { client } = await scene()
  const items = [{ productId: product.id, cycle: 'monthly', orderData: { hostname: 'b.example' } }]
  const { body } = await client.post('/api/v1/client/orders', { items })
  const id: string = body.serviceIds[0]
  const url = `/api/v1/admin/services/${id}`
  await staff.post(`${url}/deliver`)
  await app.settle()
  await besideWorker(async () => {
    for (let round = 0; round < 3; round++) {
      const [one, other] = await Promise.all([
        staff.post(`${url}/suspend`, { cause: 'abuse' }),
        staff.post(`${url}/unsuspend`),
      ])
      // 200: the opposite intent had not begun, and withdrawing it was all there was to do.
      for (const { status } of [one, other]) assert.ok([200, 202, 409].includes(status))
    }
    await app.settle()
  })
  // A call that was made to give up is asked about a little later.
  await app.travelTo(app.clock.now() + 3_600_000)
  const service = await readService(app, id)
  const suspended = service.suspensions.length > 0
  assert.equal(service.status, suspended ? 'suspended' : 'active')
  const open = await ctx.db.select().from(operations).where(eq(operations.serviceId, id))
  assert.ok(open.every(({ state }) => state === 'succeeded' || state === 'superseded'))
})

test('cancelled at once from two places, a service ends once', async () => {
  const { client, url, id } = await scene()
  const reasons = await client.get('/api/v1/client/cancellation-reasons')
  const wish = { when: 'now', reasonId: reasons.body.items[0].id }
  const answers = await times(3, () => client.post(`${url}/cancel`, wish))
  assert.deepEqual(statuses(answers), [200, 409, 409])
  await app.settle()
  const entries = await ctx.db.select().from(history).where(eq(history.subjectId, id))
  assert.equal(entries.filter(({ kind }) => kind === 'service.cancelled').length, 1)
})
