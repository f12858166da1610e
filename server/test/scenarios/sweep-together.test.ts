import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SQL, sql } from 'drizzle-orm'
import { DAY } from '../../src/domain/instant.ts'
import { brakeSettings } from '../../src/features/automation/brake/settings.ts'
import { sweepChunk } from '../../src/features/automation/sweep.ts'
import { writeMails } from '../../src/features/mail/write/write-mail.ts'
import { lockServices } from '../../src/features/operations/lock-services.ts'
import { deliverService, deliverServices } from '../../src/features/services/moves/deliver.ts'
import { endService, endServices } from '../../src/features/services/moves/end.ts'
import { suspendService, suspendServices } from '../../src/features/services/moves/suspend.ts'
import { unsuspendService, unsuspendServices } from '../../src/features/services/moves/unsuspend.ts'
import { loadServices, type ServiceSubject } from '../../src/features/services/subject.ts'
import type { EventPayload } from '../../src/platform/events.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { jobHandlers } from '../../src/worker.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { makeCustomer, systemEnv } from '../factories/customer.ts'
import { setSection } from '../factories/document.ts'
import { makeMixedServices } from '../factories/mixed-services.ts'
import { makeOwingServices } from '../factories/owing-services.ts'
import { makeService } from '../factories/service.ts'

/**
 * What is done for many services at once is row for row what is done for each by itself: two
 * installations with the same services of all kinds, one led one by one and the other together.
 */
const COUNT = 60
const SEED = 7
const ids = (list: readonly string[]) => sql`${sql.param([...list])}::uuid[]`
const alone = await startTestApp()
const together = await startTestApp()
for (const app of [alone, together]) {
  await setSection(app.ctx, brakeSettings, {
    ...{ tooMany: false, clockJump: false, noSweepYesterday: false, gatewayUnreachable: false },
  })
  await makeMixedServices(app, COUNT, SEED)
  await makeRareServices(app)
}

/** Services that come to the steps which the mixed ones seldom have. */
async function makeRareServices(app: TestApp): Promise<void> {
  const { ctx } = app
  const now = ctx.clock.now()
  await ctx.db.execute(sql`
    update services set deliver_on = 'payment', paid_at = created_at where status = 'pending'`)
  const { customer } = await makeCustomer(app, { name: 'Rare' })
  const made = { customerId: customer.id, expiresAt: now + DAY, anchorDay: 11 }
  const living = []
  for (let n = 0; n < 3; n++) {
    living.push(await makeService(app, { ...made, price: 0n }))
    living.push(await makeService(app, { ...made, autoPay: true }))
    const { id } = await makeService(app, made)
    await ctx.db.execute(sql`
      update services set status = 'expired', ended_at = to_timestamp(${(now - 89 * DAY) / 1000})
      where id = ${id}`)
  }
  await ctx.db.execute(sql`
    update services set status = 'active', auto_pay_credit = auto_pay where id = any(${ids(living.map(({ id }) => id))})`)
}

const KINDS = [
  ...['invoice', 'renew', 'remind', 'charge', 'suspend', 'unsuspend', 'final_notice'],
  ...['deliver', 'cancel', 'expire', 'archive'],
]

test('a sweep of many services leaves the rows of as many sweeps of one', async () => {
  const kinds = new Set<string>()
  for (const app of [alone, together]) await lookAtAll(app)
  for (let round = 0; round < 6; round++) {
    await sweepAll(alone, 1)
    for (const kind of await sweepAll(together, 1000)) kinds.add(kind)
    await writeTogether(together)
    for (const { ctx } of [alone, together]) await ctx.jobs.drain(jobHandlers(ctx))
    assert.deepEqual(await rowsOf(together), await rowsOf(alone), `round ${round}`)
    for (const app of [alone, together]) app.clock.set(app.clock.now() + 3 * DAY)
  }
  for (const kind of KINDS)
    assert.ok(kinds.has(kind), `none of the services came to ${kind}: ${[...kinds]}`)
})

