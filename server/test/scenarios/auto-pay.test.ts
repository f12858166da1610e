import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import {
  apply,
  decide,
  request,
  type ServiceState,
  timeline,
} from '../../src/domain/automation/index.ts'
import { DAY, HOUR } from '../../src/domain/instant.ts'
import { loadCalendar } from '../../src/features/automation/load-calendar.ts'
import { loadStates } from '../../src/features/automation/load-states.ts'
import { addCredit } from '../../src/features/credits/add-credit.ts'
import {
  type SandboxBehaviour,
  sandboxObjects,
} from '../../src/features/payments/sandbox/objects.ts'
import { charges, payments } from '../../src/features/payments/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { dueLoops } from '../../src/worker.ts'
import { NOW, startTestApp } from '../app.ts'
import { makeMethod, payBySelf } from '../factories/auto-pay.ts'
import { changeColumns } from '../factories/columns.ts'
import { makeLoggedInCustomer, systemEnv } from '../factories/customer.ts'
import { makeService, readService } from '../factories/service.ts'

/**
 * Ten services that expire on the same day and pay by themselves, each in its own way, go through
 * that day together. What must hold on the way is looked at where it holds.
 */
const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const objects = sandboxObjects(ctx)
const E = NOW + 10 * DAY

async function makePaying(more: Parameters<typeof makeService>[1] = {}) {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeService(app, { customerId: customer.id, expiresAt: E, ...more })
  const anchorDay = new Date(E).getUTCDate()
  await changeColumns(ctx, id, { status: 'active', expiresAt: E, anchorDay })
  return { id, client, customer }
}

/** With a card that does what stands on it, until it is told otherwise. */
async function makeWithCard(behaviour: SandboxBehaviour, more = {}) {
  const made = await makePaying(more)
  const { remoteId, label } = await makeMethod(ctx, made.customer.id)
  const behave = (to: SandboxBehaviour) => objects.put('method', remoteId, { behaviour: to, label })
  await behave(behaviour)
  await payBySelf(ctx, made.id)
  return { ...made, behave }
}

const give = (customerId: string, amount: bigint) =>
  inTransaction(ctx, (tx) =>
    addCredit(tx, systemEnv(ctx), { customerId, currency: 'EUR', amount, reason: 'staff' }),
  )
const attemptsOf = (serviceId: string) =>
  ctx.db
    .select()
    .from(charges)
    .where(eq(charges.serviceId, serviceId))
    .orderBy(asc(charges.createdAt), asc(charges.id))
const statesOf = async (serviceId: string) =>
  (await attemptsOf(serviceId)).map(({ state }) => state)
const paymentsOf = (customerId: string) =>
  ctx.db.select().from(payments).where(eq(payments.customerId, customerId))
const daysBefore = (at: number) => Math.round((E - at) / DAY) + 0
const statusOf = async (id: string) => (await readService(app, id)).status
async function mailsTo(customerId: string): Promise<{ template: string; body: string }[]> {
  const { rows } = await ctx.db.$client.query(
    'select template, text as body from mails where customer_id = $1 order by created_at, id',
    [customerId],
  )
  return rows
}
const mailsOf = async (customerId: string, wanted: string) =>
  (await mailsTo(customerId)).filter(({ template }) => template === wanted)

const paid = await makeWithCard('succeed')
const weekly = await makeWithCard('succeed', { cycle: 'weekly' })
const refused = await makeWithCard('refuse')
const third = await makeWithCard('refuse')
const stolen = await makeWithCard('refuse_finally')
const toggled = await makeWithCard('refuse')
const bounced = await makeWithCard('pending')
const byHand = await makeWithCard('unreachable')
const debit = await makeWithCard('pending', { policy: { autopayLeadDays: 0 } })
const strict = await makeWithCard('refuse', { policy: { terminateAfterDays: 1 } })
const partly = await makeWithCard('succeed')
await changeColumns(ctx, partly.id, { autoPayCredit: true })
await give(partly.customer.id, 500n)
const wholly = await makePaying()
await payBySelf(ctx, wholly.id, { useCredit: true })
await give(wholly.customer.id, 2000n)

test('P6: the reminder of what is charged by itself announces the charge', async () => {
  await app.travelTo(E - 4 * DAY)
  const mail = (await mailsOf(paid.customer.id, 'digest')).at(-1)
  assert.match(mail?.body ?? '', /charge/i)
})

