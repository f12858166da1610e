import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startSandboxProvider } from '@berth/module-sandbox/provider'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../test/app.ts'
import { loadDemo } from '../demo/load-demo.ts'
import { DAY } from '../domain/instant.ts'
import { keepHeartbeat } from '../features/automation/gaps.ts'
import { mails } from '../features/mail/tables.ts'
import { settings } from '../features/settings/tables.ts'
import { lookFor } from './check.ts'
import { CHECKS } from './checks/index.ts'
import { type Diagnosis, runDoctor } from './run-doctor.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const NOW = Date.parse('2026-03-12T14:20:00Z')
const app = await startTestApp({ now: NOW })
const provider = await startSandboxProvider({ now: () => app.clock.now() })
after(() => provider.close())
await loadDemo(app.ctx, provider)

/** One of the rows that a condition names. */
const one = (table: string, condition: string) =>
  `(select id from ${table} where ${condition} order by id limit 1)`
const RENEWED = one('services', `status = 'active' and renewal_count > 2`)
const APPLIED = one('renewals', `state = 'applied' and service_id = ${RENEWED}`)
const OPEN = one('renewals', `state = 'open'`)
const PAID = one('documents', `kind = 'invoice' and paid_at is not null and gross > 100`)
const ACTIVE = one('services', `status = 'active'`)
const ENDED = one('services', `status = 'terminated'`)

/** A row once more, under another id, past the index that forbids it. */
const twice = (table: string, index: string, row: string) => [
  `drop index ${index}`,
  `insert into ${table} select (jsonb_populate_record(r, '{"id": "00000000-0000-7000-8000-000000000001"}')).*
    from ${table} r where id = ${row}`,
]

const operation = (id: number, state: string, kind = 'suspend') => `
  insert into operations (id, service_id, kind, state, input, requested_by, cause, created_at, settled_at)
  values ('00000000-0000-7000-8000-00000000000${id}', ${ACTIVE}, '${kind}', '${state}', '{}',
    '{"kind": "automation"}', '{}', now() + ${id} * interval '1 s', now() + ${id} * interval '1 s')`

const charge = (id: number, method = 'null', amount = 0) => `
  insert into charges (id, renewal_id, service_id, document_id, customer_id, mandate_at, attempt,
    attempts, method_id, amount, currency, state, reference, created_at)
  values ('00000000-0000-7000-8000-00000000000${id}', ${APPLIED}, ${RENEWED}, ${PAID},
    ${one('customers', 'true')}, now(), ${id}, 7, ${method}, ${amount}, 'EUR', 'succeeded', 'nowhere', now())`

/** check → what breaks it. Triggers and foreign keys are off while it is planted. */
const PLANTS: Record<string, string[]> = {
  'renewals.one_open': twice('renewals', 'renewals_one_open', OPEN),
  'renewals.period_once': twice('renewals', 'renewals_one_per_period', APPLIED),
  'renewals.contiguous': [
    `update renewals set period_end_at = period_end_at - interval '1 day' where id = ${APPLIED}`,
  ],
  'renewals.counted': [`update services set renewal_count = 99 where id = ${RENEWED}`],
  'renewals.expiry': [
    `update services set expires_at = expires_at + interval '1 day' where id = ${RENEWED}`,
  ],
  'renewals.open_has_document': [`update renewals set document_id = id where id = ${OPEN}`],
  'renewals.document_has_open': [`update renewals set state = 'withdrawn' where id = ${OPEN}`],
  'documents.totals': [`update documents set gross = gross + 1 where id = ${PAID}`],
  'documents.lines_add_up': [
    `update document_lines set amount = amount + 1 where document_id = ${PAID}`,
  ],
  'documents.paid_takes_effect': [`delete from document_effects where document_id = ${PAID}`],
  'documents.due_not_negative': [`update documents set paid = gross + 1 where id = ${PAID}`],
  'documents.credited': [`update documents set credited = 1 where id = ${PAID}`],
  'documents.numbers_without_gaps': [`delete from documents where id = ${PAID}`],
  'documents.dates_rise': [`update documents set issued_on = '2099-01-01' where id = ${PAID}`],
  'money.paid_by_movements': [`delete from payments where document_id = ${PAID}`],
  'money.payment_once': twice('payments', 'payments_once', one('payments', 'true')),
  'money.allocated_within_payment': [
    `update payments set allocated = amount + 1 where id = ${one('payments', 'true')}`,
  ],
  'charges.paid': [
    `insert into payment_methods (id, customer_id, gateway, remote_id, kind, label, created_at)
     values ('00000000-0000-7000-8000-000000000009', ${one('customers', 'true')}, 'sandbox', 'x', 'card', 'x', now())`,
    charge(1, `'00000000-0000-7000-8000-000000000009'`, 100),
  ],
  'charges.once': [charge(1), charge(2)],
  'charges.never_late': [
    charge(1),
    `update charges set state = 'queued', due_at = '2026-03-11T14:00:00Z'`,
  ],
  'charges.decided': [
    charge(1),
    `update charges set state = 'pending', created_at = '2026-02-01T00:00:00Z'`,
  ],
  'charges.document_free': [`update documents set charging_since = now() where id = ${PAID}`],
  'money.credit_balance': [`update credit_balances set balance = balance + 1`],
  'services.suspended_has_causes': [
    `update services set suspensions = '[{"cause": "overdue"}]' where id = ${ACTIVE}`,
    `delete from operations where service_id = ${ACTIVE}`,
  ],
  'services.causes_listed': [`insert into service_causes values ('other', ${ACTIVE})`],
  'services.suspended_since': [`update services set suspended_at = now() where id = ${ACTIVE}`],
  'services.ended': [`update services set ended_at = null where id = ${ENDED}`],
  'services.ended_asks_nothing': [`update renewals set service_id = ${ENDED} where id = ${OPEN}`],
  'services.places': [`update servers set places_used = places_used + 1`],
  'services.count_ledger': [`insert into service_count_delta values ('active', false, 1)`],
  'schedule.every_service': [`delete from service_schedule where service_id = ${ACTIVE}`],
  'schedule.none_left': [
    `update service_schedule set next_at = (select last_at - interval '1 hour' from sweep_heartbeat)
      where service_id = ${ACTIVE}`,
  ],
  'schedule.never_late': [
    `update service_schedule set next_at = null where service_id in (
      select id from services where status = 'active' and expires_at is not null)`,
  ],
  'operations.one_on_server': [
    'drop index operations_one_on_server',
    operation(1, 'running'),
    operation(2, 'unknown'),
  ],
  'operations.one_waiting': [
    'drop index operations_one_next',
    operation(1, 'queued'),
    operation(2, 'failed'),
  ],
  'operations.suspended_once': [operation(1, 'succeeded'), operation(2, 'succeeded')],
  'steps.once': [
    'alter table automation_steps drop constraint automation_steps_once',
    `insert into automation_steps (service_id, period_start, step, outcome, due_at, done_at, because)
      select ${ACTIVE}, now(), 'suspend', 'done', now(), now(), '{}' from generate_series(1, 2)`,
  ],
  'steps.told_once': twice('mails', 'mails_once', one('mails', 'true')),
  'drift.open_counted': [`update servers set open_drift = open_drift + 1`],
  'queues.mails': [
    `update mails set state = 'queued', due_at = '2020-01-01' where id = ${one('mails', 'true')}`,
  ],
  'queues.webhooks': [
    `insert into webhook_deliveries (id, endpoint_id, event_id, type, state, due_at, created_at)
      select id, id, id, 'service.renewed', 'queued', '2020-01-01', '2020-01-01' from customers limit 1`,
  ],
  'queues.jobs': [
    `insert into pgboss.job (name, data, start_after)
      select name, '{}', now() - interval '2 days' from pgboss.queue where name = 'mail.write'`,
  ],
  'references.none_dangling': [
    `update payments set document_id = id where id = ${one('payments', 'true')}`,
  ],
}