test('many moves at once leave the rows of each move by itself', async () => {
  await move(sql`status = 'pending'`, {
    each: (tx, env, subject) => deliverService(tx, env, subject),
    all: (tx, env, many) => deliverServices(tx, env, many(null)),
  })
  const wish = { note: 'for the books', notify: true }
  const suspension = { ...wish, cause: 'abuse' as const, message: 'Please call.' }
  await move(sql`status = 'active'`, {
    each: (tx, env, subject) => suspendService(tx, env, subject, suspension),
    all: (tx, env, many) => suspendServices(tx, env, many(suspension)),
  })
  const reactivation = { ...wish, clears: ['abuse', 'overdue', 'term_ended', 'other'] as const }
  await move(LIVING, {
    each: (tx, env, subject) => unsuspendService(tx, env, subject, reactivation),
    all: (tx, env, many) => unsuspendServices(tx, env, many(reactivation)),
  })
  const end = { ...wish, to: 'cancelled' as const }
  await move(LIVING, {
    each: (tx, env, subject) => endService(tx, env, subject, end),
    all: (tx, env, many) => endServices(tx, env, many(end)),
  })
})

test('what ends together leaves its documents as each end by itself does', async () => {
  for (const app of [alone, together]) await makeOwingServices(app)
  const end = { note: '', notify: true, to: 'cancelled' as const }
  await move(sql`name = 'Owing'`, {
    each: (tx, env, subject) => endService(tx, env, subject, end),
    all: (tx, env, many) => endServices(tx, env, many(end)),
  })
  const { rows } = await together.ctx.db.execute<{ kind: string; state: string }>(sql`
    select distinct d.kind, d.state from documents d join customers c on c.id = d.customer_id
    where c.name = 'Owing' order by 1, 2`)
  const issued = { state: 'issued' }
  assert.deepEqual(rows, [
    { kind: 'credit_note', ...issued },
    { kind: 'invoice', ...issued },
    { kind: 'invoice', state: 'void' },
  ])
})

test('a service that refuses its step is set aside alone, and all others are done', async () => {
  const { ctx } = together
  const now = ctx.clock.now()
  const made = []
  for (let n = 0; n < 5; n++) made.push((await makeService(together)).id)
  const [odd, ...others] = made
  await ctx.db.execute(sql`update service_schedule set next_at = null`)
  // Their cancellation's moment has come; of one, nobody knows how to remove what it has.
  await ctx.db.execute(sql`
    update services set status = 'active', cancellation_requested_at = to_timestamp(0),
      expires_at = to_timestamp(${now / 1000}) - interval '1 hour' where id = any(${ids(made)})`)
  const resource = JSON.stringify({ remoteId: 'r', data: {}, connection: [], secrets: {} })
  await ctx.db.execute(sql`
    update services set type = 'uninstalled', resource = ${resource}::jsonb where id = ${odd}`)
  await ctx.db.execute(sql`
    update service_schedule set next_at = to_timestamp(${now / 1000})
    where service_id = any(${ids(made)})`)
  const report = await sweepChunk(ctx, now, 1000)
  assert.deepEqual(report.errors, [{ serviceId: odd, message: 'no_module' }])
  assert.equal(report.steps.cancel, others.length)
  const { rows: ended } = await ctx.db.execute<{ id: string }>(sql`
    select id from services where status = 'cancelled' and id = any(${ids(made)})`)
  assert.deepEqual(ended.map(({ id }) => id).sort(), others.sort())
})

const LIVING = sql`status in ('active', 'suspended')`

type Tx = Parameters<typeof suspendService>[0]
type Env = Parameters<typeof suspendService>[1]

interface Moves {
  each(tx: Tx, env: Env, subject: ServiceSubject): Promise<unknown>
  all(
    tx: Tx,
    env: Env,
    many: <W>(wish: W) => { subject: ServiceSubject; wish: W; cause: Env['cause'] }[],
  ): Promise<unknown>
}

