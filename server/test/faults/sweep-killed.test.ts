import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { runDoctor } from '../../src/doctor/run-doctor.ts'
import { DAY } from '../../src/domain/instant.ts'
import { servers } from '../../src/features/servers/tables.ts'
import { createServices } from '../../src/features/services/create.ts'
import { services } from '../../src/features/services/tables.ts'
import { wakeServices } from '../../src/features/services/wake.ts'
import { settings } from '../../src/features/settings/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp } from '../app.ts'
import { makeCustomer, systemEnv } from '../factories/customer.ts'
import { makeServer } from '../factories/server.ts'
import { until } from '../until.ts'
import { type Started, startProviderProcess, startWorkerProcess } from './processes.ts'

/* Workers that die at any moment, several at once: nothing is done twice, nothing is left out. */

/** How long workers are killed for, in seconds: a minute by hand, for each number of them. */
const byHand = process.env.BERTH_TEST_KILL_SECONDS
const SECONDS = Number(byHand ?? 2)
const NUMBERS = byHand === undefined ? [4] : [2, 4, 8]
const KILL_EVERY_MS = 450
const COUNT = 200
const OF_SANDBOX = 12
const PLAN = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }
const AROUND_THE_CLOCK = { fromHour: 0, toHour: 24, weekends: true, holidays: true }

const app = await startTestApp({ now: Date.now() })
const { ctx, clock } = app
const provider = await startProviderProcess()
const { server } = await makeServer(ctx, {
  settings: { url: provider.url, token: provider.token, callLimitMs: 20_000 },
})
await allow()
const workers: Started[] = []

/** At every hour, and without the brake: this is about the sweep alone. */
async function allow(): Promise<void> {
  const policy = { mailHours: AROUND_THE_CLOCK, destructiveHours: AROUND_THE_CLOCK }
  const off = { tooMany: false, clockJump: false, noSweepYesterday: false }
  for (const [section, value] of Object.entries({
    services: { policy },
    brake: { ...off, gatewayUnreachable: false },
  })) {
    await ctx.db.insert(settings).values({ section, value, updatedAt: clock.now() })
  }
}

/** Active services whose renewal is due; a few of them on a server. Answers their ids. */
async function dueServices(): Promise<string[]> {
  const ids: string[] = []
  for (let customers = 0; customers < 4; customers++) {
    const { customer } = await makeCustomer(app)
    const wanted = Array.from({ length: COUNT / 4 }, (_, index) => ({
      ...{ customerId: customer.id, productId: null, name: `swept ${index}` },
      ...{ cycle: 'monthly' as const, currency: 'EUR', price: 1000n, initialPrice: 1000n },
      ...(index < OF_SANDBOX / 4
        ? { type: 'sandbox', serverId: server.id, placeHeld: true }
        : { type: 'none' }),
    }))
    const made = await inTransaction(ctx, (tx) => createServices(tx, systemEnv(ctx), wanted))
    ids.push(...made.map(({ id }) => id))
  }
  for (const id of ids.filter((_, index) => index % (COUNT / 4) < OF_SANDBOX / 4)) {
    const remoteId = await provider.plant({ key: id, name: id, plan: PLAN })
    const resource = { remoteId, data: {}, connection: [], secrets: {} }
    await ctx.db.update(services).set({ resource }).where(eq(services.id, id))
  }
  const placesUsed = sql`${servers.placesUsed} + ${OF_SANDBOX}`
  await ctx.db.update(servers).set({ placesUsed }).where(eq(servers.id, server.id))
  await ctx.db.execute(sql`
    update services set status = 'active', delivered_at = created_at,
      expires_at = ${new Date(clock.now() + 6 * DAY).toISOString()}::timestamptz,
      anchor_day = extract(day from ${new Date(clock.now() + 6 * DAY).toISOString()}::timestamptz)
    where id = any(${sql.param(ids)}::uuid[])`)
  return ids
}

const allAtWork = () =>
  until('the workers', async () => workers.every((one) => /at work/.test(one.output())))