class Undone extends Error {}

/** What a check finds once something is broken; nothing of it stays. */
async function foundAfter(name: string, statements: readonly string[]) {
  const check = CHECKS.find((one) => one.name === name)
  assert.ok(check, name)
  let found: Awaited<ReturnType<typeof lookFor>> | undefined
  await app.ctx.db
    .transaction(async (tx) => {
      await tx.execute(sql.raw('set local session_replication_role = replica'))
      for (const statement of statements) await tx.execute(sql.raw(statement))
      found = await lookFor(check, { tx, ctx: app.ctx, now: app.clock.now() })
      throw new Undone()
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error
    })
  assert.ok(found)
  return found
}

test('a company that lives on is in order', async () => {
  const later = NOW + 7 * DAY
  await keepHeartbeat(app.ctx.db, later)
  app.clock.set(later)
  await app.settle()
  const { checks } = await runDoctor(app.ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
  assert.equal(checks.length, CHECKS.length)
})

test('every check is tried', () => {
  const names = CHECKS.map(({ name }) => name)
  assert.deepEqual(Object.keys(PLANTS).sort(), names.sort())
  assert.equal(new Set(names).size, names.length)
})

for (const [name, statements] of Object.entries(PLANTS)) {
  test(`${name} finds what is broken`, async () => {
    const { ok, found, examples } = await foundAfter(name, statements)
    assert.equal(ok, false)
    assert.ok(found > 0)
    assert.match(examples[0] ?? '', /\w/)
  })
}

/** `doctor --json` as the operator runs it. */
function command(): Promise<{ code: number; out: string; err: string }> {
  const { databaseUrl, secretKey } = app.ctx.config
  const own = { DATABASE_URL: databaseUrl, BERTH_SECRET_KEY: secretKey, BERTH_SANDBOX: '0' }
  const env = { ...process.env, ...own }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'doctor', '--json'], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

test('the command says what is wrong and ends with 1, by the clock that the books go by', async () => {
  const offsetMs = 400 * DAY
  const value = { offsetMs }
  await app.ctx.db.insert(settings).values({ section: 'sandbox-clock', value, updatedAt: NOW })
  const [mail] = await app.ctx.db.select({ id: mails.id }).from(mails).limit(1)
  const dueAt = Date.now() + offsetMs - 2 * DAY
  await app.ctx.db
    .update(mails)
    .set({ state: 'queued', dueAt })
    .where(eq(mails.id, mail?.id ?? ''))
  await app.ctx.db.execute(sql`update servers set open_drift = open_drift + 1`)
  const { code, out, err } = await command()
  assert.equal(code, 1, err)
  const { now, checks } = JSON.parse(out) as Diagnosis
  assert.ok(Date.parse(now) > dueAt)
  const wrong = checks.filter(({ ok }) => !ok).map(({ name }) => name)
  assert.deepEqual(wrong, ['drift.open_counted', 'queues.mails'])
})
