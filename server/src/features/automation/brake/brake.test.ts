import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { and, eq, inArray } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { payInFull } from '../../../../test/factories/payment.ts'
import { makeService, readService } from '../../../../test/factories/service.ts'
import { DAY, HOUR, MINUTE } from '../../../domain/instant.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { history } from '../../history/tables.ts'
import { mails } from '../../mail/tables.ts'
import { gatewayHealth } from '../../payments/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { serviceSchedule, services } from '../../services/tables.ts'
import { settings } from '../../settings/tables.ts'
import { staff as staffTable } from '../../staff/tables.ts'
import { automationLoop } from '../due.ts'
import { sweepChunk } from '../sweep.ts'
import { automationGaps } from '../tables.ts'
import { LedgerUsedUp, takeFromLedger, writeOwed } from './ledger.ts'
import { brakeAlarms, brakeHeld, brakeLedger } from './tables.ts'

const app = await startTestApp()
const { ctx, clock } = app
const owner = await app.staff()
const { customer } = await makeCustomer(app)
await ctx.db.update(staffTable).set({ alerts: ['brake_held'] })
/** Fewer than the default, so that few services are many. */
const FLOOR = 3
await ctx.db
  .insert(settings)
  .values({ section: 'brake', value: { floor: FLOOR }, updatedAt: clock.now() })

const HELD = '/api/v1/admin/automation/brake/held'
const APPROVALS = '/api/v1/admin/automation/brake/approvals'
const REFUSALS = '/api/v1/admin/automation/brake/refusals'

/** Each test has days of its own, on which only its own services are left to the automation. */
let start = 0
beforeEach(async () => {
  start = Math.ceil(clock.now() / DAY) * DAY + 9 * HOUR
  await ctx.db.update(services).set({ automationPaused: true })
  await ctx.db.delete(serviceSchedule)
  await ctx.db.delete(brakeHeld)
  await app.travelTo(start)
})

/** Active services that nobody paid: all of them are to be suspended at once. */
async function unpaid(count: number, expiresAt = start + HOUR, customerId = customer.id) {
  const made = await Promise.all(
    Array.from({ length: count }, () =>
      makeService(app, {
        ...{ customerId, status: 'active', anchorDay: 1 },
        ...{ expiresAt, policy: { minNoticeDays: 0 } },
      }),
    ),
  )
  await app.settle()
  return made.map(({ id }) => id).sort()
}

const statuses = async (ids: readonly string[]) => {
  const rows = await ctx.db
    .select({ status: services.status })
    .from(services)
    .where(inArray(services.id, [...ids]))
  return Object.fromEntries(
    Map.groupBy(rows, (row) => row.status)
      .entries()
      .map(([s, r]) => [s, r.length]),
  )
}
const heldIds = async () =>
  (await ctx.db.select().from(brakeHeld).where(eq(brakeHeld.state, 'held')))
    .map((row) => row.serviceId)
    .sort()

test('beyond the day’s number suspensions wait for staff, who are told once', async () => {
  const ids = await unpaid(FLOOR + 5)
  await app.travelTo(start + 2 * HOUR)
  assert.deepEqual(await statuses(ids), { suspended: FLOOR, active: 5 })
  const { body: brake } = await owner.get('/api/v1/admin/automation/brake')
  assert.deepEqual(
    brake.steps.find(({ step }: { step: string }) => step === 'suspend'),
    { step: 'suspend', used: FLOOR, limit: FLOOR, limitFrom: 'floor' },
  )
  assert.equal(brake.total, 5)
  assert.deepEqual(brake.held[0].money, [{ amount: '5000', currency: 'EUR' }])
  const { body: listed } = await owner.get(`${HELD}?limit=3`)
  assert.equal(listed.items.length, 3)
  assert.equal(listed.items[0].reason, 'too_many')
  const rest = await owner.get(`${HELD}?limit=3&cursor=${listed.nextCursor}`)
  assert.equal(rest.body.items.length, 2)
  const attention = await owner.get('/api/v1/admin/services?status=needs_attention')
  assert.ok(attention.body.items.length >= 5)
  const told = await ctx.db.select().from(mails).where(eq(mails.template, 'alert_brake'))
  assert.equal(told.length, 1)
  const entries = await ctx.db
    .select()
    .from(history)
    .where(and(eq(history.kind, 'service.held_back'), inArray(history.subjectId, ids)))
  assert.equal(entries.length, 5)
})

