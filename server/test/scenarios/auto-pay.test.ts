import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { DAY, HOUR, type Instant } from '../../src/domain/instant.ts'
import { addCredit } from '../../src/features/credits/add-credit.ts'
import {
  type SandboxBehaviour,
  sandboxObjects,
} from '../../src/features/payments/sandbox/objects.ts'
import { charges, payments } from '../../src/features/payments/tables.ts'
import { serviceSchedule } from '../../src/features/services/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp } from '../app.ts'
import { makeMethod, payBySelf } from '../factories/auto-pay.ts'
import { changeColumns } from '../factories/columns.ts'
import { makeLoggedInCustomer, systemEnv } from '../factories/customer.ts'
import { makeService, readService } from '../factories/service.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const NOTICES = '/api/v1/sandbox/gateway'

/** What a test was about is left alone afterwards, so that the next one travels quickly. */
afterEach(() => ctx.db.update(serviceSchedule).set({ nextAt: null }))

/** A service that expires in ten days at noon, Paris, and pays by itself with a card. */
async function makePaying(
  card: 'succeed' | 'refuse' | 'refuse_finally' | 'needs_customer' | 'pending' | null = 'succeed',
  more: Parameters<typeof makeService>[1] = {},
) {
  const { client, customer } = await makeLoggedInCustomer(app)
  const expiresAt = ctx.clock.now() + 10 * DAY
  const { id } = await makeService(app, { customerId: customer.id, expiresAt, ...more })
  const anchorDay = new Date(expiresAt).getUTCDate()
  await changeColumns(ctx, id, { status: 'active', expiresAt, anchorDay })
  if (card) await makeMethod(ctx, customer.id, card)
  await payBySelf(ctx, id, { useCredit: card === null })
  return { id, client, customer, expiresAt }
}

const script = (next: SandboxBehaviour[]) =>
  sandboxObjects(ctx).put('script', 'charges', { next, always: null })
const attemptsOf = (serviceId: string) =>
  ctx.db
    .select()
    .from(charges)
    .where(eq(charges.serviceId, serviceId))
    .orderBy(asc(charges.createdAt), asc(charges.id))
const paymentsOf = (customerId: string) =>
  ctx.db.select().from(payments).where(eq(payments.customerId, customerId))
const daysBefore = (expiresAt: Instant, at: Instant) => Math.round((expiresAt - at) / DAY) + 0
async function mailsTo(customerId: string) {
  const { rows } = await ctx.db.$client.query(
    `select template from mails where customer_id = $1 order by created_at, id`,
    [customerId],
  )
  return rows.map(({ template }) => template)
}

test('L4: three days before the expiry the renewal is charged, paid and the service goes on', async () => {
  const { id, expiresAt, customer } = await makePaying()
  await app.travelTo(expiresAt - 3 * DAY - 1)
  assert.deepEqual(await attemptsOf(id), [])
  await app.travelTo(expiresAt - 3 * DAY + 1000)
  const [attempt, ...others] = await attemptsOf(id)
  assert.deepEqual(others, [])
  assert.deepEqual([attempt?.state, attempt?.attempt, attempt?.amount], ['succeeded', 1, 1200n])
  const after = await readService(app, id)
  assert.deepEqual([after.renewalCount, after.status], [1, 'active'])
  assert.ok((after.expiresAt ?? 0) > expiresAt + 27 * DAY)
  const [payment, ...more] = await paymentsOf(customer.id)
  assert.deepEqual(
    [payment?.gateway, payment?.reference, more],
    ['sandbox', attempt?.reference, []],
  )
})

