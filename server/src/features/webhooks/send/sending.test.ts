import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { makeStaff } from '../../../../test/factories/staff.ts'
import { type Received, startWebhookTest } from '../../../../test/webhooks.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../domain/instant.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { webhookDeliveries, webhookEndpoints } from '../tables.ts'
import { claimDeliveries } from './claim.ts'
import { recordAttempt } from './record-attempt.ts'
import { MOST_ATTEMPTS } from './retry-ladder.ts'

const { app, owner, outbox, received, URL, LOG, endpoint, log, answerWith } =
  await startWebhookTest()

describe('a receiver that fails', () => {
  test('is tried again for a day with the same id, then given up', async () => {
    const { id } = await endpoint(['order.placed'])
    answerWith({ status: 500, body: 'x'.repeat(5000) })
    const { deliveryId } = (await owner.post(`${URL}/${id}/test`)).body
    const began = app.clock.now()
    await app.settle()
    const after = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 6 * HOUR]
    await app.travelTo(began + DAY)
    assert.equal(received.length, 1 + after.length)
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1)
    const { body } = await owner.get(`${LOG}/${deliveryId}`)
    assert.deepEqual([body.state, body.lastStatus, body.dueAt], ['failed', 500, null])
    const times = body.attemptLog.map(({ at }: { at: string }) => Date.parse(at)).reverse()
    assert.deepEqual(
      times.slice(1).map((at: number, index: number) => at - times[index]),
      after,
    )
    assert.equal(body.attemptLog[0].answer.length, 2048)

    answerWith({ status: 200, body: 'thanks' })
    const again = await owner.post(`${LOG}/${deliveryId}/replay`)
    assert.equal(again.body.state, 'queued')
    assert.equal((await owner.post(`${LOG}/${deliveryId}/replay`)).status, 409)
    await app.settle()
    const done = (await owner.get(`${LOG}/${deliveryId}`)).body
    assert.deepEqual([done.state, done.attemptLog[0].answer], ['delivered', 'thanks'])
    assert.equal(received.at(-1)?.headers['webhook-id'], received[0]?.headers['webhook-id'])
  })

  test('and is busy says for how long, within an hour', async () => {
    const { id } = await endpoint()
    const { deliveryId } = (await owner.post(`${URL}/${id}/test`)).body
    const waits: number[] = []
    for (const [status, asked] of [
      [503, '120'],
      [429, '5'],
      [503, String(7 * DAY)],
      [429, String(3 * HOUR)],
      [500, '86400'],
    ] as const) {
      answerWith({ status, body: '', headers: { 'retry-after': asked } })
      await app.settle()
      const { dueAt } = (await owner.get(`${LOG}/${deliveryId}`)).body
      waits.push(Date.parse(dueAt) - app.clock.now())
      app.clock.set(Date.parse(dueAt))
    }
    assert.deepEqual(waits, [2 * MINUTE, 5 * MINUTE, HOUR, 2 * HOUR, 5 * HOUR])
  })

  test('and says 410 is asked no more; staff are told', async () => {
    const member = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: member.id })
    await client.put('/api/v1/admin/profile/alerts', { alerts: ['webhook_disabled'] })
    const { id } = await endpoint()
    answerWith({ status: 410, body: '' })
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    const { body } = await owner.get(`${URL}/${id}`)
    assert.deepEqual([body.enabled, body.disabledBecause], [false, 'gone'])
    assert.match(outbox.to(member.email)[0]?.subject ?? '', /webhook/i)
    assert.equal((await owner.post(`${URL}/${id}/test`)).body.code, 'webhook_disabled')
  })

  test('for days is switched off', async () => {
    const { id } = await endpoint()
    answerWith({ status: 503, body: '' })
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    assert.equal((await owner.get(`${URL}/${id}`)).body.enabled, true)
    const now = app.clock.now()
    await app.ctx.db.update(webhookEndpoints).set({ failingSince: now - 3 * DAY })
    await app.ctx.db
      .update(webhookDeliveries)
      .set({ attempts: MOST_ATTEMPTS - 1, dueAt: now })
      .where(eq(webhookDeliveries.endpointId, id))
    await app.settle()
    const { body } = await owner.get(`${URL}/${id}`)
    assert.deepEqual([body.enabled, body.disabledBecause], [false, 'failing'])
    const back = {
      version: body.version,
      name: 'x',
      events: ['*'],
      format: 'standard',
      enabled: true,
    }
    assert.equal((await owner.put(`${URL}/${id}`, back)).body.disabledBecause, null)
  })

  test('and one that leads elsewhere is not followed', async () => {
    const { id } = await endpoint()
    answerWith({ status: 302, body: '' })
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    const [row] = await log(id)
    assert.deepEqual([row.state, row.lastError], ['queued', 'HTTP 302'])
  })
})

test('a worker that died with a delivery in its hands leaves it to the next one', async () => {
  const { id } = await endpoint()
  const { deliveryId } = (await owner.post(`${URL}/${id}/test`)).body
  const [lost] = await claimDeliveries(app.ctx, app.clock.now())
  assert.equal(lost?.delivery.id, deliveryId)
  await app.settle()
  assert.equal(received.length, 0)
  await app.travelTo(app.clock.now() + 2 * MINUTE)
  assert.equal(received.length, 1)
  assert.equal(received[0]?.headers['webhook-id'], lost?.event.id)
  // It was not dead, only slow: what it says now changes nothing.
  const sent = {
    status: 500,
    request: '',
    answer: '',
    error: 'late',
    retryAfterMs: null,
    durationMs: 1,
  }
  if (lost) await inTransaction(app.ctx, (tx) => recordAttempt(tx, lost, sent, app.clock.now()))
  const { body } = await owner.get(`${LOG}/${deliveryId}`)
  assert.deepEqual([body.state, body.attempts, body.attemptLog.length], ['delivered', 2, 1])
})

test('a new secret signs beside the former one for a day', async () => {
  const { id, secret: former } = await endpoint()
  const { secret } = (await owner.post(`${URL}/${id}/rotate`)).body
  assert.notEqual(secret, former)
  const verify = (key: string) => {
    const { body, headers } = received.at(-1) as Received
    const at = Number(headers['webhook-timestamp']) * 1000
    return signs(key, { id: String(headers['webhook-id']), at, body }, headers)
  }
  await owner.post(`${URL}/${id}/test`)
  await app.settle()
  assert.deepEqual([verify(former), verify(secret)], [true, true])
  await app.travelTo(app.clock.now() + DAY)
  await owner.post(`${URL}/${id}/test`)
  await app.settle()
  assert.deepEqual([verify(former), verify(secret)], [false, true])
  const stored = await app.ctx.db.select().from(webhookEndpoints)
  assert.ok(!JSON.stringify([stored, (await owner.get(URL)).body]).includes(secret.slice(6)))
})

/** By the published library, at a moment of our choosing. */
function signs(
  key: string,
  message: { id: string; at: number; body: string },
  headers: IncomingHttpHeaders,
) {
  const wanted = new Webhook(key).sign(message.id, new Date(message.at), message.body)
  return String(headers['webhook-signature']).split(' ').includes(wanted)
}
