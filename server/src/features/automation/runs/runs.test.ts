import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { DAY, HOUR, MINUTE } from '../../../domain/instant.ts'
import { newId } from '../../../platform/ids.ts'
import { watchWorkers } from '../../../watch-workers.ts'
import { mails } from '../../mail/tables.ts'
import { gatewayHealth } from '../../payments/tables.ts'
import { serviceSchedule, services } from '../../services/tables.ts'
import { staff as staffTable } from '../../staff/tables.ts'
import { brakeHeld } from '../brake/tables.ts'
import { automationLoop } from '../due.ts'
import { removeOldRuns } from '../forget-old.ts'
import { keepHeartbeat } from '../gaps.ts'
import { reportRun } from '../report-run.ts'
import { resyncLoop } from '../resync/resync-loop.ts'
import { sweepHeartbeat, sweepRuns } from '../tables.ts'
import { tellStandstill, watchLoop } from './watch-loop.ts'

const app = await startTestApp()
const { ctx, clock } = app
const owner = await app.staff()
await ctx.db.update(staffTable).set({ alerts: ['automation_late', 'gateway_unreachable'] })
const RUNS = '/api/v1/admin/automation/runs'
const HEALTH = '/api/v1/admin/automation/health'

test('a run that did something is reported, a quiet one is not', async () => {
  await app.settle()
  assert.deepEqual((await owner.get(RUNS)).body.items, [])
  assert.equal((await owner.get(`${RUNS}?since=x`)).status, 422)
  await makeService(app, { status: 'active', expiresAt: clock.now() + HOUR, anchorDay: 1 })
  await app.settle()
  const { body } = await owner.get(RUNS)
  assert.equal(body.total.count, 1)
  assert.equal(body.items[0].steps.invoice, 1)
  assert.ok(body.items[0].worker.includes(String(process.pid)))
  const { body: health } = await owner.get(HEALTH)
  assert.equal(health.lastSweepAt, new Date(clock.now()).toISOString())
  assert.equal(health.stepsToday.invoice, 1)
  assert.equal(health.due, 0)
  assert.deepEqual(health.brake, { standing: [], held: 0 })
})

test('a night decides every service again and wakes whoever was forgotten', async () => {
  const own = await startTestApp()
  const { ctx, clock } = own
  const forgotten = await makeService(own, {
    ...{ status: 'active', expiresAt: clock.now() + HOUR, anchorDay: 1, autoPay: false },
  })
  const other = await makeService(own, { status: 'active', expiresAt: clock.now() + 40 * DAY })
  const staff = await own.staff()
  assert.equal((await staff.get(HEALTH)).body.resync, null)
  await ctx.db.update(serviceSchedule).set({ nextAt: null })
  await ctx.db
    .update(serviceSchedule)
    .set({ nextAt: clock.now() })
    .where(eq(serviceSchedule.serviceId, other.id))
  const night = clock.now() + DAY
  const [one, two] = [resyncLoop(ctx), resyncLoop(ctx)]
  await Promise.all([one.runDue(night), two.runDue(night)])
  for (const loop of [one, two]) while ((await loop.runDue(night)) > 0);
  const { body } = await staff.get(HEALTH)
  assert.deepEqual(body.resync, {
    finishedAt: new Date(night).toISOString(),
    ...{ services: 2, late: 1 },
  })
  const [row] = await ctx.db
    .select()
    .from(serviceSchedule)
    .where(eq(serviceSchedule.serviceId, forgotten.id))
  assert.equal(row?.nextAt, night)
})

test('a night hands what cannot be decided or read to the sweep, and goes on with the others', async () => {
  const own = await startTestApp()
  const { ctx, clock } = own
  const expiresAt = clock.now() + 40 * DAY
  const broken = [
    { policy: sql`'{ "reminderDays": 5 }'::jsonb` },
    { plannedPrice: sql`'{ "amount": "ten", "cycle": "monthly", "from": "2025-04-01" }'::jsonb` },
  ]
  const ids: string[] = []
  for (const set of broken) {
    const { id } = await makeService(own, { status: 'active', expiresAt })
    await ctx.db.update(services).set(set).where(eq(services.id, id))
    ids.push(id)
  }
  const forgotten = await makeService(own, { status: 'active', expiresAt: clock.now() + HOUR })
  await ctx.db.update(serviceSchedule).set({ nextAt: null })
  const night = clock.now() + DAY
  for (const loop of [resyncLoop(ctx), automationLoop(ctx)]) while ((await loop.runDue(night)) > 0);
  const { body } = await (await own.staff()).get(HEALTH)
  assert.deepEqual([body.resync.services, body.resync.late], [3, 3])
  const rows = await ctx.db.select().from(serviceSchedule)
  const failuresOf = (id: string) => rows.find(({ serviceId }) => serviceId === id)?.failures
  assert.deepEqual([...ids, forgotten.id].map(failuresOf), [1, 1, 0])
})