/** Wakes them in small parts while workers die and others take their place. */
async function wakeAmongDeaths(ids: readonly string[], count: number): Promise<number> {
  while (workers.length < count) workers.push(startWorkerProcess(ctx.config.databaseUrl))
  await allAtWork()
  const part = Math.ceil(ids.length / ((SECONDS * 1000) / 100))
  const endsAt = performance.now() + SECONDS * 1000
  let kills = 0
  let lastKill = performance.now()
  for (let at = 0; at < ids.length || performance.now() < endsAt; at += part) {
    const some = ids.slice(at, at + part)
    if (some.length > 0) await inTransaction(ctx, (tx) => wakeServices(tx, some, Date.now()))
    await sleep(80)
    if (performance.now() - lastKill < KILL_EVERY_MS) continue
    const victim = workers.splice(Math.floor(Math.random() * workers.length), 1)[0]
    await victim?.kill()
    workers.push(startWorkerProcess(ctx.config.databaseUrl))
    kills += 1
    lastKill = performance.now()
  }
  return kills
}

/**
 * What keeps the workers busy, by kind; jobs and mails that a dead worker had in hand are given back
 * first. A mail that leaves late moves the notice that a suspension waits for.
 */
async function busyWith(): Promise<Record<string, number>> {
  // As the queue does by itself a minute after their death.
  await ctx.db.execute(sql`
    update pgboss.job set state = 'retry', start_after = now()
    where state = 'active' and started_on < now() - interval '8 seconds'`)
  // As happens by itself ten minutes after the mail was taken up.
  await ctx.db.execute(sql`
    update mails set due_at = now() where state = 'queued' and attempts > 0
      and due_at between now() and now() + interval '10 minutes' - interval '8 seconds'`)
  const { rows } = await ctx.db.execute<{ what: string; n: number }>(sql`
    select 'due' as what, count(*)::int as n from service_schedule where next_at <= now()
    union all select 'mail', count(*)::int from mails where state = 'queued'
    union all select 'operation ' || state, count(*)::int from operations
      where state in ('queued', 'running', 'unknown') group by state
    union all select 'job ' || name || ' ' || state, count(*)::int from pgboss.job
      where state in ('created', 'retry', 'active') group by name, state`)
  return Object.fromEntries(rows.filter(({ n }) => n > 0).map(({ what, n }) => [what, n]))
}

/** Nothing is due, no job waits, every operation has ended. */
async function quiet(): Promise<void> {
  let busy: Record<string, number> = {}
  for (let times = 0; times < 2; times++) {
    const rest = until('the workers to come to rest', async () => {
      for (const worker of workers) assert.ok(worker.running(), worker.output())
      busy = await busyWith()
      return Object.keys(busy).length === 0
    })
    if (await rest.catch(() => false)) return
  }
  assert.fail(`the workers are busy with ${JSON.stringify(busy)}`)
}

async function count(query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await ctx.db.execute<{ n: number }>(query)
  return rows[0]?.n ?? -1
}

async function assertSound(): Promise<void> {
  clock.set(Date.now())
  const { checks } = await runDoctor(ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
}

for (const number of NUMBERS) {
  test(`${number} workers, one killed every ${KILL_EVERY_MS} ms: each step once, none lost`, async (t) => {
    clock.set(Date.now())
    const ids = await dueServices()
    const own = sql`any(${sql.param(ids)}::uuid[])`
    let kills = await wakeAmongDeaths(ids, number)
    await quiet()
    assert.equal(
      await count(sql`select count(*)::int as n from renewals r join document_lines l on l.id = r.line_id
        join documents d on d.id = r.document_id and d.state = 'open'
        where r.state = 'open' and r.service_id = ${own}`),
      ids.length,
    )
    assert.equal(
      await count(sql`select count(distinct document_id)::int as n from mail_digest_items
        where document_id in (select document_id from renewals where service_id = ${own})`),
      ids.length,
    )
    await ctx.db.execute(sql`
      update documents set mailed_at = now() - interval '5 days' where id in
        (select document_id from renewals where service_id = ${own})`)
    await ctx.db.execute(sql`
      update services set expires_at = now() - interval '1 hour' where id = ${own}`)
    kills += await wakeAmongDeaths(ids, number)
    await quiet()
    assert.equal(
      await count(
        sql`select count(*)::int as n from services where id = ${own} and status = 'suspended'`,
      ),
      ids.length,
    )
    assert.equal(
      await count(sql`select count(*)::int as n from history where kind = 'service.suspended'
        and subject_id = any(${sql.param(ids)}::text[])`),
      ids.length,
    )
    assert.ok(kills > 0, `${kills} workers were killed`)
    t.diagnostic(`${kills} of ${number} workers at a time were killed`)
    await assertSound()
  })
}

test('the workers end when they are told to', async () => {
  // The last that took a dead one's place may still be starting.
  await allAtWork()
  for (const worker of workers) assert.equal(await worker.stop(), 0, worker.output())
})
