import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import none from '@berth/module-none'
import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { makeMethod, payBySelf } from '../../../../test/factories/auto-pay.ts'
import { makeProduct } from '../../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../../test/factories/customer.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { importRow } from '../../../../test/factories/import.ts'
import { serverOf } from '../../../../test/factories/operation.ts'
import { makeOrder } from '../../../../test/factories/order.ts'
import { payInFull } from '../../../../test/factories/payment.ts'
import { makeServer } from '../../../../test/factories/server.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { recordingModule } from '../../../../test/recording-module.ts'
import { startWebhookTest } from '../../../../test/webhooks.ts'
import { DAY, toIso } from '../../../domain/instant.ts'
import { newId } from '../../../platform/ids.ts'
import { reactions } from '../../../reactions.ts'
import { documentPageJson } from '../../documents/schemas.ts'
import { operationJson } from '../../operations/schemas.ts'
import { staffOrderPage } from '../../orders/schemas.ts'
import { describedChargeJson } from '../../payments/charges/describe-charge.ts'
import { expiryLoop } from '../../payments/methods/tell-expiry.ts'
import { type SandboxBehaviour, sandboxObjects } from '../../payments/sandbox/objects.ts'
import { paymentJson } from '../../payments/schemas.ts'
import { charges, paymentMethods } from '../../payments/tables.ts'
import { describedServiceJson } from '../../services/describe-service.ts'
import { services } from '../../services/tables.ts'
import { webhookEvents } from '../tables.ts'
import { EVENT_KINDS } from './catalogue.ts'
import { exampleOf } from './examples.ts'
import { writeEvent, writeEvents } from './write-event.ts'

const recording = recordingModule()
const { app, owner, outbox, received, base, URL, endpoint, log, happen } = await startWebhookTest({
  modules: [none, recording.module],
})

const money = (amount: string) => ({ amount, currency: 'EUR' })

/** What an endpoint was told of a service, the oldest first: `type` and `data`. */
function toldOf(serviceId: string): { type: string; data: Record<string, unknown> }[] {
  return received
    .map(({ body }) => JSON.parse(body))
    .filter(({ data }) => data.id === serviceId || data.service?.id === serviceId)
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
    charge: describedChargeJson,
    order: staffOrderPage.omit({ actions: true }),
    operation: operationJson,
  }
  for (const [type, { subject, also }] of Object.entries(EVENT_KINDS)) {
    if (subject === 'facts') continue
    const data = Object.entries(exampleOf(type).data as object)
    const own = Object.fromEntries(data.filter(([field]) => !also.includes(field)))
    assert.deepEqual(schemas[subject].partial().parse(own), own, type)
    assert.equal(data.length, Object.keys(own).length + also.length, type)
  }
})