/** The same services in both installations, one way here and the other way there. */
async function move(which: SQL, { each, all }: Moves): Promise<void> {
  for (const app of [alone, together]) {
    const env = systemEnv(app.ctx)
    await inTransaction(app.ctx, async (tx) => {
      const subjects = await subjectsOf(tx, app, which)
      assert.ok(subjects.length > 3)
      if (app === alone) for (const subject of subjects) await each(tx, env, subject)
      else
        await all(tx, env, (wish) =>
          subjects.map((subject) => ({ subject, wish, cause: env.cause })),
        )
      await tx.execute(sql`update service_schedule set next_at = null, blocked_on = null`)
    })
  }
  assert.deepEqual(await rowsOf(together), await rowsOf(alone))
}

/** Those that a person may move: an import or a redelivery that is going on refuses it. */
async function subjectsOf(tx: Tx, app: TestApp, which: SQL) {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from services where ${which} order by number`)
  const ids = rows.map(({ id }) => id)
  await lockServices(tx, ids)
  return [...(await loadServices(tx, ids, app.clock.now())).values()].sort(
    (a, b) => a.service.number - b.service.number,
  )
}

async function lookAtAll({ ctx }: TestApp): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.execute(sql`update service_schedule set next_at = to_timestamp(${now / 1000})`)
}

/** Looks at what is due, so many in a transaction; answers the kinds of steps that were done. */
async function sweepAll({ ctx }: TestApp, size: number): Promise<string[]> {
  const now = ctx.clock.now()
  const kinds: string[] = []
  for (;;) {
    const { taken, steps } = await sweepChunk(ctx, now, size)
    kinds.push(...Object.keys(steps))
    if (taken === 0) return kinds
  }
}

/** Tables, each with the columns that tell in what order its rows were written. */
const TABLES = {
  services: ['search'],
  service_schedule: [],
  renewals: [],
  documents: ['serial'],
  document_lines: [],
  history: [],
  automation_steps: [],
  operations: [],
  charges: [],
  document_effects: [],
  number_series: [],
  credit_balances: [],
  credit_entries: [],
  products: [],
  servers: ['secrets'],
  mails: ['text', 'html', 'service_ids', 'document_ids'],
  mail_digest_items: [],
} as const

/** All mails that wait to be written at once; their jobs then find them written. */
async function writeTogether({ ctx }: TestApp): Promise<void> {
  const { rows } = await ctx.db.execute<{ data: EventPayload }>(sql`
    select data from pgboss.job where name = 'mail.write' and state = 'created'
    order by created_on`)
  await writeMails(
    ctx,
    rows.map(({ data }) => data),
  )
}

/** Where the sandbox's provider listens. */
const ADDRESS = /127\.0\.0\.1:\d+/g
/** A mail is told apart by the history entry that it is about. */
const TOLD_ONCE = /("dedupe_key":"service_delivered:[^"]*):\d+/
/** Many payloads travel in another queue than one. */
const TOGETHER = /\.many$/
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every row and every event, with ids by what they stand for, in an order of their own. */
async function rowsOf({ ctx }: TestApp): Promise<Record<string, string[]>> {
  const { rows: known } = await ctx.db.execute<{ id: string; name: string }>(sql`
    select id, 'service ' || number as name from services
    union all select id, 'customer ' || number from customers`)
  const names = new Map(known.map(({ id, name }) => [id, name]))
  const plain = (row: unknown) =>
    JSON.stringify(row)
      .replaceAll(ADDRESS, 'localhost')
      .replaceAll(UUID, (id) => names.get(id) ?? 'another')
      .replace(TOLD_ONCE, '$1')
  const all: Record<string, string[]> = {}
  for (const [table, left] of Object.entries(TABLES)) {
    const { rows } = await ctx.db.execute<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(t) - 'id' - ${sql.param([...left])}::text[] as row from ${sql.identifier(table)} t`,
    )
    all[table] = rows.map(({ row }) => plain(row)).sort()
  }
  const { rows: jobs } = await ctx.db.execute<{ name: string; data: EventPayload }>(
    sql`select name, data from pgboss.job`,
  )
  const payloads = jobs.flatMap(({ name, data: { shared = {}, many, ...one } }) =>
    (Array.isArray(many) ? many : [one]).map((payload) =>
      plain([name.replace(TOGETHER, ''), { ...(shared as EventPayload), ...payload }]),
    ),
  )
  return { ...all, payloads: payloads.sort() }
}