test('two workers share the day’s number', async () => {
  const ids = await unpaid(2 * FLOOR)
  await app.travelTo(start + HOUR - MINUTE)
  clock.set(start + HOUR)
  const loops = [automationLoop(ctx), automationLoop(ctx), automationLoop(ctx)]
  for (let left = 1; left > 0; )
    left = Math.max(...(await Promise.all(loops.map((loop) => loop.runDue(clock.now())))))
  assert.deepEqual(await statuses(ids), { suspended: FLOOR, active: FLOOR })
  const [row] = await ctx.db
    .select()
    .from(brakeLedger)
    .where(
      and(
        eq(brakeLedger.day, new Date(start).toISOString().slice(0, 10)),
        eq(brakeLedger.step, 'suspend'),
      ),
    )
  assert.equal(row?.used, FLOOR)
})

test('what staff release on a later day stands in that day’s proof', async () => {
  const ids = await unpaid(FLOOR + 2)
  await app.travelTo(start + 12 * HOUR)
  await app.travelTo(start + DAY)
  const wish = { step: 'suspend', serviceIds: await heldIds(), expectedCount: 2, note: '' }
  assert.equal((await owner.post(APPROVALS, wish)).body.carriedOut, 2)
  await app.settle()
  assert.deepEqual(await statuses(ids), { suspended: FLOOR + 2 })
  await app.travelTo(start + 2 * DAY)
  const { body } = await owner.get('/api/v1/admin/automation/proof')
  const released = new Date(start + DAY).toISOString().slice(0, 10)
  const day = body.items.find((one: { day: string }) => one.day === released)
  assert.deepEqual([day.done, day.differences], [{ suspend: 2 }, { held: 2 }])
})

test('what others took while a chunk was done is found out before it commits', async () => {
  const limit = { limit: FLOOR, from: 'floor' as const }
  const two = { day: '2001-02-03', step: 'suspend' as const, wanted: FLOOR - 1, limit }
  const beside = inTransaction(ctx, async (tx) => {
    const { granted, owed } = await takeFromLedger(tx, two, { locked: false })
    assert.deepEqual([granted, owed], [FLOOR - 1, [two]])
    await inTransaction(ctx, async (other) => {
      const taken = await takeFromLedger(other, two, { locked: false })
      await writeOwed(other, taken.owed)
    })
    await writeOwed(tx, owed)
  })
  await assert.rejects(beside, LedgerUsedUp)
  const again = await inTransaction(ctx, (tx) => takeFromLedger(tx, two, { locked: true }))
  assert.deepEqual(again, { granted: 1, owed: [] })
  const ids = await unpaid(2 * FLOOR)
  await app.travelTo(start + HOUR - MINUTE)
  clock.set(start + HOUR)
  // Each finds enough for its two; one of them is too late.
  for (let left = 1; left > 0; ) {
    const reports = [1, 2, 3].map(() => sweepChunk(ctx, clock.now(), FLOOR - 1))
    left = Math.max(...(await Promise.all(reports)).map(({ taken }) => taken))
  }
  assert.deepEqual(await statuses(ids), { suspended: FLOOR, active: FLOOR })
})

test('what is paid while it waits drops out by itself', async () => {
  await unpaid(FLOOR + 1)
  await app.travelTo(start + 2 * HOUR)
  const [id = ''] = await heldIds()
  const [renewal] = await ctx.db
    .select()
    .from(renewals)
    .where(and(eq(renewals.serviceId, id), eq(renewals.state, 'open')))
  await payInFull(app, renewal?.documentId ?? '')
  await app.settle()
  assert.deepEqual(await heldIds(), [])
  assert.equal((await readService(app, id)).status, 'active')
  const [row] = await ctx.db.select().from(brakeHeld).where(eq(brakeHeld.serviceId, id))
  assert.equal(row?.state, 'dropped')
})

test('approved, a service is suspended and not counted; twice approved changes nothing', async () => {
  await unpaid(FLOOR + 3)
  await app.travelTo(start + 2 * HOUR)
  const ids = await heldIds()
  const body = { all: true, step: 'suspend', expectedCount: 3 }
  const stale = await owner.post(APPROVALS, { ...body, expectedCount: 4 })
  assert.equal(stale.status, 409)
  assert.equal(stale.body.code, 'brake_list_changed')
  const [one, two] = await Promise.all([
    owner.post(APPROVALS, { step: 'suspend', serviceIds: ids, expectedCount: 3 }),
    owner.post(APPROVALS, { step: 'suspend', serviceIds: ids, expectedCount: 3 }),
  ])
  assert.equal(one.body.carriedOut + two.body.carriedOut, 3)
  assert.equal(one.body.dropped + two.body.dropped, 3)
  await app.settle()
  assert.deepEqual(await statuses(ids), { suspended: 3 })
  const { body: brake } = await owner.get('/api/v1/admin/automation/brake')
  assert.equal(brake.steps[0].used, FLOOR)
  assert.equal(brake.total, 0)
  const rows = await ctx.db.select().from(brakeHeld).where(inArray(brakeHeld.serviceId, ids))
  assert.ok(rows.every(({ state }) => state === 'done'))
})

