import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { DAY, HOUR, MINUTE } from '../../domain/instant.ts'
import { shiftSessions } from './sessions.ts'

const app = await startTestApp()
const password = 'correct horse battery'
const LOGIN = '/api/v1/auth/login'
const SESSION = '/api/v1/auth/session'

/** The headers a browser sends after a login. */
function cookieOf(answer: { headers: Record<string, unknown> }): string {
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

/** Who a browser with this cookie is. */
const whoIs = (cookie: string) => app.http.inject({ url: SESSION, headers: { cookie } })

/** A stream of changes; `until` reads on to a word, or to the end, and answers what was told. */
async function openStream(area: 'admin' | 'client', headers: Record<string, string>) {
  const url = `/api/v1/${area}/stream`
  const answer = await app.http.inject({ url, headers, payloadAsStream: true })
  assert.equal(answer.statusCode, 200)
  const pieces = answer.stream()[Symbol.asyncIterator]()
  const until = async (word: string | null): Promise<string> => {
    let told = ''
    while (word === null || !told.includes(word)) {
      const { done, value } = await pieces.next()
      if (done) return told
      told += String(value)
    }
    return told
  }
  assert.match(await until('retry'), /^retry/)
  return { until }
}

describe('logging in', () => {
  test('answers who a staff member is, and the session says the same', async () => {
    const member = await makeStaff(app.ctx, { role: 'support', password })
    const answer = await app.anonymous.post(LOGIN, { email: member.email, password })
    assert.equal(answer.status, 200)
    assert.equal(answer.body.kind, 'staff')
    assert.equal(answer.body.staff.id, member.id)
    assert.equal(answer.body.staff.role, 'support')
    assert.ok(answer.body.staff.permissions.includes('services:suspend'))
    const session = await whoIs(cookieOf(answer))
    assert.deepEqual(session.json(), answer.body)
  })

  test('answers who a user is and for which customer, whatever the case of the address', async () => {
    const { customer, user } = await makeCustomer(app, { password })
    const answer = await app.anonymous.post(LOGIN, { email: user.email.toUpperCase(), password })
    assert.equal(answer.status, 200)
    assert.equal(answer.body.user.id, user.id)
    assert.equal(answer.body.user.emailConfirmed, true)
    assert.deepEqual(answer.body.customer, {
      id: customer.id,
      name: customer.name,
      currency: 'EUR',
    })
  })

  test('the cookie is out of reach of scripts, other sites and plain HTTP', async () => {
    const { user } = await makeCustomer(app, { password })
    const answer = await app.anonymous.post(LOGIN, { email: user.email, password })
    const cookie = String(answer.headers['set-cookie'])
    for (const word of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/']) {
      assert.ok(cookie.includes(word), `${word} in ${cookie}`)
    }
  })

  test('staff are tried first, the realm decides otherwise', async () => {
    const email = 'both@example.com'
    await makeStaff(app.ctx, { email, password })
    await makeCustomer(app, { email, password })
    const kindOf = async (realm?: string) =>
      (await app.anonymous.post(LOGIN, { email, password, ...(realm ? { realm } : {}) })).body.kind
    assert.deepEqual(
      [await kindOf(), await kindOf('staff'), await kindOf('customer')],
      ['staff', 'staff', 'user'],
    )
  })

  test('an unknown address and a wrong password cannot be told apart', async () => {
    const member = await makeStaff(app.ctx, { password })
    const wrong = await app.anonymous.post(LOGIN, { email: member.email, password: 'no' })
    const unknown = await app.anonymous.post(LOGIN, { email: 'nobody@example.com', password })
    const { requestId: _1, ...first } = wrong.body
    const { requestId: _2, ...second } = unknown.body
    assert.equal(wrong.status, 401)
    assert.equal(first.code, 'wrong_credentials')
    assert.deepEqual(first, second)
  })

  test('an account without a password cannot be logged in to', async () => {
    const { user } = await makeCustomer(app)
    for (const attempt of ['', ' ', 'null', user.email]) {
      const answer = await app.anonymous.post(LOGIN, { email: user.email, password: attempt })
      assert.notEqual(answer.status, 200)
    }
  })

  test('logging out ends the session', async () => {
    const { user } = await makeCustomer(app, { password })
    const cookie = cookieOf(await app.anonymous.post(LOGIN, { email: user.email, password }))
    await app.http.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: { cookie } })
    assert.equal((await whoIs(cookie)).statusCode, 401)
  })

  test('a new login ends the session this browser had', async () => {
    const { user } = await makeCustomer(app, { password })
    const login = (cookie = '') =>
      app.http.inject({
        method: 'POST',
        url: LOGIN,
        headers: { cookie },
        payload: { email: user.email, password },
      })
    const first = cookieOf(await login())
    const second = cookieOf(await login(first))
    assert.notEqual(first, second)
    assert.equal((await whoIs(first)).statusCode, 401)
    assert.equal((await whoIs(second)).statusCode, 200)
  })

  test("a page of another site cannot use somebody's session", async () => {
    const { user } = await makeCustomer(app, { password })
    const cookie = cookieOf(await app.anonymous.post(LOGIN, { email: user.email, password }))
    const answer = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/logout-everywhere',
      headers: { cookie, origin: 'https://evil.example' },
      payload: {},
    })
    assert.equal(answer.statusCode, 403)
  })
})