test('refused daily from E−3: suspended after the second failure, over after the seventh', async () => {
  const { id, expiresAt, customer } = await makePaying('refuse')
  await app.travelTo(expiresAt - DAY + HOUR)
  const early = await attemptsOf(id)
  assert.deepEqual(
    early.map((one) => [one.attempt, daysBefore(expiresAt, one.createdAt)]),
    [
      [1, 3],
      [2, 2],
      [3, 1],
    ],
  )
  assert.equal((await readService(app, id)).status, 'active')
  await app.travelTo(expiresAt + 2 * DAY)
  assert.equal((await readService(app, id)).status, 'suspended')
  await app.travelTo(expiresAt + 3 * DAY + HOUR)
  const all = await attemptsOf(id)
  assert.deepEqual(
    all.map((one) => [one.attempt, one.state, daysBefore(expiresAt, one.createdAt)]),
    [3, 2, 1, 0, -1, -2, -3].map((days, index) => [index + 1, 'refused', days]),
  )
  assert.equal((await readService(app, id)).autoPay, false)
  await app.travelTo(expiresAt + 6 * DAY)
  assert.equal((await attemptsOf(id)).length, 7)
  const mails = await mailsTo(customer.id)
  assert.equal(mails.filter((template) => template === 'charge_refused').length, 7)
  assert.equal(mails.filter((template) => template === 'auto_pay_closed').length, 1)
  assert.equal(
    (await sandboxObjects(ctx).list('charge')).filter((c) => c.outcome === 'refused').length,
    7,
  )
  assert.deepEqual(await paymentsOf(customer.id), [])
})

test('paid at the third attempt: one payment, one renewal, suspended never', async () => {
  const { id, expiresAt, customer } = await makePaying('succeed')
  await script(['refuse', 'needs_customer', 'succeed'])
  await app.travelTo(expiresAt + HOUR)
  const states = (await attemptsOf(id)).map(({ state }) => state)
  assert.deepEqual(states, ['refused', 'needs_customer', 'succeeded'])
  assert.equal((await readService(app, id)).renewalCount, 1)
  assert.equal((await paymentsOf(customer.id)).length, 1)
  const { rows } = await ctx.db.$client.query(
    `select 1 from history where subject_id = $1 and kind = 'service.suspended'`,
    [id],
  )
  assert.equal(rows.length, 0)
  assert.ok((await mailsTo(customer.id)).includes('charge_needs_customer'))
})

test('L8: a weekly service is charged every week', async () => {
  const { id, expiresAt } = await makePaying('succeed', { cycle: 'weekly' })
  await app.travelTo(expiresAt + 15 * DAY)
  assert.deepEqual(
    (await attemptsOf(id)).map(({ state, attempt }) => [state, attempt]),
    [
      ['succeeded', 1],
      ['succeeded', 1],
      ['succeeded', 1],
    ],
  )
  assert.equal((await readService(app, id)).renewalCount, 3)
})

test('L7: switched off nothing is charged; switched on again it is', async () => {
  const { id, client, expiresAt } = await makePaying('refuse')
  const url = `/api/v1/client/services/${id}`
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  assert.equal((await client.post(`${url}/stop-auto-pay`)).status, 200)
  await app.travelTo(expiresAt - 2 * DAY + HOUR)
  assert.equal((await attemptsOf(id)).length, 1)
  await script(['succeed'])
  assert.equal((await client.post(`${url}/set-auto-pay`)).status, 200)
  await app.settle()
  const states = (await attemptsOf(id)).map(({ state, attempt }) => [state, attempt])
  assert.deepEqual(states, [
    ['refused', 1],
    ['succeeded', 1],
  ])
})

test('the customer’s credit pays first; with enough of it the gateway is not asked', async () => {
  const credit = (customerId: string, amount: bigint) =>
    inTransaction(ctx, (tx) =>
      addCredit(tx, systemEnv(ctx), { customerId, currency: 'EUR', amount, reason: 'staff' }),
    )
  const part = await makePaying('succeed')
  await changeColumns(ctx, part.id, { autoPayCredit: true })
  await credit(part.customer.id, 500n)
  const whole = await makePaying(null)
  await credit(whole.customer.id, 2000n)
  await app.travelTo(part.expiresAt - 3 * DAY + HOUR)
  const [partly] = await attemptsOf(part.id)
  assert.deepEqual([partly?.state, partly?.creditUsed, partly?.amount], ['succeeded', 500n, 700n])
  const [wholly] = await attemptsOf(whole.id)
  assert.deepEqual(
    [wholly?.state, wholly?.creditUsed, wholly?.methodId],
    ['succeeded', 1200n, null],
  )
  for (const { id } of [part, whole]) assert.equal((await readService(app, id)).renewalCount, 1)
})