test('facts are looked at again when staff approve: what is on hold by then is left alone', async () => {
  await unpaid(FLOOR + 2)
  await app.travelTo(start + 2 * HOUR)
  const ids = await heldIds()
  const [on = '', other = ''] = ids
  // Before the sweep has looked again.
  await ctx.db.update(services).set({ heldForever: true }).where(eq(services.id, on))
  const { body } = await owner.post(APPROVALS, { all: true, step: 'suspend', expectedCount: 2 })
  assert.equal(body.carriedOut, 1)
  assert.deepEqual(
    body.droppedItems.map(({ serviceId, because }: Record<string, string>) => [serviceId, because]),
    [[on, 'on_hold']],
  )
  await app.settle()
  assert.equal((await readService(app, on)).status, 'active')
  assert.equal((await readService(app, other)).status, 'suspended')
})

test('all that a filter leaves are answered together, as they were seen', async () => {
  const { customer: other } = await makeCustomer(app)
  await unpaid(FLOOR + 2)
  await unpaid(2, start + HOUR + MINUTE, other.id)
  await app.travelTo(start + 2 * HOUR)
  const { body: everything } = await owner.get(`${HELD}?step=suspend&limit=1`)
  assert.deepEqual(everything.total, { count: 4, exact: true })
  assert.deepEqual(everything.money, [{ amount: '4000', currency: 'EUR' }])
  const { body: seen } = await owner.get(`${HELD}?step=suspend&customerId=${other.id}&limit=1`)
  assert.deepEqual([seen.total.count, seen.money[0].amount], [2, '2000'])

  const filters = { customerId: other.id }
  const wish = { step: 'suspend', filters, expectedCount: 2 }
  assert.equal((await owner.post(APPROVALS, { ...wish, expectedCount: 4 })).status, 409)
  assert.equal((await owner.post(APPROVALS, { ...wish, all: true })).status, 422)
  const none = { ...wish, filters: { ...filters, reason: 'clock_jump' }, expectedCount: 1 }
  assert.equal((await owner.post(APPROVALS, none)).body.code, 'brake_list_changed')
  assert.equal((await owner.post(APPROVALS, wish)).body.carriedOut, 2)
  await app.settle()
  const left = await ctx.db.select().from(brakeHeld).where(eq(brakeHeld.state, 'held'))
  assert.deepEqual(
    left.map(({ customerId }) => customerId),
    [customer.id, customer.id],
  )
  const rest = { step: 'suspend', filters: {}, expectedCount: 2, until: null }
  assert.equal((await owner.post(REFUSALS, rest)).body.carriedOut, 2)
})

test('refused, the services are on hold until the day that staff name', async () => {
  await unpaid(FLOOR + 1)
  await app.travelTo(start + 2 * HOUR)
  const [id = ''] = await heldIds()
  const until = new Date(start + 3 * DAY).toISOString()
  const wish = { step: 'suspend', serviceIds: [id], expectedCount: 1, note: 'they moved' }
  const { status, body } = await owner.post(REFUSALS, { ...wish, until })
  assert.equal(status, 200)
  assert.equal(body.carriedOut, 1)
  await app.travelTo(start + 2 * DAY)
  const service = await readService(app, id)
  assert.equal(service.status, 'active')
  assert.equal(service.holdReason, 'they moved')
  await app.travelTo(start + 4 * DAY)
  assert.equal((await readService(app, id)).status, 'suspended')
})

test('a held service is not suspended by a day with room, nor by being looked at again', async () => {
  await unpaid(FLOOR + 1)
  await app.travelTo(start + 2 * HOUR)
  const [id = ''] = await heldIds()
  await app.travelTo(start + 3 * DAY)
  assert.deepEqual(await heldIds(), [id])
  assert.equal((await readService(app, id)).status, 'active')
})

test('after a jump of the clock nothing is suspended, ended or cancelled, however little it is', async () => {
  const [id = ''] = await unpaid(1)
  const leaving = await makeService(app, {
    ...{ customerId: customer.id, status: 'active', anchorDay: 1 },
    expiresAt: start + 1.5 * DAY + 4 * HOUR,
  })
  await owner.post(`/api/v1/admin/services/${leaving.id}/cancel`, { when: 'end_of_period' })
  await app.settle()
  clock.set(start + 1.5 * DAY)
  await app.settle()
  await app.travelTo(start + 3 * DAY)
  assert.deepEqual(await heldIds(), [id, leaving.id].sort())
  const reasons = await ctx.db.select().from(brakeHeld).where(eq(brakeHeld.state, 'held'))
  assert.deepEqual([...new Set(reasons.map(({ reason }) => reason))], ['clock_jump'])
  assert.equal((await readService(app, id)).status, 'active')
  assert.equal((await readService(app, leaving.id)).status, 'active')
  await ctx.db.delete(automationGaps)
})