test('three days before the expiry, and after each step the facts are what the domain says', async () => {
  await app.travelTo(E - 3 * DAY - 1)
  assert.deepEqual(await attemptsOf(paid.id), [])
  const now = E - 3 * DAY
  app.clock.set(now)
  const load = async () => {
    const state = (await loadStates(ctx.db, [paid.id], now)).get(paid.id)
    assert.ok(state)
    return state
  }
  const { service, facts, subject } = await load()
  const milestones = timeline(service, subject.policy, await loadCalendar(ctx.db, now))
  const decision = decide(service, milestones, facts, now)
  const [step, ...others] = decision.kind === 'do' ? decision.steps : []
  assert.deepEqual([step?.kind, others], ['charge', []])
  assert.ok(step)
  const moved = ({ service, facts }: ServiceState) => ({ service, facts })
  const runAll = async (name: string) => {
    const loop = dueLoops(ctx).find((one) => one.name === name)
    for (let taken = 1; taken > 0; ) taken = (await loop?.runDue(now)) ?? 0
  }
  await runAll('automation')
  assert.deepEqual(moved(await load()), request(service, facts, step, now))
  await runAll('charges')
  assert.deepEqual(moved(await load()), apply(service, facts, step, now))
})

test('L4: charged once, paid once, renewed once', async () => {
  await app.travelTo(E - 3 * DAY + HOUR)
  const [attempt, ...others] = await attemptsOf(paid.id)
  assert.deepEqual([attempt?.state, attempt?.attempt, others], ['succeeded', 1, []])
  const { renewalCount, status, expiresAt } = await readService(app, paid.id)
  assert.deepEqual([renewalCount, status], [1, 'active'])
  assert.ok((expiresAt ?? 0) > E + 27 * DAY)
  assert.deepEqual(
    (await paymentsOf(paid.customer.id)).map(({ gateway, reference, amount }) => [
      ...[gateway, reference, amount],
    ]),
    [['sandbox', attempt?.reference, 1200n]],
  )
})

test('the customer’s credit pays first; with enough of it the gateway is not asked', async () => {
  const [part] = await attemptsOf(partly.id)
  assert.deepEqual([part?.state, part?.creditUsed, part?.amount], ['succeeded', 500n, 700n])
  const [whole] = await attemptsOf(wholly.id)
  assert.deepEqual([whole?.state, whole?.creditUsed, whole?.methodId], ['succeeded', 1200n, null])
  for (const { id } of [partly, wholly]) assert.equal((await readService(app, id)).renewalCount, 1)
})

test('a method refused for good is closed, and all that it paid is paid by hand', async () => {
  assert.equal((await readService(app, stolen.id)).autoPay, false)
  const methods = await stolen.client.get('/api/v1/client/payment-methods')
  assert.deepEqual(methods.body.items, [])
  assert.equal((await mailsOf(stolen.customer.id, 'auto_pay_closed')).length, 1)
})

test('a debit that comes back counts as a failed attempt, however often it is told', async () => {
  const [pending] = await attemptsOf(bounced.id)
  const url = `/api/v1/sandbox/gateway/charges/${pending?.id}/decision`
  await app.anonymous.post(url, { outcome: 'refused', copies: 2 })
  assert.deepEqual(await statesOf(bounced.id), ['refused'])
})

test('what is paid by hand meanwhile is not charged', async () => {
  const [waiting] = await attemptsOf(byHand.id)
  assert.equal(waiting?.state, 'queued')
  const url = `/api/v1/admin/documents/${waiting?.documentId}/record-payment`
  await staff.post(url, { amount: { amount: '1200', currency: 'EUR' } })
  await byHand.behave('succeed')
})

test('L7: switched off nothing is charged; switched on again it is', async () => {
  const url = `/api/v1/client/services/${toggled.id}`
  assert.equal((await toggled.client.post(`${url}/stop-auto-pay`)).status, 200)
  await third.behave('needs_customer')
  await bounced.behave('succeed')
  await app.travelTo(E - 2 * DAY + 2 * HOUR)
  assert.equal((await attemptsOf(toggled.id)).length, 1)
  await toggled.behave('succeed')
  assert.equal((await toggled.client.post(`${url}/set-auto-pay`)).status, 200)
  await app.settle()
  assert.deepEqual(
    (await attemptsOf(toggled.id)).map(({ state, attempt }) => [state, attempt]),
    [
      ['refused', 1],
      ['succeeded', 1],
    ],
  )
})