test('the chunks of one minute are one report, with what failed in it', async () => {
  const service = await makeService(app)
  const at = clock.now() + HOUR
  const error = { serviceId: service.id, message: 'out of order' }
  const report = { taken: 1000, steps: { suspend: 7 }, held: { too_many: 2 }, errors: [error] }
  await reportRun(ctx.db, report, { now: at, tookMs: 10 })
  await reportRun(ctx.db, report, { now: at + 1000, tookMs: 20 })
  const { body } = await owner.get(`${RUNS}?limit=1`)
  const [run] = body.items
  const { decided, chunks, tookMs, steps, held, failures } = run
  assert.deepEqual(
    { decided, chunks, tookMs, steps, held, failures },
    {
      decided: 2000,
      chunks: 2,
      tookMs: 30,
      steps: { suspend: 14 },
      held: { too_many: 4 },
      failures: 2,
    },
  )
  const { body: page } = await owner.get(`${RUNS}/${run.id}`)
  assert.deepEqual(page.errors[0], {
    service: { id: service.id, number: service.number, name: service.name },
    message: 'out of order',
  })
  assert.equal((await owner.get(`${RUNS}/999999`)).status, 404)
})

test('a service that cannot be looked after shows in the health, by its step', async () => {
  const service = await makeService(app)
  await ctx.db
    .update(serviceSchedule)
    .set({ blockedOn: 'staff', failures: 2, step: 'suspend', nextAt: null })
    .where(eq(serviceSchedule.serviceId, service.id))
  const { body } = await owner.get(HEALTH)
  assert.deepEqual(body.failing, { suspend: 1 })
})

test('staff are told once an hour that nothing sweeps while something is due', async () => {
  const service = await makeService(app)
  await app.settle()
  const now = clock.now()
  await keepHeartbeat(ctx.db, now - HOUR)
  const heartbeatAt = (ms: number) => ctx.db.update(sweepHeartbeat).set({ lastAt: now - ms })
  await heartbeatAt(HOUR)
  assert.equal(await tellStandstill(ctx, now), null, 'nothing is due')
  await ctx.db.execute(sql`update service_schedule set next_at = ${new Date(now - HOUR).toISOString()}
    where service_id = ${service.id}`)
  await heartbeatAt(14 * MINUTE)
  assert.equal(await tellStandstill(ctx, now), null, 'it swept a while ago')
  await heartbeatAt(16 * MINUTE)
  assert.equal((await tellStandstill(ctx, now))?.due, 1)
  assert.equal(await tellStandstill(ctx, now + 59 * MINUTE), null, 'they know')
  // No worker is there to write it and let it leave: a process that only serves the web does.
  // Without an SMTP server a mail is kept when it should leave.
  clock.set(now + 60 * MINUTE)
  const watch = watchWorkers(ctx)
  await watch.stop()
  const sent = await ctx.db.select().from(mails).where(eq(mails.template, 'alert_automation_late'))
  assert.deepEqual(
    sent.map(({ state }) => state),
    ['kept'],
  )
  clock.set(now)
  const { body } = await owner.get(HEALTH)
  assert.ok(body.late >= 1)
  await heartbeatAt(0)
  await app.settle()
  const told = await ctx.db.select().from(mails).where(eq(mails.template, 'alert_automation_late'))
  assert.equal(told.length, 2)
})

test('a gateway that nobody pays with raises no alarm', async () => {
  const now = clock.now()
  await ctx.db.insert(gatewayHealth).values({ gateway: 'gone', failingSince: now - 7 * HOUR })
  await watchLoop(ctx).runDue(now)
  const [row] = await ctx.db.select().from(gatewayHealth).where(eq(gatewayHealth.gateway, 'gone'))
  assert.equal(row?.failingSince, null)
})

test('old reports and settled holds are forgotten, what waits for an answer is not', async () => {
  const now = clock.now()
  const service = await makeService(app)
  const at = now - 500 * DAY
  const row = {
    ...{ serviceId: service.id, customerId: service.customerId, step: 'suspend' as const },
    ...{ reason: 'too_many' as const, because: { rule: 'after_expiry' as const }, periodStart: at },
    ...{ amount: 100n, currency: 'EUR', day: '2023-10-27', heldAt: at },
  }
  const held = await ctx.db
    .insert(brakeHeld)
    .values([
      { ...row, id: newId(), state: 'done', settledAt: at },
      { ...row, id: newId(), state: 'dropped', settledAt: now - DAY },
      { ...row, id: newId() },
    ])
    .returning({ id: brakeHeld.id })
  const report = { taken: 1, steps: { remind: 1 }, held: {}, errors: [] }
  await reportRun(ctx.db, report, { now: now - 91 * DAY, tookMs: 1 })
  const before = await ctx.db.$count(sweepRuns)
  assert.equal(await removeOldRuns(ctx, now), 2)
  assert.equal(await ctx.db.$count(sweepRuns), before - 1)
  const left = await ctx.db.select({ id: brakeHeld.id }).from(brakeHeld)
  assert.deepEqual(
    left.map(({ id }) => id).sort(),
    held
      .slice(1)
      .map(({ id }) => id)
      .sort(),
  )
})
