import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeMethod, payBySelf } from '../../../../test/factories/auto-pay.ts'
import { makeCustomer, systemEnv } from '../../../../test/factories/customer.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { makeOrder } from '../../../../test/factories/order.ts'
import { makeService } from '../../../../test/factories/service.ts'
import type { ForecastPayment, ForecastStep } from '../../../domain/automation/index.ts'
import { startOfDay } from '../../../domain/calendar.ts'
import { DAY, HOUR, toIso } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { addCredit } from '../../credits/add-credit.ts'
import { customers } from '../../customers/tables.ts'
import { createServices, type NewService } from '../../services/create.ts'
import { services } from '../../services/tables.ts'
import { type FleetWalk, walkFleet } from './walk-fleet.ts'

const app = await startTestApp()
const { ctx } = app
const now = app.clock.now()
const ZONE = 'Europe/Paris'

async function walked(customerId: string, over: Partial<FleetWalk> = {}) {
  const steps: ForecastStep[] = []
  const payments: ForecastPayment[] = []
  const { services } = await walkFleet(ctx, {
    where: sql`s.customer_id = ${customerId}::uuid`,
    ...{ now, until: now + 60 * DAY, assume: 'nobody' },
    each(_state, own, paid) {
      steps.push(...own)
      payments.push(...paid)
    },
    ...over,
  })
  return { steps, payments, services }
}

test('a service that nobody pays goes to its end, with its document’s amounts', async () => {
  const { customer } = await makeCustomer(app)
  const expiresAt = now + 20 * DAY
  await makeService(app, { customerId: customer.id, status: 'active', expiresAt, anchorDay: 30 })
  const { steps, services: looked } = await walked(customer.id)
  assert.equal(looked, 1)
  const kinds = steps.map(({ key }) => key)
  assert.deepEqual(kinds.slice(0, 2), ['invoice', 'remind:5'])
  assert.equal(kinds.at(-1), 'expire')
  assert.deepEqual(steps[0]?.money, { net: 1000n, tax: 200n, gross: 1200n, currency: 'EUR' })
})

test('what is done once for an order is said once, and its document is paid once', async () => {
  const { customerId } = await makeOrder(app, { quantity: 3 })
  const { steps } = await walked(customerId)
  assert.deepEqual(
    steps.map(({ key }) => key),
    ['remind_order', 'cancel_order'],
  )
  const paid = await walked(customerId, { assume: 'on_time', until: now + 20 * DAY })
  assert.deepEqual(
    paid.payments.map(({ amount }) => amount),
    [3600n],
  )
})

test('a customer who never paid is taken not to; a new one pays on time', async () => {
  const { customer } = await makeCustomer(app)
  const customerId = customer.id
  await makeService(app, { customerId, status: 'active', expiresAt: now + 10 * DAY, anchorDay: 20 })
  const fresh = await walked(customerId, { assume: 'as_before' })
  assert.equal(fresh.payments.length, 2)
  await makeDocument(ctx, { customerId, dueAt: now - DAY })
  const known = await walked(customerId, { assume: 'as_before' })
  assert.deepEqual(known.payments, [])
})

test('a walk that is called off stops', async () => {
  const { customer } = await makeCustomer(app)
  await makeService(app, { customerId: customer.id })
  const signal = AbortSignal.abort(new Error('nobody waits'))
  await assert.rejects(() => walked(customer.id, { signal }), /nobody waits/)
})

test('what rests until the end is counted and not looked into', async () => {
  const { customer } = await makeCustomer(app)
  const own = { customerId: customer.id, status: 'active', anchorDay: 1 } as const
  const far = { ...own, cycle: 'annually', expiresAt: now + 300 * DAY } as const
  const planned = await makeService(app, far)
  const once = await makeService(app, { ...own, cycle: 'onetime', expiresAt: null })
  const seen: number[] = []
  const looked = await walked(customer.id, {
    each: (state) => seen.push(state.subject.service.number),
  })
  assert.deepEqual({ services: looked.services, seen }, { services: 2, seen: [] })
  const plannedPrice = {
    ...({ cycle: 'annually', amount: '500' } as const),
    from: toIso(now + DAY),
  }
  await ctx.db.update(services).set({ plannedPrice }).where(eq(services.id, planned.id))
  const { steps } = await walked(customer.id)
  assert.deepEqual(
    steps.map(({ key }) => key),
    ['change_price'],
  )
  await walked(customer.id, {
    only: once.id,
    each: ({ subject }, own) => assert.deepEqual([subject.service.id, own], [once.id, []]),
  })
})

test('what several services tell a customer is one mail a day, and the next day’s once it left', async () => {
  const { customer } = await makeCustomer(app)
  const days = { invoiceLeadDays: 3, reminderDays: [2] }
  const own = { customerId: customer.id, status: 'active', cycle: 'weekly', policy: days } as const
  const first = startOfDay(now, ZONE) + 10 * DAY
  const made = []
  for (const hour of [9, 9, 15])
    made.push(await makeService(app, { ...own, anchorDay: 1, expiresAt: first + hour * HOUR }))
  const { steps } = await walked(customer.id, { until: first })
  const leaving = (kind: string, of = steps) =>
    of
      .filter(({ step }) => step === kind)
      .map(({ mail }) => ((mail?.at ?? 0) - first) / HOUR)
      .sort((a, b) => a - b)
  assert.deepEqual(leaving('invoice'), [9 - 72, 9 - 72, 8 - 48])
  // Beside the mail of its document, the third one's reminder is dropped.
  assert.deepEqual(leaving('remind'), [8 - 24, 8 - 24])
  const third = await walked(customer.id, { until: first, only: made[2]?.id ?? '' })
  assert.deepEqual(leaving('invoice', third.steps), [8 - 48])
  assert.deepEqual(leaving('remind', third.steps), [])
})

