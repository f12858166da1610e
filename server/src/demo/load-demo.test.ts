import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startSandboxProvider } from '@berth/module-sandbox/provider'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../test/app.ts'
import { decide, timeline, toSchedule } from '../domain/automation/index.ts'
import { MINUTE } from '../domain/instant.ts'
import { loadCalendar } from '../features/automation/load-calendar.ts'
import { loadStates } from '../features/automation/load-states.ts'
import { serviceSchedule } from '../features/services/tables.ts'
import { loadDemo } from './load-demo.ts'

const NOW = Date.parse('2026-03-12T14:20:00Z')

const app = await startTestApp({ now: NOW })
const provider = await startSandboxProvider({ now: () => NOW })
after(() => provider.close())
const loaded = await loadDemo(app.ctx, provider)

/** Runs a query that looks for what must not be there. */
async function none(what: string, query: ReturnType<typeof sql>) {
  const { rows } = await app.ctx.db.execute(query)
  assert.deepEqual(rows.slice(0, 3), [], what)
}

test('the demo company is as large as a small hosting company', async () => {
  assert.equal(loaded?.customers, 300)
  assert.ok((loaded?.services ?? 0) > 750 && (loaded?.services ?? 0) < 850)
})

test('the demo company is loaded once', async () => {
  assert.equal(await loadDemo(app.ctx, provider), null)
})

test('has services in every state', async () => {
  const { rows } = await app.ctx.db.execute<{ state: string }>(sql`
      select distinct status as state from services
      union select 'paid and waiting' from services
        where status = 'pending' and paid_at is not null and deliver_on <> 'payment'
      union select 'unpaid' from services where status = 'pending' and paid_at is null
      union select 'leaving' from services
        where status = 'active' and cancellation_requested_at is not null
      union select 'held' from services where hold_until is not null or held_forever
      union select 'stopped by staff' from services where suspensions @> '[{"cause":"abuse"}]'
      union select 'overdue' from services where suspensions @> '[{"cause":"overdue"}]'
      union select 'failed' from operations where state = 'failed' and due_at is null
      union select 'archived' from services where archived_at is not null`)
  assert.deepEqual(rows.map(({ state }) => state).sort(), [
    ...['active', 'archived', 'cancelled', 'expired', 'failed', 'held', 'leaving', 'overdue'],
    ...['paid and waiting', 'pending', 'stopped by staff', 'suspended', 'terminated', 'unpaid'],
  ])
})

test('numbers its invoices without gaps, and their days never run backwards', async () => {
  await none(
    'a gap',
    sql`select series, year, last from number_series s where last <> (
        select count(*) from documents where number like series || '-' || year || '-%')`,
  )
  await none(
    'a day that runs backwards',
    sql`select number from (select number, issued_on, lag(issued_on) over (
          partition by split_part(number, '-', 1) order by number) as earlier
        from documents where number is not null) numbered where issued_on < earlier`,
  )
  await none(
    'issued without number, seller or buyer',
    sql`select id from documents where (state = 'issued') <> (number is not null)
        or (state = 'issued' and (seller is null or buyer is null))`,
  )
})

test('has documents that are the sum of their lines', async () => {
  await none(
    'other sums',
    sql`select d.id from documents d join document_lines l on l.document_id = d.id
        group by d.id having sum(l.net) <> d.net or sum(l.tax) <> d.tax or d.gross <> d.net + d.tax`,
  )
  await none(
    'no lines',
    sql`select id from documents d where not exists (
        select from document_lines where document_id = d.id)`,
  )
})

test('has what is paid from payments and credit, and nothing else', async () => {
  await none(
    'other money',
    sql`select d.id from documents d where d.kind = 'invoice' and d.paid <> coalesce(
          (select sum(allocated) from payments where document_id = d.id), 0)
        - coalesce((select sum(amount) from credit_entries where document_id = d.id), 0)`,
  )
  await none(
    'paid in full without an effect, or the reverse',
    sql`select d.id from documents d where d.kind = 'invoice' and (d.paid_at is not null) <> exists (
        select from document_effects where document_id = d.id and effect = 'paid')`,
  )
  await none(
    'credit that is not its entries',
    sql`select customer_id from credit_balances b where balance <> (
        select sum(amount) from credit_entries e
        where e.customer_id = b.customer_id and e.currency = b.currency)`,
  )
})

