import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../test/app.ts'
import { makeService } from '../../test/factories/service.ts'

const app = await startTestApp()
const staff = await app.staff()
const key = (name: string) => ({ 'idempotency-key': name })

async function renewable() {
  const expiresAt = app.clock.now() + 86_400_000
  const { id } = await makeService(app, { status: 'active', expiresAt, anchorDay: 11 })
  return `/api/v1/admin/services/${id}`
}

test('the same key and request get the first answer, also at the same moment', async () => {
  const url = `${await renewable()}/hold`
  const body = { until: null, reason: 'waiting' }
  const answers = await Promise.all([1, 2, 3].map(() => staff.post(url, body, key('hold-once'))))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  const replayed = answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')
  assert.equal(replayed.length, 2)
})

test('the same key with another request is refused', async () => {
  const url = await renewable()
  await staff.post(`${url}/hold`, { until: null, reason: 'a' }, key('two-bodies'))
  const other = await staff.post(`${url}/hold`, { until: null, reason: 'b' }, key('two-bodies'))
  assert.equal(other.status, 409)
  assert.equal(other.body.code, 'idempotency_conflict')
})

test('what was refused may be corrected and sent again with its key', async () => {
  const url = `${await renewable()}/suspend`
  assert.equal((await staff.post(url, { cause: 'mood' }, key('corrected'))).status, 422)
  assert.equal((await staff.post(url, { cause: 'abuse' }, key('corrected'))).status, 202)
})

test('keys of two people are two keys', async () => {
  const url = `${await renewable()}/hold`
  const other = await app.staff()
  const mine = await staff.post(url, { until: null, reason: 'mine' }, key('shared'))
  const theirs = await other.post(url, { until: null, reason: 'theirs' }, key('shared'))
  assert.equal(mine.status, 200)
  assert.equal(theirs.status, 200)
})
