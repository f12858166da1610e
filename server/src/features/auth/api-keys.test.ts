import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { HOUR, toIso } from '../../domain/instant.ts'

const app = await startTestApp()
const KEYS = '/api/v1/admin/api-keys'
const owner = await app.staff()

/** A request with a key, from an address. */
const ask = (token: string, url: string, remoteAddress = '127.0.0.1') =>
  app.http.inject({ url, remoteAddress, headers: { authorization: `Bearer ${token}` } })

describe('a key of the API', () => {
  test('acts as its owner, is shown once and stored hashed', async () => {
    const made = await owner.post(KEYS, { name: 'deploys' })
    assert.equal(made.status, 201)
    const { token } = made.body
    assert.match(token, /^berth_[\w-]{43}$/)
    assert.equal((await ask(token, '/api/v1/admin/staff')).statusCode, 200)
    const list = await owner.get(KEYS)
    const listed = list.body.items.find((key: { id: string }) => key.id === made.body.id)
    assert.equal(listed.prefix, token.slice(0, 12))
    assert.ok(listed.lastUsedAt)
    assert.ok(!JSON.stringify(list.body).includes(token))
    const { rows } = await app.ctx.db.execute(
      sql`select ((select json_agg(k) from api_keys k)::text || (select json_agg(h) from history h)::text) as text`,
    )
    assert.ok(!String(rows[0]?.text).includes(token))
  })

  test('is not kept for a repeated request', async () => {
    const headers = { 'idempotency-key': 'twice' }
    const first = await owner.post(KEYS, { name: 'repeated' }, headers)
    const second = await owner.post(KEYS, { name: 'repeated' }, headers)
    assert.notEqual(first.body.token, second.body.token)
    const { rows } = await app.ctx.db.execute(sql`select count(*)::int as n from idempotency_keys`)
    assert.equal(rows[0]?.n, 0)
  })

  test('may do what it was given and nothing else', async () => {
    const made = await owner.post(KEYS, { name: 'reader', permissions: ['customers:read'] })
    const { token } = made.body
    assert.equal((await ask(token, '/api/v1/admin/customers')).statusCode, 200)
    assert.equal((await ask(token, '/api/v1/admin/staff')).statusCode, 403)
    assert.equal((await ask(token, '/api/v1/auth/session')).statusCode, 403)
    assert.equal((await ask(token, '/api/v1/client/customer')).statusCode, 403)
  })

  test('never does more than its owner may', async () => {
    await owner.post('/api/v1/admin/roles', {
      name: 'key maker',
      permissions: ['api_keys:read', 'api_keys:update'],
    })
    const member = await makeStaff(app.ctx, { role: 'key maker' })
    const client = await app.as({ realm: 'staff', id: member.id })
    const more = await client.post(KEYS, { name: 'x', permissions: ['staff:read'] })
    assert.deepEqual([more.status, more.body.errors[0].pointer], [422, '/permissions/0'])
    const own = await client.post(KEYS, { name: 'x', permissions: ['api_keys:read'] })
    assert.equal((await ask(own.body.token, KEYS)).statusCode, 200)
    await owner.post(`/api/v1/admin/staff/${member.id}/disable`)
    assert.equal((await ask(own.body.token, KEYS)).statusCode, 401)
  })

  test('makes no keys of its own', async () => {
    const { token } = (await owner.post(KEYS, { name: 'parent' })).body
    const answer = await app.http.inject({
      method: 'POST',
      url: KEYS,
      headers: { authorization: `Bearer ${token}` },
      payload: { name: 'child' },
    })
    assert.equal(answer.statusCode, 403)
  })

  test('works until it expires, from its addresses, until it is revoked', async () => {
    const made = await owner.post(KEYS, {
      name: 'short',
      expiresAt: toIso(app.clock.now() + HOUR),
      allowedIps: ['198.51.100.4', '2001:db8::7'],
    })
    const { token, id } = made.body
    assert.equal((await ask(token, KEYS)).statusCode, 401)
    assert.equal((await ask(token, KEYS, '198.51.100.4')).statusCode, 200)
    assert.equal((await ask(token, KEYS, '2001:db8::7')).statusCode, 200)
    app.clock.set(app.clock.now() + HOUR)
    assert.equal((await ask(token, KEYS, '198.51.100.4')).statusCode, 401)

    const other = (await owner.post(KEYS, { name: 'gone' })).body
    assert.equal((await owner.delete(`${KEYS}/${other.id}`)).status, 200)
    assert.equal((await ask(other.token, KEYS)).statusCode, 401)
    assert.equal((await owner.delete(`${KEYS}/${other.id}`)).status, 404)
    assert.notEqual(id, other.id)
  })

  test('is refused with the field that is wrong', async () => {
    const cases: [object, string][] = [
      [{ name: '' }, '/name'],
      [{ name: 'x', permissions: ['no:such'] }, '/permissions/0'],
      [{ name: 'x', allowedIps: ['localhost'] }, '/allowedIps/0'],
      [{ name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
      [{ name: 'x', expiresAt: 'tomorrow' }, '/expiresAt'],
    ]
    for (const [body, pointer] of cases) {
      const answer = await owner.post(KEYS, body)
      assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, pointer])
    }
  })
})