test('a debit that is decided later holds suspension back, and its notices are one payment', async () => {
  const policy = { autopayLeadDays: 0 }
  const { id, expiresAt, customer, client } = await makePaying('pending', { policy })
  await app.travelTo(expiresAt + 2 * HOUR)
  const [pending, ...none] = await attemptsOf(id)
  assert.deepEqual([pending?.state, none], ['pending', []])
  assert.equal((await readService(app, id)).status, 'active')
  const document = `/api/v1/admin/documents/${pending?.documentId}`
  const gateway = { gateway: 'sandbox' }
  const refusals = [
    await staff.post(`${document}/void`, { reason: 'x' }),
    await staff.post(`/api/v1/admin/services/${id}/withdraw-renewal`),
    await staff.post(`/api/v1/admin/services/${id}/renew`, { cycle: 'weekly', price: '5' }),
    await client.post(`/api/v1/client/documents/${pending?.documentId}/pay`, gateway),
  ]
  assert.deepEqual(
    refusals.map(({ body }) => body.code),
    Array(4).fill('charge_in_flight'),
  )
  const url = `${NOTICES}/charges/${pending?.id}/decision`
  const sent = await app.anonymous.post(url, { outcome: 'succeeded', copies: 4 })
  assert.deepEqual(sent.body.statuses, [200, 200, 200, 200])
  await app.settle()
  assert.deepEqual(
    (await attemptsOf(id)).map(({ state }) => state),
    ['succeeded'],
  )
  assert.equal((await paymentsOf(customer.id)).length, 1)
  assert.equal((await readService(app, id)).renewalCount, 1)
})

test('a debit that comes back counts as a failed attempt', async () => {
  const { id, expiresAt } = await makePaying('pending')
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  const [pending] = await attemptsOf(id)
  const url = `${NOTICES}/charges/${pending?.id}/decision`
  await app.anonymous.post(url, { outcome: 'refused', copies: 2 })
  await app.settle()
  assert.deepEqual(
    (await attemptsOf(id)).map(({ state }) => state),
    ['refused'],
  )
  await app.travelTo(expiresAt - 2 * DAY + 2 * HOUR)
  assert.equal((await attemptsOf(id)).length, 2)
})

test('a method refused for good is closed, and all that it paid is paid by hand', async () => {
  const { id, expiresAt, client, customer } = await makePaying('refuse_finally')
  await app.travelTo(expiresAt - 3 * DAY + HOUR)
  assert.equal((await readService(app, id)).autoPay, false)
  assert.deepEqual((await client.get('/api/v1/client/payment-methods')).body.items, [])
  assert.equal((await mailsTo(customer.id)).filter((one) => one === 'auto_pay_closed').length, 1)
})

test('what is paid by hand meanwhile is not charged', async () => {
  const { id, expiresAt, customer } = await makePaying('succeed')
  await script(['unreachable'])
  await app.travelTo(expiresAt - 3 * DAY)
  const [waiting] = await attemptsOf(id)
  assert.equal(waiting?.state, 'queued')
  const url = `/api/v1/admin/documents/${waiting?.documentId}/record-payment`
  await staff.post(url, { amount: { amount: '1200', currency: 'EUR' } })
  await app.travelTo(expiresAt)
  assert.deepEqual(
    (await attemptsOf(id)).map(({ state }) => state),
    ['abandoned'],
  )
  assert.equal((await paymentsOf(customer.id)).length, 1)
})