test('has renewals that fit their services and documents', async () => {
  await none(
    'an applied renewal that is not paid, or the reverse',
    sql`select r.id from renewals r join documents d on d.id = r.document_id
        where (r.state = 'applied') <> (d.paid_at is not null)
        or (r.state = 'withdrawn') <> (d.state = 'void')`,
  )
  await none(
    'a count that is not the renewals',
    sql`select id from services s where renewal_count <> coalesce((
        select sum(periods) from renewals where service_id = s.id and state = 'applied'), 0)`,
  )
  await none(
    'an expiry that is not the end of the last renewal',
    sql`select s.id from services s join lateral (
          select max(period_end_at) as at from renewals where service_id = s.id and state = 'applied'
        ) last on last.at is not null where s.expires_at <> last.at`,
  )
  await none(
    'an ended service with an open renewal',
    sql`select s.id from services s join renewals r on r.service_id = s.id and r.state = 'open'
        where s.ended_at is not null`,
  )
})

test('counts places and stock as its services hold them', async () => {
  await none(
    'other places',
    sql`select name from servers v where places_used > place_limit or places_used <> (
        select count(*) from services where server_id = v.id and place_held)`,
  )
  await none(
    'held by an ended service',
    sql`select id from services where ended_at is not null and (place_held or stock_held)`,
  )
})

test('can be searched and has a schedule for every service', async () => {
  await none('a service that cannot be found', sql`select id from services where search = ''`)
  await none('a customer that cannot be found', sql`select id from customers where search = ''`)
  await none(
    'no schedule',
    sql`select id from services s where not exists (
        select from service_schedule where service_id = s.id)`,
  )
})

test('has a machine at the provider for every delivered service that needs one', async () => {
  const { rows } = await app.ctx.db.execute<{
    id: string
    remote: string | null
    status: string
    space: string
  }>(
    sql`select s.id, s.resource->>'remoteId' as remote, s.status, r.settings->>'space' as space
        from services s join servers r on r.id = s.server_id
        where s.type = 'sandbox' and s.delivered_at is not null and s.ended_at is null`,
  )
  const spaces = [...new Set(rows.map(({ space }) => space))].map((name) => provider.space(name))
  const machines = spaces.reduce((sum, { resources }) => sum + resources.size, 0)
  assert.equal(machines, rows.length)
  for (const { id, remote, status, space } of rows) {
    const machine = provider.space(space).resources.get(remote ?? '')
    assert.equal(machine?.key, id)
    assert.equal(machine?.suspended, status === 'suspended')
  }
})

test('gives no machine a number that another of its server has', () => {
  const machine = provider.space('par-vps-1')
  const numbers = [...machine.resources.keys()].map((id) => Number(id.slice('sbx-'.length)))
  assert.ok(machine.nextSerial() > Math.max(...numbers))
})

test('stands where the automation would have brought it', async () => {
  const { db } = app.ctx
  const rows = await db.select().from(serviceSchedule)
  const states = await loadStates(
    db,
    rows.map(({ serviceId }) => serviceId),
    NOW,
  )
  const calendar = await loadCalendar(db, NOW)
  for (const row of rows) {
    const state = states.get(row.serviceId)
    assert.ok(state)
    const milestones = timeline(state.service, state.subject.policy, calendar)
    const decided = toSchedule(decide(state.service, milestones, state.facts, NOW), NOW)
    const stored = { nextAt: row.nextAt, blockedOn: row.blockedOn, step: row.step }
    const { nextAt, blockedOn, step } = decided
    assert.deepEqual(stored, { nextAt, blockedOn, step }, state.subject.service.name)
  }
})

test('leaves the automation little to do in the first minutes', async () => {
  await app.travelTo(NOW + 5 * MINUTE)
  const { rows } = await app.ctx.db.execute<{ steps: string; errors: string }>(sql`
      select coalesce(sum((select sum(value::int) from jsonb_each_text(steps))), 0) as steps,
        coalesce(sum(jsonb_array_length(errors)), 0) as errors from sweep_runs`)
  assert.equal(Number(rows[0]?.errors), 0)
  assert.ok(Number(rows[0]?.steps) < 10, `${rows[0]?.steps} steps`)
})

test('lets everybody of the company in', async () => {
  const password = 'welcome-aboard'
  for (const [realm, email] of [
    ['staff', 'claire@nordet.example'],
    ['customer', 'camille@atelier-lumen.example'],
  ]) {
    const answer = await app.anonymous.post('/api/v1/auth/login', { realm, email, password })
    assert.ok(answer.status < 300, `${email}: ${JSON.stringify(answer.body)}`)
  }
})

test('sample data is loaded on request only where there are no customers', async () => {
  const answer = await app.anonymous.post('/api/v1/sandbox/sample-data')
  assert.deepEqual([answer.status, answer.body.code], [409, 'has_customers'])
})

test('sample data fills an empty installation', async () => {
  const empty = await startTestApp()
  const answer = await empty.anonymous.post('/api/v1/sandbox/sample-data')
  assert.equal(answer.status, 201)
  assert.equal(answer.body.customers, 300)
})
