import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeDocument } from '../../../test/factories/document.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeService } from '../../../test/factories/service.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { recordingMail } from '../../../test/recording-mail.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/instant.ts'
import { emit } from '../../platform/events.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { reactions } from '../../reactions.ts'
import { documentPageJson } from '../documents/schemas.ts'
import { operationJson } from '../operations/schemas.ts'
import { staffOrderPage } from '../orders/schemas.ts'
import { paymentJson } from '../payments/schemas.ts'
import { describedServiceJson } from '../services/describe-service.ts'
import { EVENT_KINDS } from './events/catalogue.ts'
import { exampleOf } from './events/examples.ts'
import { writeEvent } from './events/write-event.ts'
import { removeOldEvents } from './retention.ts'
import { claimDeliveries } from './send/claim.ts'
import { recordAttempt } from './send/record-attempt.ts'
import { MOST_ATTEMPTS } from './send/retry-ladder.ts'
import { webhookDeliveries, webhookEndpoints, webhookEvents } from './tables.ts'

interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

const received: Received[] = []
let answer = { status: 204, body: '' }
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body })
    response.writeHead(answer.status).end(answer.body)
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
after(() => {
  receiver.closeAllConnections()
  receiver.close()
})
const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`

/** Its signatures are verified against the real time, so the business clock starts there. */
const START = Date.parse(new Date().toISOString())
const outbox = recordingMail()
const app = await startTestApp({
  now: START,
  mail: outbox.transport,
  config: { webhooksPrivate: true },
})
const owner = await app.staff()
const URL = '/api/v1/admin/webhooks'
const LOG = '/api/v1/admin/webhook-deliveries'

beforeEach(async () => {
  received.length = 0
  answer = { status: 204, body: '' }
  for (const { id } of (await owner.get(URL)).body.items) await owner.delete(`${URL}/${id}`)
})

async function endpoint(events: string[] = ['*'], path = '/hook') {
  const made = await owner.post(URL, { name: 'Mine', url: `${base}${path}`, events })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body as { id: string; secret: string; version: number }
}

const log = async (id: string) => (await owner.get(`${LOG}?endpointId=${id}`)).body.items

async function happen(event: string, payload: Record<string, unknown>) {
  await inTransaction(app.ctx, async (tx) => emit(tx, event, [payload]))
}

test('every event that is told has its reaction, and every reaction its event', () => {
  const asking = Object.entries(reactions)
    .filter(([, jobs]) => jobs.includes('webhook.write'))
    .map(([event]) => event)
  assert.deepEqual(asking.sort(), Object.keys(EVENT_KINDS).sort())
})

/** The API may come to answer more; what an example shows is as it answers it. */
test('the examples are what the API answers', () => {
  const schemas = {
    service: describedServiceJson,
    document: documentPageJson,
    payment: paymentJson,
    order: staffOrderPage.omit({ actions: true }),
    operation: operationJson,
  }
  for (const [type, { subject }] of Object.entries(EVENT_KINDS)) {
    if (subject === 'facts') continue
    assert.deepEqual(
      schemas[subject].partial().parse(exampleOf(type).data),
      exampleOf(type).data,
      type,
    )
  }
})

describe('the guide', () => {
  const guide = readFileSync(
    new globalThis.URL('../../../../docs/guide/webhooks.md', import.meta.url),
    'utf8',
  )

  test('names every event', () => {
    for (const type of Object.keys(EVENT_KINDS)) assert.ok(guide.includes(`\`${type}\``), type)
  })

  test('verifies by hand what the library signs', async () => {
    const [, code = ''] = /```js\n([^`]*isGenuine(?:[^`]|`(?!``))*)```/.exec(guide) ?? []
    const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    const secret = `whsec_${Buffer.from('a key of the tests, 32 bytes long').toString('base64')}`
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1741608000',
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(1_741_608_000_000), 'body'),
    }
    assert.equal(isGenuine(secret, headers, 'body'), true)
    assert.equal(isGenuine(secret, headers, 'other'), false)
  })
})

describe('what happens', () => {
  test('is told to who asked for it, signed, as the API answers it', async () => {
    const all = await endpoint(['*'], '/all')
    await endpoint(['order.placed'], '/orders')
    const { id } = await makeDocument(app.ctx)
    await payInFull(app, id)
    await app.settle()
    assert.ok(received.every(({ path }) => path === '/all'))
    const paid = received.find(({ body }) => JSON.parse(body).type === 'document.paid')
    assert.ok(paid)
    const verified = new Webhook(all.secret).verify(
      paid.body,
      paid.headers as Record<string, string>,
    ) as { type: string; timestamp: string; data: { id: string } }
    assert.equal(verified.data.id, id)
    assert.equal(Date.parse(verified.timestamp), app.clock.now())
    const { body } = await owner.get(`/api/v1/admin/documents/${id}`)
    for (const [field, value] of Object.entries(verified.data)) {
      if (field !== 'mailedAt' && field !== 'version') assert.deepEqual(value, body[field], field)
    }
    assert.throws(() =>
      new Webhook(all.secret).verify(`${paid.body} `, paid.headers as Record<string, string>),
    )
    const [row] = await log(all.id)
    assert.deepEqual([row.state, row.attempts, row.lastStatus], ['delivered', 1, 204])
  })

  test('is written down for nobody when nobody asked', async () => {
    await endpoint(['order.placed'])
    const events = await app.ctx.db.$count(webhookEvents)
    const { id: serviceId } = await makeService(app, { status: 'active' })
    await writeEvent(app.ctx, { event: 'service.suspended', serviceId, operationId: null })
    assert.equal(await app.ctx.db.$count(webhookEvents), events)
    await assert.rejects(writeEvent(app.ctx, { event: 'moon.landed' }), /no webhook tells/)
  })

  test('is told once however often its job runs', async () => {
    const { id } = await endpoint()
    const { id: serviceId } = await makeService(app, { status: 'active' })
    const payload = { event: 'service.cancellation_undone', serviceId }
    await Promise.all([1, 2, 3, 4].map(() => writeEvent(app.ctx, payload)))
    await app.settle()
    const told = received.map(({ body }) => JSON.parse(body).type)
    assert.equal(told.filter((type) => type === payload.event).length, 1)
    assert.equal(
      (await log(id)).filter((row: { type: string }) => row.type === payload.event).length,
      1,
    )
  })

  test('is told when staff keep the mail from the customer, who has none', async () => {
    const { id } = await endpoint()
    const { customer, user } = await makeCustomer(app)
    const made = () =>
      makeService(app, {
        ...{ customerId: customer.id, status: 'active', expiresAt: app.clock.now() + 20 * DAY },
      })
    const [moved, later, gone] = [await made(), await made(), await made()]
    const quietly = async (service: { id: string }, move: string, wish = {}) => {
      const url = `/api/v1/admin/services/${service.id}/${move}`
      const { status, body } = await owner.post(url, { ...wish, notify: false })
      assert.ok(status === 200 || status === 202, JSON.stringify(body))
      await app.settle()
    }
    await quietly(moved, 'suspend', { cause: 'abuse' })
    await quietly(moved, 'unsuspend')
    await quietly(moved, 'terminate', { confirm: 'Test service' })
    await quietly(later, 'cancel', { when: 'end_of_period' })
    await quietly(gone, 'cancel', { when: 'now' })
    const told = (await log(id)).map(({ type }: { type: string }) => type)
    const asked = 'service.cancellation_requested'
    assert.deepEqual(told.sort(), [
      asked,
      asked,
      'service.ended',
      'service.ended',
      'service.reactivated',
      'service.suspended',
    ])
    assert.deepEqual(outbox.to(user.email), [])
  })

  test('is told in Discord’s own form', async () => {
    const made = await owner.post(URL, {
      ...{ name: 'Discord', url: `${base}/d`, events: ['service.ended'], format: 'discord' },
    })
    assert.match(made.body.address, /\/…$/)
    const { id: serviceId } = await makeService(app, { status: 'active', name: '@everyone' })
    await happen('service.ended', { serviceId, status: 'cancelled', notify: false })
    await app.settle()
    const [got] = received.filter(({ path }) => path === '/d')
    const { embeds, allowed_mentions } = JSON.parse(got?.body ?? '{}')
    assert.match(embeds[0].title, /@everyone/)
    assert.equal(embeds[0].footer.text, 'service.ended')
    assert.ok(embeds[0].color > 0)
    assert.ok(embeds[0].fields.some(({ name }: { name: string }) => name === 'Customer'))
    assert.deepEqual(allowed_mentions, { parse: [] })
    assert.equal(got?.headers['webhook-signature'], undefined)
  })
})

describe('a receiver that fails', () => {
  test('is tried again for a day with the same id, then given up', async () => {
    const { id } = await endpoint(['order.placed'])
    answer = { status: 500, body: 'x'.repeat(5000) }
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

    answer = { status: 200, body: 'thanks' }
    const again = await owner.post(`${LOG}/${deliveryId}/replay`)
    assert.equal(again.body.state, 'queued')
    assert.equal((await owner.post(`${LOG}/${deliveryId}/replay`)).status, 409)
    await app.settle()
    const done = (await owner.get(`${LOG}/${deliveryId}`)).body
    assert.deepEqual([done.state, done.attemptLog[0].answer], ['delivered', 'thanks'])
    assert.equal(received.at(-1)?.headers['webhook-id'], received[0]?.headers['webhook-id'])
  })

  test('and says 410 is asked no more; staff are told', async () => {
    const member = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: member.id })
    await client.put('/api/v1/admin/profile/alerts', { alerts: ['webhook_disabled'] })
    const { id } = await endpoint()
    answer = { status: 410, body: '' }
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    const { body } = await owner.get(`${URL}/${id}`)
    assert.deepEqual([body.enabled, body.disabledBecause], [false, 'gone'])
    assert.match(outbox.to(member.email)[0]?.subject ?? '', /webhook/i)
    assert.equal((await owner.post(`${URL}/${id}/test`)).body.code, 'webhook_disabled')
  })

  test('for days is switched off', async () => {
    const { id } = await endpoint()
    answer = { status: 503, body: '' }
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
    answer = { status: 302, body: '' }
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
  const sent = { status: 500, request: '', answer: '', error: 'late', durationMs: 1 }
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

describe('an endpoint', () => {
  test('is refused for a bad address, an unknown event and a stale form', async () => {
    const refused = async (body: Record<string, unknown>) => {
      const answer = await owner.post(URL, { name: 'x', url: base, events: ['*'], ...body })
      return answer.body.errors[0]
    }
    assert.equal((await refused({ url: 'ftp://example.com/' })).code, 'webhook_url')
    assert.equal((await refused({ url: 'https://a:b@example.com/' })).code, 'webhook_url')
    assert.equal((await refused({ events: ['x.y'] })).pointer, '/events/0')
    const { id } = await endpoint()
    const change = { name: 'y', events: ['*'], format: 'standard', enabled: false }
    assert.equal((await owner.put(`${URL}/${id}`, { ...change, version: 9 })).status, 409)
    await owner.post(`${URL}/${id}/test`)
    const off = await owner.put(`${URL}/${id}`, { ...change, version: 1 })
    assert.deepEqual([off.body.enabled, off.body.disabledBecause], [false, 'staff'])
    await app.settle()
    assert.equal(received.length, 0)
    assert.equal((await log(id))[0].state, 'abandoned')
  })

  test('is seen and changed by who may', async () => {
    const { id } = await endpoint()
    const reader = await app.staff('read-only')
    assert.equal((await reader.get(`${URL}/${id}`)).status, 200)
    assert.equal((await reader.get(`${URL}/events`)).status, 200)
    assert.equal((await reader.post(`${URL}/${id}/rotate`)).status, 403)
    assert.equal((await (await app.staff('support')).get(URL)).status, 403)
  })

  test('takes its log with it; the rest goes after thirty days', async () => {
    const { id } = await endpoint()
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    const later = app.clock.now() + 30 * DAY + 1
    assert.ok((await removeOldEvents(app.ctx, later)) > 0)
    const left = await app.ctx.db
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.endpointId, id))
    assert.deepEqual(left, [])
    assert.equal((await owner.delete(`${URL}/${id}`)).status, 204)
    assert.equal((await owner.get(`${URL}/${id}`)).status, 404)
  })
})