describe('too many attempts', () => {
  test('on one account are refused with the time to wait, then allowed again', async () => {
    const member = await makeStaff(app.ctx, { password })
    const attempt = (text: string) =>
      app.anonymous.post(LOGIN, { email: member.email, password: text })
    for (let i = 0; i < 10; i++) assert.equal((await attempt('wrong')).status, 401)
    const refused = await attempt(password)
    assert.equal(refused.status, 429)
    assert.equal(refused.body.code, 'too_many_requests')
    assert.equal(refused.headers['retry-after'], String((15 * MINUTE) / 1000))
    app.clock.set(app.clock.now() + 15 * MINUTE)
    assert.equal((await attempt(password)).status, 200)
  })

  test('are counted for addresses that do not exist as well', async () => {
    const attempt = () =>
      app.anonymous.post(LOGIN, { email: 'ghost@example.com', password: 'wrong' })
    const statuses = []
    for (let i = 0; i < 11; i++) statuses.push((await attempt()).status)
    assert.deepEqual(statuses, [...Array(10).fill(401), 429])
  })

  test('from one network address are refused, whichever account they are for', async () => {
    const attempt = (i: number) =>
      app.http.inject({
        method: 'POST',
        url: LOGIN,
        remoteAddress: '203.0.113.7',
        payload: { email: `guess${i}@example.com`, password: 'wrong', realm: 'staff' },
      })
    const answers = await Promise.all(Array.from({ length: 101 }, (_, i) => attempt(i)))
    const statuses = answers.map((answer) => answer.statusCode)
    assert.equal(statuses.filter((status) => status === 429).length, 1)
  })

  test('a success forgets the failures', async () => {
    const { user } = await makeCustomer(app, { password })
    const attempt = (text: string) =>
      app.anonymous.post(LOGIN, { email: user.email, password: text })
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 8; i++) await attempt('wrong')
      assert.equal((await attempt(password)).status, 200)
    }
  })
})

