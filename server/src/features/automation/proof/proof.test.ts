import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeMethod, payBySelf } from '../../../../test/factories/auto-pay.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { payInFull } from '../../../../test/factories/payment.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { randomFrom } from '../../../demo/random.ts'
import { DAY, HOUR } from '../../../domain/instant.ts'
import { sandboxObjects } from '../../payments/sandbox/objects.ts'
import { charges } from '../../payments/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { services } from '../../services/tables.ts'
import { forecastDays, forecastDifferences } from './tables.ts'

const PROOF = '/api/v1/admin/automation/proof'

type App = Awaited<ReturnType<typeof startTestApp>>

/** Services at every point of their lives, so that each day has something to do. */
async function fleet(app: App, count: number, seed: number) {
  const random = randomFrom(seed)
  const now = app.clock.now()
  // Each service has a customer of its own: mails about several wait for one another.
  const buyers = []
  const ids: string[] = []
  for (let made = 0; made < count; made++) {
    const buyer = await makeCustomer(app)
    buyers.push(buyer)
    const { id } = await makeService(app, {
      customerId: buyer.customer.id,
      status: 'active',
      cycle: random.pick(['weekly', 'monthly', 'annually']),
      price: BigInt(random.pick([0, 999, 1250])),
      expiresAt: now + random.int(1, 12) * DAY + random.int(0, 23) * HOUR,
      anchorDay: random.int(1, 28),
      policy: random.pick([{}, { suspendAfterDays: 2, terminateAfterDays: 3 }]),
    })
    ids.push(id)
  }
  return { ids, buyers, random }
}

const differences = (app: App) => app.ctx.db.select().from(forecastDifferences)
const comparedDays = (app: App) =>
  app.ctx.db.select().from(forecastDays).where(eq(forecastDays.state, 'compared'))

test('left alone, every day goes as forecast, step by step and to the cent', async () => {
  const app = await startTestApp()
  await fleet(app, 9, 7)
  await app.travelTo(app.clock.now() + 30 * DAY)
  assert.deepEqual(await differences(app), [])
  const days = await comparedDays(app)
  assert.ok(days.length >= 12, `${days.length} days`)
  for (const { day, forecast, done, forecastMoney, doneMoney } of days)
    assert.deepEqual({ day, done, doneMoney }, { day, done: forecast, doneMoney: forecastMoney })
  const steps = new Set(days.flatMap(({ done }) => Object.keys(done)))
  for (const step of ['invoice', 'remind', 'suspend', 'final_notice', 'expire', 'renew'])
    assert.ok(steps.has(step), step)
})

test('payments, edits, holds and outages: every difference has its cause', async () => {
  const app = await startTestApp()
  const { ids, buyers, random } = await fleet(app, 9, 11)
  const { clock } = app
  const begin = clock.now()
  const inTwoDays = () => new Date(clock.now() + 2 * DAY).toISOString()
  for (let day = 1; day <= 10; day++) {
    const owner = await app.staff()
    const id = random.pick(ids)
    const path = `/api/v1/admin/services/${id}`
    await random.pick([
      () => payOne(app, random),
      () => payOne(app, random),
      () => owner.post(`${path}/hold`, { until: inTwoDays(), reason: 'asked' }),
      () => owner.post(`${path}/release`),
      () => owner.post(`${path}/add-days`, { days: 3 }),
      () => owner.post(`${path}/cancel`, { when: 'end_of_period' }),
      () =>
        owner.post(`/api/v1/admin/customers/${random.pick(buyers).customer.id}/hold`, {
          until: inTwoDays(),
        }),
      () =>
        owner.patch(`/api/v1/admin/customers/${random.pick(buyers).customer.id}`, {
          policy: { reminderDays: [4] },
        }),
    ])()
    await app.settle()
    if (day === 4 || day === 7) clock.set(begin + day * DAY - 2 * HOUR)
    await app.travelTo(begin + day * DAY + random.int(0, 20) * HOUR)
  }
  await app.travelTo(begin + 12 * DAY)
  const found = await differences(app)
  const causes = new Set(found.map(({ cause }) => cause))
  assert.ok(causes.size >= 3, [...causes].join())
  assert.deepEqual(
    found.filter(({ cause }) => cause === 'unexplained'),
    [],
  )
})

async function payOne(app: App, random: ReturnType<typeof randomFrom>) {
  const open = await app.ctx.db.select().from(renewals).where(eq(renewals.state, 'open'))
  const documentIds = open.flatMap(({ documentId }) => documentId ?? [])
  if (documentIds.length > 0) await payInFull(app, random.pick(documentIds))
}