describe('the guide', () => {
  const guide = readFileSync(
    new globalThis.URL('../../../../../docs/guide/webhooks.md', import.meta.url),
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
  test('is told to who asked for it, signed, as the API answers it', async (t) => {
    const all = await endpoint(['*'], '/all')
    await endpoint(['order.placed'], '/orders')
    const { id } = await makeDocument(app.ctx)
    await payInFull(app, id)
    await app.settle()
    assert.ok(received.every(({ path }) => path === '/all'))
    const paid = received.find(({ body }) => JSON.parse(body).type === 'document.paid')
    assert.ok(paid)
    // The library refuses what is older than five minutes by the machine's clock.
    t.mock.timers.enable({ apis: ['Date'], now: app.clock.now() })
    const verify = (text: string) =>
      new Webhook(all.secret).verify(text, paid.headers as Record<string, string>)
    const verified = verify(paid.body) as {
      type: string
      timestamp: string
      data: { id: string }
    }
    assert.throws(() => verify(`${paid.body} `))
    t.mock.timers.reset()
    assert.equal(verified.data.id, id)
    assert.equal(Date.parse(verified.timestamp), app.clock.now())
    const { body } = await owner.get(`/api/v1/admin/documents/${id}`)
    for (const [field, value] of Object.entries(verified.data)) {
      if (field !== 'mailedAt' && field !== 'version') assert.deepEqual(value, body[field], field)
    }
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

  test('is told of what staff write by hand, announce and adopt', async () => {
    await endpoint()
    const now = app.clock.now()
    const { product } = await makeProduct(app.ctx, { prices: { monthly: 2000n } })
    const { id, customerId } = await makeService(app, {
      ...{ productId: product.id, status: 'active', cycle: 'monthly', expiresAt: now + 20 * DAY },
    })
    const act = async (verb: string, wish: Record<string, unknown>) => {
      const { status, body } = await owner.post(`/api/v1/admin/services/${id}/${verb}`, wish)
      assert.equal(status, 200, JSON.stringify(body))
      await app.settle()
    }
    await act('apply-price', { from: toIso(now + 30 * DAY), includeOwnPrices: true })
    await act('undo-price-change', {})
    await act('set-status', { status: 'suspended', cause: 'abuse', note: '', confirm: true })
    const told = toldOf(id)
    assert.deepEqual(
      told.map(({ type }) => type),
      ['service.price_planned', 'service.price_change_undone', 'service.status_edited'],
    )
    const [planned, undone, edited] = told.map(({ data }) => data)
    assert.match(JSON.stringify(planned?.plannedPrice), /"price":\{"amount":"2000"/)
    assert.equal(undone?.plannedPrice, null)
    assert.deepEqual([edited?.formerStatus, edited?.status], ['active', 'suspended'])

    const { server, provider } = await makeServer(app.ctx, serverOf(recording.module.id))
    await provider.close()
    const { remoteId } = recording.plant({ serverId: server.id })
    const place = { customerId, type: recording.module.id, serverId: server.id, remoteId }
    const row = importRow(place, { expiresAt: toIso(now + 9 * DAY) })
    assert.equal((await owner.post('/api/v1/admin/imports', { rows: [row] })).status, 202)
    await app.settle()
    const adopted = received.map(({ body }) => JSON.parse(body)).at(-1)
    assert.deepEqual(
      [adopted.type, adopted.data.status, adopted.data.resource.remoteId],
      ['service.adopted', 'active', remoteId],
    )
  })

  test('is told of each attempt to charge, and of the end of auto-pay', async () => {
    await endpoint()
    const expiresAt = app.clock.now() + 20 * DAY
    const { id, customerId } = await makeService(app, { status: 'active', expiresAt })
    await makeMethod(app.ctx, customerId)
    await payBySelf(app.ctx, id)
    const url = `/api/v1/admin/services/${id}`
    assert.equal((await owner.post(`${url}/renew`, { cycle: 'monthly' })).status, 200)
    const next: SandboxBehaviour[] = ['refuse', 'needs_customer', 'succeed']
    await sandboxObjects(app.ctx).put('script', 'charges', { next, always: null })
    for (const _ of next) {
      const { status, body } = await owner.post(`${url}/charge-now`)
      assert.equal(status, 200, JSON.stringify(body))
      await app.settle()
    }
    const attempts = toldOf(id).filter(({ type }) => type.startsWith('charge.'))
    assert.deepEqual(
      attempts.map(({ type, data: { attempt, state } }) => [type, attempt, state]),
      [
        ['charge.refused', 1, 'refused'],
        ['charge.needs_customer', 2, 'needs_customer'],
        ['charge.succeeded', 3, 'succeeded'],
      ],
    )
    const [refused, , paid] = attempts.map(({ data }) => data)
    assert.ok(Date.parse(String(refused?.nextAt)) > app.clock.now())
    assert.deepEqual(paid?.amount, money('1200'))
    assert.ok(paid && !('nextAt' in paid))

    const closed = { serviceId: id, customerId, because: 'method_closed', at: app.clock.now() }
    await happen('auto_pay.closed', closed)
    await app.settle()
    const last = toldOf(id).at(-1)
    assert.deepEqual([last?.type, last?.data.because], ['auto_pay.closed', 'method_closed'])
  })

  test('is told of a method that expires, a charge that hangs and an order that waits', async () => {
    const types = ['payment_method.expiring', 'charge.stuck', 'order.reminded']
    await endpoint(types)
    const now = app.clock.now()
    const { id, customerId } = await makeService(app, { status: 'active', expiresAt: now + DAY })
    const { id: methodId, gateway, label } = await makeMethod(app.ctx, customerId)
    await payBySelf(app.ctx, id)
    const expiresOn = toIso(now).slice(0, 7)
    const { db } = app.ctx
    await db.update(paymentMethods).set({ expiresOn }).where(eq(paymentMethods.id, methodId))
    await expiryLoop(app.ctx).runDue(now)

    const url = `/api/v1/admin/services/${id}`
    assert.equal((await owner.post(`${url}/renew`, { cycle: 'monthly' })).status, 200)
    assert.equal((await owner.post(`${url}/charge-now`)).status, 200)
    await app.settle()
    const [charge] = await db.select().from(charges).where(eq(charges.serviceId, id))
    await happen('charge.stuck', { chargeId: charge?.id })
    const { product } = await makeProduct(app.ctx, { prices: { monthly: 2000n } })
    const { orderId } = await makeOrder(app, { productId: product.id })
    await happen('order.reminded', { orderId, cancelAt: now + DAY })
    await app.settle()

    const told = received.map(({ body }) => JSON.parse(body))
    const of = (type: string) => told.find((event) => event.type === type)?.data
    assert.equal(told.length, types.length)
    const method = { methodId, customerId, gateway, label, expiresOn }
    assert.deepEqual(of('payment_method.expiring'), method)
    assert.deepEqual([of('charge.stuck').id, of('charge.stuck').service.id], [charge?.id, id])
    assert.deepEqual(
      [of('order.reminded').id, of('order.reminded').cancelAt],
      [orderId, toIso(now + DAY)],
    )
  })

  test('is told of reminders and final notices, each once, by the hundred', async () => {
    await endpoint(['service.reminder_due', 'service.final_notice_due'])
    const now = app.clock.now()
    const { id: serviceId, customerId } = await makeService(app, { status: 'active' })
    const due = { serviceId, customerId, period: 'p', mailAt: now + DAY }
    const reminders = [7, 5, 3].map((days) => ({
      ...{ ...due, step: `remind:${days}`, about: 'charge', days, chargeAt: now + 2 * DAY },
    }))
    const notice = { ...due, step: 'final_notice:1', days: 1, endsAt: now + 3 * DAY }
    const payloads = [
      ...[...reminders, ...reminders].map((one) => ({ event: 'service.reminder_due', ...one })),
      ...[notice, notice].map((one) => ({ event: 'service.final_notice_due', ...one })),
      ...Array.from({ length: 100 }, () => ({ event: 'order.placed', orderId: newId() })),
    ]
    await writeEvents(app.ctx, payloads)
    await app.ctx.db.update(services).set({ version: 99 }).where(eq(services.id, serviceId))
    await writeEvents(app.ctx, payloads)
    await app.settle()
    const told = toldOf(serviceId).map(({ type, data }) => [type, data.days, data.mailAt])
    const mailAt = toIso(now + DAY)
    assert.deepEqual(
      told.toSorted((a, b) => Number(b[1]) - Number(a[1])),
      [
        ...[7, 5, 3].map((days) => ['service.reminder_due', days, mailAt]),
        ['service.final_notice_due', 1, mailAt],
      ],
    )
    assert.equal(
      toldOf(serviceId).find(({ data }) => data.days === 1)?.data.endsAt,
      toIso(now + 3 * DAY),
    )
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
