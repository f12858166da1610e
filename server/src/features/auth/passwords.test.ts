import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { HOUR } from '../../domain/instant.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { AccountMail } from './account-mail.ts'
import { issueToken } from './one-time-tokens.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { oneTimeTokens, type TokenPurpose } from './tables.ts'

const app = await startTestApp()
const LOGIN = '/api/v1/auth/login'
const FORGOT = '/api/v1/auth/forgot-password'
const RESET = '/api/v1/auth/reset-password'

function tokenFor(accountId: string, purpose: TokenPurpose, realm: 'staff' | 'customer') {
  return inTransaction(app.ctx, async (tx) => {
    const { token } = await issueToken(tx, { purpose, realm, accountId, now: app.clock.now() })
    return token
  })
}

describe('a hash', () => {
  test('fits its password only, however the accents were typed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait')
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal(await verifyPassword(hash, 'cafe\u0301 au lait'), true)
    assert.equal(await verifyPassword(hash, 'cafe au lait'), false)
    assert.equal(await verifyPassword(null, 'cafe au lait'), false)
  })
})

describe('a forgotten password', () => {
  test('is answered alike for any address, and only a known one gets a link', async () => {
    const { user } = await makeCustomer(app)
    const known = await app.anonymous.post(FORGOT, { email: user.email })
    const unknown = await app.anonymous.post(FORGOT, { email: 'nobody@example.com' })
    assert.deepEqual([known.status, known.body], [202, {}])
    assert.deepEqual([unknown.status, unknown.body], [202, {}])
    const rows = await app.ctx.db.select().from(oneTimeTokens)
    assert.deepEqual(
      rows.map((row) => [row.accountId, row.purpose]),
      [[user.id, 'password_reset']],
    )
  })

  test('is replaced by the link, once; other sessions end', async () => {
    const { user } = await makeCustomer(app, { password: 'the old password' })
    const session = await app.as({ realm: 'customer', id: user.id })
    const token = await tokenFor(user.id, 'password_reset', 'customer')
    const check = () => app.anonymous.post('/api/v1/auth/check-link', { token })
    const link = await check()
    assert.equal(link.body.purpose, 'password_reset')
    const both = await Promise.all([
      app.anonymous.post(RESET, { token, password: 'the new password' }),
      app.anonymous.post(RESET, { token, password: 'another password' }),
    ])
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 422])
    const chosen = both[0]?.status === 200 ? 'the new password' : 'another password'
    assert.equal((await session.get('/api/v1/auth/session')).status, 401)
    const login = (password: string) => app.anonymous.post(LOGIN, { email: user.email, password })
    assert.equal((await login('the old password')).status, 401)
    assert.equal((await login(chosen)).status, 200)
    assert.equal((await check()).status, 422)
  })

  test('has a link for one hour, and only the latest works', async () => {
    const { id } = await makeStaff(app.ctx)
    const first = await tokenFor(id, 'password_reset', 'staff')
    const second = await tokenFor(id, 'password_reset', 'staff')
    const replaced = await app.anonymous.post(RESET, { token: first, password: 'long enough' })
    assert.equal(replaced.body.errors[0].code, 'link_invalid')
    app.clock.set(app.clock.now() + HOUR)
    const late = await app.anonymous.post(RESET, { token: second, password: 'long enough' })
    assert.deepEqual([late.status, late.body.errors[0].pointer], [422, '/token'])
  })

  test('too short a new one is refused and leaves the link good', async () => {
    const { id } = await makeStaff(app.ctx)
    const token = await tokenFor(id, 'invitation', 'staff')
    const short = await app.anonymous.post(RESET, { token, password: 'short' })
    assert.deepEqual([short.status, short.body.errors[0].pointer], [422, '/password'])
    const good = await app.anonymous.post(RESET, { token, password: 'long enough' })
    assert.equal(good.status, 200)
  })

  test('a confirmation link chooses no password', async () => {
    const { user } = await makeCustomer(app)
    const token = await tokenFor(user.id, 'email_confirmation', 'customer')
    const answer = await app.anonymous.post(RESET, { token, password: 'long enough' })
    assert.equal(answer.status, 422)
  })

  test('asking too often from one address is refused', async () => {
    const ask = (i: number) =>
      app.http.inject({
        method: 'POST',
        url: FORGOT,
        remoteAddress: '203.0.113.9',
        payload: { email: `nobody${i}@example.com` },
      })
    const statuses = []
    for (let i = 0; i < 31; i++) statuses.push((await ask(i)).statusCode)
    assert.deepEqual(statuses, [...Array(30).fill(202), 429])
  })
})

describe('changing a password', () => {
  test('needs the present one and ends the other sessions', async () => {
    const password = 'the present password'
    const { user } = await makeCustomer(app, { password })
    const account = { realm: 'customer' as const, id: user.id }
    const [here, there] = [await app.as(account), await app.as(account)]
    const change = (currentPassword: string) =>
      here.post('/api/v1/auth/change-password', { currentPassword, newPassword: 'the next one' })
    const wrong = await change('a guess')
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/currentPassword'])
    assert.equal((await change(password)).status, 200)
    assert.equal((await here.get('/api/v1/auth/session')).status, 200)
    assert.equal((await there.get('/api/v1/auth/session')).status, 401)
  })
})

test('no token is ever stored or written into the history as it is', async () => {
  const { user } = await makeCustomer(app)
  const token = await tokenFor(user.id, 'password_reset', 'customer')
  await app.anonymous.post(RESET, { token, password: 'a fresh password' })
  const { rows } = await app.ctx.db.execute(
    sql`select (select json_agg(h) from history h)::text || coalesce((select json_agg(t) from one_time_tokens t)::text, '') as text`,
  )
  const text = String(rows[0]?.text)
  assert.ok(text.includes('user.password_changed'))
  assert.ok(!text.includes(token) && !text.includes('a fresh password'))
})

test('the mail that is asked for carries a link to our own address', async () => {
  const { user } = await makeCustomer(app)
  const asked: AccountMail[] = []
  const { deliver } = app.ctx.jobs
  app.ctx.jobs.deliver = async (tx, events) => {
    asked.push(...((events.get('password_reset.requested') ?? []) as AccountMail[]))
    await deliver(tx, events)
  }
  await app.http.inject({
    method: 'POST',
    url: FORGOT,
    headers: { host: 'evil.example' },
    payload: { email: user.email },
  })
  app.ctx.jobs.deliver = deliver
  assert.equal(asked.length, 1)
  assert.match(
    String(asked[0]?.link),
    /^https:\/\/berth\.example\/reset-password\?token=[\w-]{43}$/,
  )
})