test('what was done behind the program’s back is unexplained, listed and told', async () => {
  const app = await startTestApp()
  const owner = await app.staff()
  const { ctx, clock } = app
  const now = clock.now()
  const made = { status: 'active', anchorDay: 1, policy: { minNoticeDays: 0 } } as const
  const moved = await makeService(app, { ...made, expiresAt: now + 1.2 * DAY })
  const paid = await makeService(app, { ...made, expiresAt: now + 1.2 * DAY })
  await app.travelTo(now + 10 * HOUR)
  // 11 March, kept in the evening before.
  const [row] = await ctx.db.select().from(forecastDays).where(eq(forecastDays.day, '2025-03-11'))
  assert.equal(row?.state, 'kept')
  assert.equal(row?.forecast.suspend, 2)
  await ctx.db
    .update(services)
    .set({ expiresAt: now + 9 * DAY })
    .where(and(eq(services.id, moved.id), isNull(services.endedAt)))
  await ctx.db.execute(
    `update service_schedule set next_at = now() where service_id = '${moved.id}'`,
  )
  const [renewal] = await ctx.db.select().from(renewals).where(eq(renewals.serviceId, paid.id))
  await payInFull(app, renewal?.documentId ?? '')
  await app.travelTo(now + 1.8 * DAY)
  const { body } = await owner.get(PROOF)
  const day = body.items.find((one: { day: string }) => one.day === '2025-03-11')
  assert.equal(day.state, 'compared')
  assert.equal(day.unexplained, 1)
  assert.equal(day.differences.paid, 1)
  const listed = await owner.get(`${PROOF}/2025-03-11/differences?cause=unexplained`)
  assert.equal(listed.body.items.length, 1)
  assert.equal(listed.body.items[0].service.id, moved.id)
  assert.equal(listed.body.items[0].step, 'suspend')
  assert.equal(listed.body.items[0].kind, 'not_done')
})

test('a debit that the bank takes days for explains what waits for it, and its refusal what follows', async () => {
  const app = await startTestApp()
  const { ctx, clock } = app
  const { customer } = await makeCustomer(app)
  const { remoteId, label } = await makeMethod(ctx, customer.id)
  const behave = (behaviour: 'refuse' | 'pending') =>
    sandboxObjects(ctx).put('method', remoteId, { behaviour, label })
  await behave('refuse')
  // In the night: what the second attempt would bring waits for the morning of the same day.
  const expiresAt = Math.ceil(clock.now() / DAY) * DAY + 4 * DAY + 2 * HOUR
  const { id } = await makeService(app, {
    ...{ customerId: customer.id, status: 'active', expiresAt, anchorDay: 1 },
    policy: { autopayLeadDays: 1, minNoticeDays: 0, reminderDays: [] },
  })
  await payBySelf(ctx, id)
  await app.travelTo(expiresAt - HOUR)
  await behave('pending')
  const told = async (at: number) => {
    await app.travelTo(at)
    const found = await differences(app)
    await ctx.db.delete(forecastDifferences)
    return found.map(({ step, kind, cause, evidence }) => [step, kind, cause, evidence])
  }
  assert.deepEqual(await told(expiresAt), [])
  const [charge] = await ctx.db
    .select()
    .from(charges)
    .where(eq(charges.serviceId, id))
    .orderBy(desc(charges.createdAt))
    .limit(1)
  assert.ok(charge?.state === 'pending')
  // Made in the very sweep that left the suspension, which the clock reached a little late.
  const createdAt = expiresAt + 6 * HOUR + 2000
  await ctx.db.update(charges).set({ createdAt }).where(eq(charges.id, charge.id))
  assert.deepEqual(await told(expiresAt + DAY), [
    ['suspend', 'not_done', 'in_flight', 'charge.pending'],
  ])
  // In the evening the next day's forecast is kept: the suspension still waits then.
  await app.travelTo(expiresAt + 2.8 * DAY)
  assert.deepEqual(await told(expiresAt + 3 * DAY), [])
  const decision = `/api/v1/sandbox/gateway/charges/${charge?.id}/decision`
  await app.travelTo(expiresAt + 3.4 * DAY)
  await app.anonymous.post(decision, { outcome: 'refused' })
  assert.deepEqual(await told(expiresAt + 4 * DAY), [
    ['suspend', 'not_forecast', 'failed', 'charge.refused'],
  ])
})
