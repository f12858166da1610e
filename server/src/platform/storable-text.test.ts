import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../test/app.ts'

const app = await startTestApp()
const staff = await app.staff()

test('a text with a NUL or half a character is refused by name, not by the database', async () => {
  for (const name of ['a\0b', 'a\ud800b']) {
    const { status, body } = await staff.post('/api/v1/admin/server-groups', { name })
    assert.equal(status, 422)
    assert.deepEqual(
      body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]),
      [['/name', 'text_not_storable']],
    )
  }
})

test('inside lists and objects the pointer leads to it', async () => {
  const { body } = await staff.post('/api/v1/admin/terms', { text: { en: 'ok', fr: 'x\0' } })
  assert.equal(body.errors[0].pointer, '/text/fr')
})

test('in the query it is refused, in the path there is nothing', async () => {
  assert.equal((await staff.get('/api/v1/admin/services?q=%00')).status, 422)
  assert.equal((await app.anonymous.get('/api/v1/shop/groups/%00')).status, 404)
})

test('an address that the router refuses is answered as any other problem', async () => {
  const tooLong = await app.anonymous.get(`/api/v1/shop/groups/${'x'.repeat(3000)}`)
  assert.deepEqual([tooLong.status, tooLong.body.code], [404, 'not_found'])
  const broken = await app.anonymous.get('/api/v1/shop/groups/%zz')
  assert.deepEqual([broken.status, broken.body.code], [400, 'bad_request'])
})

test('what is nested beyond all reason is not read', async () => {
  const depth = 100_000
  const answer = await app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json' },
    payload: `{"email":${'['.repeat(depth)}${']'.repeat(depth)}}`,
  })
  assert.equal(answer.statusCode, 400)
})