describe('sessions', () => {
  test('of staff end after twelve hours without use, those of customers after thirty days', async () => {
    const start = app.clock.now()
    const member = await makeStaff(app.ctx)
    const { user } = await makeCustomer(app)
    const staff = await app.as({ realm: 'staff', id: member.id })
    const customer = await app.as({ realm: 'customer', id: user.id })
    app.clock.set(start + 11 * HOUR)
    assert.equal((await staff.get(SESSION)).status, 200)
    app.clock.set(start + 22 * HOUR)
    assert.equal((await staff.get(SESSION)).status, 200, 'prolonged by use')
    app.clock.set(start + 35 * HOUR)
    assert.equal((await staff.get(SESSION)).status, 401)
    assert.equal((await customer.get(SESSION)).status, 200)
    app.clock.set(start + 66 * DAY)
    assert.equal((await customer.get(SESSION)).status, 401)
  })

  test('survive a jump of the clock that is announced', async () => {
    const staff = await app.staff()
    await shiftSessions(app.ctx.db, 400 * DAY)
    app.clock.set(app.clock.now() + 400 * DAY)
    assert.equal((await staff.get(SESSION)).status, 200)
  })

  test('are listed, closed one by one or all but the present one', async () => {
    const { user } = await makeCustomer(app)
    const account = { realm: 'customer' as const, id: user.id }
    const [here, there, elsewhere] = [
      await app.as(account),
      await app.as(account),
      await app.as(account),
    ]
    const { items } = (await here.get('/api/v1/auth/sessions')).body
    assert.equal(items.length, 3)
    assert.equal(items.filter((item: { current: boolean }) => item.current).length, 1)
    assert.ok(!JSON.stringify(items).includes('token'))
    const [own] = (await there.get('/api/v1/auth/sessions')).body.items.filter(
      (item: { current: boolean }) => item.current,
    )
    const stranger = await app.as({ realm: 'customer', id: (await makeCustomer(app)).user.id })
    assert.equal((await stranger.delete(`/api/v1/auth/sessions/${own.id}`)).status, 404)
    assert.equal((await here.delete(`/api/v1/auth/sessions/${own.id}`)).status, 200)
    assert.equal((await there.get(SESSION)).status, 401)
    assert.equal((await here.post('/api/v1/auth/logout-everywhere')).status, 200)
    assert.equal((await elsewhere.get(SESSION)).status, 401)
    assert.equal((await here.get(SESSION)).status, 200)
  })

  test('an open stream tells nothing more to who was logged out, locked or restricted', async () => {
    const owner = await app.staff()
    const role = { name: 'watcher', permissions: ['dashboard:read', 'services:read'] }
    const roleId = (await owner.post('/api/v1/admin/roles', role)).body.id
    const watcher = await makeStaff(app.ctx, { role: role.name, password })
    const disabled = await makeStaff(app.ctx, { password })
    const { customer, user } = await makeCustomer(app, { password })
    const login = async (email: string) =>
      cookieOf(await app.anonymous.post(LOGIN, { email, password }))
    const key = (await owner.post('/api/v1/admin/api-keys', { name: 'listens' })).body
    const userCookie = await login(user.email)
    const streams = await Promise.all([
      openStream('admin', { cookie: await login(watcher.email) }),
      openStream('admin', { cookie: await login(disabled.email) }),
      openStream('admin', { authorization: `Bearer ${key.token}` }),
      openStream('client', { cookie: userCookie }),
    ])
    const publish = (id: string) =>
      app.ctx.changes.publish(JSON.stringify([{ subject: 'service', id, customerId: customer.id }]))
    publish('before')
    for (const stream of streams) assert.match(await stream.until('before'), /before/)

    await owner.patch(`/api/v1/admin/roles/${roleId}`, { permissions: ['services:read'] })
    await owner.post(`/api/v1/admin/staff/${disabled.id}/disable`)
    await owner.delete(`/api/v1/admin/api-keys/${key.id}`)
    await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: { cookie: userCookie },
    })
    publish('after')
    for (const stream of streams) assert.doesNotMatch(await stream.until(null), /after/)
  })

  test('what is worth nothing any more is removed', async () => {
    await app.staff()
    app.clock.set(app.clock.now() + 400 * DAY)
    await app.settle()
    const { rows } = await app.ctx.db.execute('select count(*)::int as n from sessions')
    assert.equal(rows[0]?.n, 0)
  })
})