test('an approval does not outlive a jump of the clock that staff did not know of', async () => {
  await unpaid(FLOOR + 1)
  await app.travelTo(start + 2 * HOUR)
  const [id = ''] = await heldIds()
  await app.travelTo(start + 11 * HOUR)
  const approve = async () =>
    (await app.staff()).post(APPROVALS, { step: 'suspend', serviceIds: [id], expectedCount: 1 })
  assert.equal((await approve()).body.carriedOut, 1)
  await app.settle()
  assert.equal((await readService(app, id)).status, 'active', 'its window is closed')
  clock.set(start + 3 * DAY)
  await app.settle()
  await app.travelTo(start + 5 * DAY)
  assert.deepEqual(await heldIds(), [id])
  assert.equal((await readService(app, id)).status, 'active')
  assert.equal((await approve()).body.carriedOut, 1)
  await app.settle()
  assert.equal((await readService(app, id)).status, 'suspended', 'they know of it')
  await ctx.db.delete(automationGaps)
})

test('nobody is suspended while a gateway has not answered for six hours', async () => {
  const [id = ''] = await unpaid(1)
  await app.travelTo(start + HOUR - MINUTE)
  await ctx.db.insert(gatewayHealth).values({ gateway: 'card', failingSince: start - 7 * HOUR })
  clock.set(start + HOUR)
  await automationLoop(ctx).runDue(clock.now())
  assert.deepEqual(await heldIds(), [id])
  const alarms = await ctx.db
    .select()
    .from(brakeAlarms)
    .where(eq(brakeAlarms.reason, 'gateway_unreachable'))
  assert.equal(alarms.length, 1)
  await ctx.db.delete(gatewayHealth)
})

/** The services whose steps a forecast marks. */
const marked = (rows: { heldByBrake: boolean; service: { id: string } }[]) =>
  rows.filter(({ heldByBrake }) => heldByBrake).map(({ service }) => service.id)

test('the forecast says what would be held today, and the brake holds just that', async () => {
  const ids = await unpaid(FLOOR + 2)
  await app.travelTo(start + 30 * MINUTE)
  const someone = await app.staff()
  const { body } = await someone.get('/api/v1/admin/forecast?days=2&assume=nobody')
  assert.equal(body.days[0].suspensions, FLOOR + 2)
  assert.equal(body.days[0].held, 2)
  const own = `customerId=${customer.id}&days=2&assume=nobody`
  const narrowed = await someone.get(`/api/v1/admin/forecast?${own}`)
  assert.equal(narrowed.body.days[0].held, 2)
  const list = await someone.get(`/api/v1/admin/forecast/steps?${own}&limit=100`)
  const held = marked(list.body.items)
  assert.deepEqual(held, ids.slice(-2))
  const [last] = held
  const single = await someone.get(`/api/v1/admin/services/${last}/forecast?assume=nobody`)
  assert.deepEqual(
    single.body.steps
      .filter((step: { heldByBrake: boolean }) => step.heldByBrake)
      .map(({ key }: { key: string }) => key),
    ['suspend'],
  )
  const csv = await someone.get(`/api/v1/admin/forecast.csv?${own}`)
  assert.equal(String(csv.body).split('would be held').length - 1, 2)
  await app.travelTo(start + 2 * HOUR)
  assert.deepEqual(await heldIds(), held)
})

test('the forecast says what would be held on a day to come, by that day’s own forecast', async () => {
  await unpaid(FLOOR + 4, start + DAY + HOUR)
  const someone = await app.staff()
  const heldTomorrow = async (percentOfForecast: number) => {
    const value = { floor: FLOOR, percentOfForecast }
    await ctx.db.update(settings).set({ value }).where(eq(settings.section, 'brake'))
    const { body } = await someone.get('/api/v1/admin/forecast?days=3&assume=nobody')
    assert.equal(body.days[1].suspensions, FLOOR + 4)
    assert.equal(body.totals.held, body.days[1].held)
    const list = await someone.get('/api/v1/admin/forecast/steps?days=3&assume=nobody&limit=100')
    assert.equal(marked(list.body.items).length, body.totals.held)
    return body.days[1].held
  }
  assert.equal(await heldTomorrow(10), 4)
  assert.equal(await heldTomorrow(150), 0)
})

test('switched off, the brake holds nothing', async () => {
  // The clock of an earlier test jumped: nobody is logged in any more.
  const someone = await app.staff()
  const { body: section } = await someone.get('/api/v1/admin/settings/brake')
  const values = { ...section.values, tooMany: false }
  await someone.put('/api/v1/admin/settings/brake', { version: section.version, values })
  const ids = await unpaid(FLOOR + 5)
  await app.travelTo(start + 2 * HOUR)
  assert.deepEqual(await statuses(ids), { suspended: FLOOR + 5 })
})
