import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { HOUR, SECOND } from '../src/domain/instant.ts'
import { createApiKey } from '../src/features/auth/api-keys.ts'
import { openAccountSession, SESSION_COOKIE } from '../src/features/auth/sessions.ts'
import { services } from '../src/features/services/tables.ts'
import { wakeServices } from '../src/features/services/wake.ts'
import { roles } from '../src/features/staff/tables.ts'
import { GAUGES } from '../src/metrics/gauges.ts'
import { SYSTEM } from '../src/platform/actor.ts'
import { newId } from '../src/platform/ids.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { startTestApp } from './app.ts'
import { makeCustomer } from './factories/customer.ts'
import { makeService } from './factories/service.ts'
import { makeStaff } from './factories/staff.ts'

const app = await startTestApp()

/** The status for somebody who asks from elsewhere. */
async function fromElsewhere(headers: Record<string, string> = {}): Promise<number> {
  const asked = { url: '/metrics', remoteAddress: '203.0.113.7', headers }
  return (await app.http.inject(asked)).statusCode
}

async function keyOf(permissions: string[]): Promise<Record<string, string>> {
  const { id } = await makeStaff(app.ctx)
  const env = {
    ctx: app.ctx,
    actor: SYSTEM,
    now: app.clock.now(),
    cause: { kind: 'system' as const },
  }
  const owner = { id, permissions: new Set(['*']) }
  const wanted = { owner, name: 'scrape', permissions, allowedIps: null, expiresAt: null }
  const { token } = await inTransaction(app.ctx, (tx) => createApiKey(tx, env, wanted))
  return { authorization: `Bearer ${token}` }
}

test('the figures say what waits and when the automation last looked', async () => {
  await app.settle()
  const { status, body, headers } = await app.anonymous.get('/metrics')
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /^text\/plain; version=/)
  const lines = String(body).split('\n')
  for (const line of [
    'berth_due_services 0',
    'berth_late_services 0',
    'berth_blocked_services{on="approval"} 0',
    'berth_brake_held{step="expire"} 0',
    'berth_safe_mode 0',
    'berth_operations_waiting_seconds 0',
    'berth_jobs{job="mail.write"} 0',
    'berth_charges{state="unknown"} 0',
    'berth_webhook_deliveries{state="failed"} 0',
    'berth_operations{state="unknown"} 0',
    'berth_mails{state="queued"} 0',
    `berth_last_sweep_timestamp ${app.clock.now() / SECOND}`,
  ])
    assert.ok(lines.includes(line), line)
  assert.match(String(body), /^process_resident_memory_bytes \d+$/m)
})

test('what the automation did and could not do in the last hour is counted', async () => {
  const service = await makeService(app, { deliverOn: 'payment' })
  const { ctx, clock } = app
  await ctx.db.update(services).set({ paidAt: clock.now() }).where(eq(services.id, service.id))
  await inTransaction(ctx, (tx) => wakeServices(tx, [service.id], clock.now()))
  await app.settle()
  const { body } = await app.anonymous.get('/metrics')
  assert.ok(
    String(body).split('\n').includes('berth_steps_last_hour{step="deliver"} 1'),
    String(body),
  )
  await app.travelTo(clock.now() + 2 * HOUR)
  const later = await app.anonymous.get('/metrics')
  assert.doesNotMatch(String(later.body), /berth_steps_last_hour\{step="deliver"\} [1-9]/)
})

test('from elsewhere a key or a role with the permission is needed', async () => {
  assert.equal(await fromElsewhere(), 401)
  assert.equal(await fromElsewhere(await keyOf(['metrics:read'])), 200)
  assert.equal(await fromElsewhere(await keyOf(['services:read'])), 403)
})

test('who comes through a proxy on this machine does not come from it', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7' }
  assert.equal((await app.http.inject({ url: '/metrics', headers })).statusCode, 401)
})

test('a login without the permission counts as none: enough on this machine, too little elsewhere', async () => {
  const { ctx, clock } = app
  await ctx.db.insert(roles).values({ id: newId(), name: 'few', permissions: ['mails:read'] })
  const { user } = await makeCustomer(app)
  for (const [realm, accountId, elsewhere] of [
    ['customer', user.id, 403],
    ['staff', (await makeStaff(ctx, { role: 'few' })).id, 403],
    ['staff', (await makeStaff(ctx, { role: 'read-only' })).id, 200],
  ] as const) {
    const about = { ip: '127.0.0.1', userAgent: 'test', now: clock.now() }
    const token = await openAccountSession(ctx.db, { realm, accountId, ...about })
    const cookies = { [SESSION_COOKIE]: token }
    assert.equal((await app.http.inject({ url: '/metrics', cookies })).statusCode, 200)
    const asked = { url: '/metrics', cookies, remoteAddress: '203.0.113.7' }
    assert.equal((await app.http.inject(asked)).statusCode, elsewhere)
  }
})

test('the guide and its rules name figures that exist, and all of them', () => {
  const guide = readFileSync(new URL('../../docs/guide/monitoring.md', import.meta.url), 'utf8')
  const named = new Set(guide.match(/berth_[a-z_]+[a-z]/g))
  assert.deepEqual([...named].sort(), GAUGES.map(({ name }) => name).sort())
})