test('the credit goes to what is charged first, where its customer allows it', async () => {
  const { customer } = await makeCustomer(app)
  await ctx.db
    .update(customers)
    .set({ creditPaysRenewals: true })
    .where(eq(customers.id, customer.id))
  const movement = { customerId: customer.id, currency: 'EUR', amount: 1700n } as const
  await inTransaction(ctx, (tx) => addCredit(tx, systemEnv(ctx), { ...movement, reason: 'staff' }))
  const own = { customerId: customer.id, status: 'active', anchorDay: 20 } as const
  const expiresAt = now + 10 * DAY
  const made = [
    await makeService(app, { ...own, expiresAt: expiresAt + 2 * DAY }),
    await makeService(app, { ...own, expiresAt }),
  ]
  await ctx.db
    .update(services)
    .set({ autoPay: true })
    .where(
      anyOf(
        services.id,
        made.map(({ id }) => id),
      ),
    )
  const { payments, steps } = await walked(customer.id, { assume: 'on_time', until: expiresAt })
  assert.deepEqual(
    payments.map(({ at, amount }) => [at, amount]),
    [[expiresAt - DAY, 700n]],
  )
  const charges = steps.filter(({ step }) => step === 'charge').sort((a, b) => a.at - b.at)
  const charged = charges.map(({ money }) => money)
  const none = { net: 0n, tax: 0n, gross: 0n, currency: 'EUR' }
  assert.deepEqual(charged, [none, { ...none, net: 583n, tax: 117n, gross: 700n }])
})

test('a customer with more services than are loaded at once has one credit all the same', async () => {
  const { customer } = await makeCustomer(app)
  const movement = { customerId: customer.id, currency: 'EUR', amount: 1700n } as const
  await inTransaction(ctx, (tx) => addCredit(tx, systemEnv(ctx), { ...movement, reason: 'staff' }))
  const own = { customerId: customer.id, status: 'active', anchorDay: 20 } as const
  const expiresAt = now + 10 * DAY
  const charged = async (days: number) => {
    const { id } = await makeService(app, { ...own, expiresAt: expiresAt + days * DAY })
    await ctx.db
      .update(services)
      .set({ autoPay: true, autoPayCredit: true })
      .where(eq(services.id, id))
  }
  await charged(2)
  const resting: NewService = {
    ...{ ...own, productId: null, type: 'none', name: 'At rest', currency: 'EUR' },
    ...{ cycle: 'onetime', price: 1n, initialPrice: 1n, expiresAt: null },
  }
  await inTransaction(ctx, (tx) =>
    createServices(
      tx,
      systemEnv(ctx),
      Array.from({ length: 1000 }, () => resting),
    ),
  )
  await charged(0)
  const { payments, services: looked } = await walked(customer.id, {
    ...{ assume: 'on_time', until: expiresAt },
  })
  assert.equal(looked, 1002)
  assert.deepEqual(
    payments.map(({ at, amount }) => [at, amount]),
    [[expiresAt - DAY, 700n]],
  )
})

test('a service that cannot be decided stops no forecast of the others', async () => {
  const { customer } = await makeCustomer(app)
  const own = { customerId: customer.id, status: 'active', anchorDay: 20 } as const
  const made = { ...own, expiresAt: now + 10 * DAY }
  const broken = await makeService(app, made)
  await makeService(app, made)
  const policy = sql`'{ "reminderDays": 5 }'::jsonb`
  await ctx.db.update(services).set({ policy }).where(eq(services.id, broken.id))
  const ids = new Set<string>()
  const { services: looked } = await walked(customer.id, {
    each: ({ subject }) => ids.add(subject.service.id),
  })
  assert.deepEqual([looked, ids.size, ids.has(broken.id)], [2, 1, false])
})

test('what is paid before its mail leaves is not told, and leaves the day’s mail to others', async () => {
  const { customer } = await makeCustomer(app)
  const first = startOfDay(now, ZONE) + 10 * DAY
  const own = { customerId: customer.id, status: 'active', cycle: 'weekly' } as const
  const charged = await makeService(app, { ...own, expiresAt: first + 2 * HOUR, anchorDay: 20 })
  await makeService(app, { ...own, expiresAt: first + 13 * HOUR, anchorDay: 20 })
  await makeMethod(ctx, customer.id)
  await payBySelf(ctx, charged.id)
  const until = first + 2 * HOUR
  const told = async (assume: 'nobody' | 'on_time') => {
    const { steps } = await walked(customer.id, { assume, until })
    const listed = steps.filter(({ mail }) => mail?.template === 'digest')
    return listed.map(({ key, mail }) => `${key} ${((mail?.at ?? 0) - first) / HOUR}`).sort()
  }
  const other = `invoice ${13 - 72}`
  assert.deepEqual(await told('on_time'), [other, `remind:1 ${13 - 24}`, `remind:2 ${13 - 48}`])
  assert.ok((await told('nobody')).includes(`invoice ${8 - 72}`))
})