test('a day later: paid by hand once, and the debit is tried again', async () => {
  assert.deepEqual(await statesOf(byHand.id), ['abandoned'])
  assert.equal((await paymentsOf(byHand.customer.id)).length, 1)
  assert.deepEqual(await statesOf(bounced.id), ['refused', 'succeeded'])
})

test('paid at the third attempt: one payment, one renewal', async () => {
  await third.behave('succeed')
  await app.travelTo(E - DAY + HOUR)
  assert.deepEqual(await statesOf(third.id), ['refused', 'needs_customer', 'succeeded'])
  assert.equal((await readService(app, third.id)).renewalCount, 1)
  assert.equal((await paymentsOf(third.customer.id)).length, 1)
  assert.equal((await mailsOf(third.customer.id, 'charge_needs_customer')).length, 1)
})

test('a debit under way holds suspension back and its document together', async () => {
  await app.travelTo(E + 2 * HOUR)
  const [pending, ...others] = await attemptsOf(debit.id)
  assert.deepEqual([pending?.state, others], ['pending', []])
  assert.equal(await statusOf(debit.id), 'active')
  const document = `documents/${pending?.documentId}`
  const renewal = { cycle: 'weekly', price: '5' }
  const refusals = [
    await staff.post(`/api/v1/admin/${document}/void`, { reason: 'x' }),
    await staff.post(`/api/v1/admin/services/${debit.id}/withdraw-renewal`),
    await staff.post(`/api/v1/admin/services/${debit.id}/renew`, renewal),
    await staff.post(`/api/v1/admin/services/${debit.id}/charge-now`),
    await debit.client.post(`/api/v1/client/${document}/pay`, { gateway: 'sandbox' }),
  ]
  assert.deepEqual(
    refusals.map(({ body }) => body.code),
    Array(5).fill('charge_in_flight'),
  )
})

test('its notices, four at once, are one payment', async () => {
  const [pending] = await attemptsOf(debit.id)
  const url = `/api/v1/sandbox/gateway/charges/${pending?.id}/decision`
  const sent = await app.anonymous.post(url, { outcome: 'succeeded', copies: 4 })
  assert.deepEqual(sent.body.statuses, [200, 200, 200, 200])
  await app.settle()
  assert.deepEqual(await statesOf(debit.id), ['succeeded'])
  assert.equal((await paymentsOf(debit.customer.id)).length, 1)
  assert.equal((await readService(app, debit.id)).renewalCount, 1)
})

test('refused daily from E−3 to the seventh; suspended after the second, then paid by hand', async () => {
  assert.equal(await statusOf(refused.id), 'suspended')
  await app.travelTo(E + 3 * DAY + HOUR)
  assert.deepEqual(
    (await attemptsOf(refused.id)).map((one) => [
      one.attempt,
      one.state,
      daysBefore(one.createdAt),
    ]),
    [3, 2, 1, 0, -1, -2, -3].map((days, index) => [index + 1, 'refused', days]),
  )
  assert.equal((await readService(app, refused.id)).autoPay, false)
  await app.travelTo(E + 5 * DAY)
  assert.equal((await attemptsOf(refused.id)).length, 7)
  assert.equal((await mailsOf(refused.customer.id, 'charge_refused')).length, 7)
  assert.equal((await mailsOf(refused.customer.id, 'auto_pay_closed')).length, 1)
  assert.deepEqual(await paymentsOf(refused.customer.id), [])
})

test('no end within a day of the last attempt, which switched auto-pay off', async () => {
  const { endedAt, status, autoPay } = await readService(app, strict.id)
  const attempts = await attemptsOf(strict.id)
  const lastAt = attempts.at(-1)?.settledAt ?? 0
  assert.deepEqual([attempts.length, autoPay, status], [7, false, 'expired'])
  assert.ok((endedAt ?? 0) - lastAt >= DAY, `${endedAt} is within a day of ${lastAt}`)
})

test('L8: a weekly service is charged every week', async () => {
  assert.deepEqual(
    (await attemptsOf(weekly.id)).map(({ state, createdAt }) => [state, daysBefore(createdAt)]),
    [
      ['succeeded', 3],
      ['succeeded', -4],
    ],
  )
  assert.equal((await readService(app, weekly.id)).renewalCount, 2)
})
