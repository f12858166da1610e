import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeLoggedInCustomer } from '../../../../test/factories/customer.ts'
import { customLine, makeDocument } from '../../../../test/factories/document.ts'
import { recordLines } from '../../../../test/record-lines.ts'
import { signWebhook } from '../../../platform/webhook-signature.ts'
import { jobHandlers } from '../../../worker.ts'
import { processEvent } from '../process-event.ts'
import { storeEvent } from '../receive-event.ts'
import { gatewayEvents } from '../tables.ts'
import { signedNotice } from './notices.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const seen = recordLines(ctx, 'custom')
const { client, customer } = await makeLoggedInCustomer(app)

const NOTICES = '/api/v1/sandbox/gateway/notices'
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const page = async (id: string) => (await staff.get(`/api/v1/admin/documents/${id}`)).body
const makeOwn = () => makeDocument(ctx, { customerId: customer.id })
const events = () => ctx.db.select().from(gatewayEvents)

async function openPayPage(documentId: string): Promise<string> {
  const url = `/api/v1/client/documents/${documentId}/pay`
  const started = await client.post(url, { gateway: 'sandbox' })
  assert.equal(started.status, 201)
  return new URL(started.body.redirectUrl).pathname
}

const choose = (path: string, choice: string) =>
  app.http.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `choice=${choice}`,
  })

test('a customer pays on the hosted page and comes back to a paid invoice', async () => {
  const { id } = await makeOwn()
  const path = await openPayPage(id)
  const shown = await app.anonymous.get(path)
  assert.equal(shown.status, 200)
  assert.match(shown.body, /<html lang="en">/)
  assert.match(shown.body, /€12\.00/)
  const paid = await choose(path, 'pay')
  assert.deepEqual([paid.statusCode, paid.headers.location], [303, `/client/invoices/${id}`])
  const after = await page(id)
  assert.equal(after.status, 'paid')
  assert.deepEqual(
    [after.payments[0].gateway, after.payments[0].recordedBy.kind],
    ['sandbox', 'gateway'],
  )
  assert.match((await app.anonymous.get(path)).body, /Pay again/)
})

test('the page speaks French to whoever buys in French, and knows no other references', async () => {
  const french = await makeLoggedInCustomer(app, { language: 'fr' })
  const { id } = await makeDocument(ctx, { customerId: french.customer.id })
  const started = await french.client.post(`/api/v1/client/documents/${id}/pay`, {
    gateway: 'sandbox',
  })
  const { body } = await app.anonymous.get(new URL(started.body.redirectUrl).pathname)
  assert.match(body, /<html lang="fr">/)
  assert.match(body, />Payer<\/button>/)
  assert.equal((await app.anonymous.get('/sandbox/pay/nothing')).status, 404)
})

test('a refused payment changes nothing and may be tried again', async () => {
  const { id } = await makeOwn()
  const path = await openPayPage(id)
  await choose(path, 'refuse')
  assert.deepEqual([(await page(id)).status, (await page(id)).payments], ['open', []])
  const history = await ctx.db.$client.query(
    `select 1 from history where subject_id = $1 and kind = 'payment.refused'`,
    [id],
  )
  assert.equal(history.rowCount, 1)
  await choose(path, 'pay')
  assert.equal((await page(id)).status, 'paid')
})

test('the same notice again is the same payment; paying again is another, which becomes credit', async () => {
  const { id } = await makeOwn()
  const path = await openPayPage(id)
  await choose(path, 'pay')
  await choose(path, 'repeat')
  assert.equal((await page(id)).payments.length, 1)
  await choose(path, 'again')
  const after = await page(id)
  assert.equal(after.payments.length, 2)
  assert.deepEqual([after.paid, after.credit[0].amount], [eur('1200'), eur('1200')])
})

test('five parallel copies of a notice are one payment with one effect', async () => {
  const { id } = await makeOwn()
  const before = seen.length
  const sent = await app.anonymous.post(NOTICES, { documentId: id, copies: 5 })
  assert.deepEqual(sent.body.statuses, [200, 200, 200, 200, 200])
  const after = await page(id)
  assert.deepEqual([after.status, after.payments.length], ['paid', 1])
  assert.equal(seen.length - before, 1)
})

test('the same payment told by different events at once is one payment', async () => {
  const { id } = await makeOwn()
  const before = seen.length
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() =>
      app.anonymous.post(NOTICES, { documentId: id, reference: `p-${id}` }),
    ),
  )
  assert.equal(new Set(answers.map(({ body }) => body.eventId)).size, 5)
  const after = await page(id)
  assert.deepEqual([after.payments.length, after.paid], [1, eur('1200')])
  assert.equal(seen.length - before, 1)
})

test('a bad signature changes nothing and stores nothing', async () => {
  const { id } = await makeOwn()
  const before = (await events()).length
  const sent = await app.anonymous.post(NOTICES, { documentId: id, badSignature: true })
  assert.deepEqual(sent.body.statuses, [401])
  const body = JSON.stringify({ type: 'payment.paid' })
  const key = ctx.secrets.key('sandbox-gateway')
  const signed = signWebhook(key, { id: 'evt', at: ctx.clock.now(), body })
  const old = signWebhook(key, { id: 'evt', at: ctx.clock.now() - 3_600_000, body })
  const url = '/api/v1/hooks/sandbox'
  const attempts = [
    { headers: {}, payload: body },
    { headers: { ...signed }, payload: `${body} ` },
    { headers: { ...signed, 'webhook-id': 'other' }, payload: body },
    { headers: { ...old }, payload: body },
  ]
  for (const { headers, payload } of attempts) {
    const answer = await app.http.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload,
    })
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'bad_signature'])
  }
  assert.equal((await events()).length, before)
  assert.equal((await page(id)).status, 'open')
})

test('a wrong amount is partial or surplus, a wrong currency or a void document waits', async () => {
  const less = await makeOwn()
  await app.anonymous.post(NOTICES, { documentId: less.id, amount: '1' })
  assert.equal((await page(less.id)).status, 'partial')
  const more = await makeOwn()
  await app.anonymous.post(NOTICES, { documentId: more.id, amount: '1300' })
  assert.deepEqual((await page(more.id)).credit[0].amount, eur('100'))
  const dollars = await makeOwn()
  await app.anonymous.post(NOTICES, { documentId: dollars.id, currency: 'USD' })
  assert.deepEqual(
    [(await page(dollars.id)).status, (await page(dollars.id)).payments[0].problem],
    ['open', 'currency'],
  )
  const gone = await makeOwn()
  await staff.post(`/api/v1/admin/documents/${gone.id}/void`, { reason: 'x' })
  await app.anonymous.post(NOTICES, { documentId: gone.id, amount: '1200' })
  assert.equal((await page(gone.id)).payments[0].problem, 'void')
})

test('an authentic notice that cannot be read is stored and kept', async () => {
  const body = '{"type":"something.else"}'
  const key = ctx.secrets.key('sandbox-gateway')
  const headers = signWebhook(key, { id: 'evt_odd', at: ctx.clock.now(), body })
  const answer = await app.http.inject({
    method: 'POST',
    url: '/api/v1/hooks/sandbox',
    headers: { 'content-type': 'application/json', ...headers },
    payload: body,
  })
  assert.equal(answer.statusCode, 200)
  const [stored] = await ctx.db
    .select()
    .from(gatewayEvents)
    .where(eq(gatewayEvents.eventId, 'evt_odd'))
  assert.deepEqual([stored?.body, stored?.outcome], [body, 'unreadable'])
})

test('M14: 19.99 reaches the gateway as 1999 minor units', async () => {
  const { id } = await makeDocument(ctx, {
    customerId: customer.id,
    lines: [customLine({ unitPrice: 1666n })],
  })
  await openPayPage(id)
  const { rows } = await ctx.db.$client.query(
    'select amount::text, currency from payment_intents where document_id = $1',
    [id],
  )
  assert.deepEqual(rows, [{ amount: '1999', currency: 'EUR' }])
})

test('authentic money that names nothing known is recorded and waits for staff', async () => {
  const notice = {
    type: 'payment.paid' as const,
    reference: 'lost',
    intentReference: 'nobody knows',
    amount: eur('700'),
  }
  const { body, headers } = signedNotice(ctx, notice, { eventId: 'evt_lost' })
  const url = '/api/v1/hooks/sandbox'
  const answer = await app.http.inject({ method: 'POST', url, headers, payload: body })
  assert.equal(answer.statusCode, 200)
  const waiting = await staff.get('/api/v1/admin/payments?state=unallocated&reference=lost')
  assert.deepEqual(
    [waiting.body.items[0].problem, waiting.body.items[0].amount],
    ['unknown_document', eur('700')],
  )
})

test('a notice that was stored and not processed is processed by the job', async () => {
  const { id } = await makeOwn()
  await openPayPage(id)
  const { rows } = await ctx.db.$client.query(
    'select reference from payment_intents where document_id = $1',
    [id],
  )
  const intentReference = rows[0].reference
  const notice = {
    type: 'payment.paid' as const,
    reference: `late-${id}`,
    intentReference,
    amount: eur('1200'),
  }
  const { body } = signedNotice(ctx, notice, { eventId: `late-${id}` })
  await storeEvent(ctx, { gateway: 'sandbox', eventId: `late-${id}`, body })
  assert.equal((await page(id)).status, 'open')
  await ctx.jobs.drain({ 'mail.write': async () => {}, ...jobHandlers(ctx) })
  assert.equal((await page(id)).status, 'paid')
})

test('a notice that cannot be carried out is accepted, stored and left to the job', async () => {
  const { id } = await makeOwn()
  const since = ctx.clock.now()
  ctx.safeMode.set({ since, because: { code: 'database_copied' }, isCopy: false })
  const sent = await app.anonymous.post(NOTICES, { documentId: id })
  ctx.safeMode.set(null)
  assert.deepEqual([sent.body.statuses, (await page(id)).status], [[200], 'open'])
  await ctx.jobs.drain({ 'mail.write': async () => {}, ...jobHandlers(ctx) })
  const after = await page(id)
  assert.deepEqual([after.status, after.payments.length], ['paid', 1])
})

test('processing an event twice does it once', async () => {
  const { id } = await makeOwn()
  const { body } = await app.anonymous.post(NOTICES, { documentId: id })
  const [event] = await ctx.db
    .select()
    .from(gatewayEvents)
    .where(eq(gatewayEvents.eventId, body.eventId))
  assert.ok(event)
  await ctx.db
    .update(gatewayEvents)
    .set({ processedAt: null, outcome: null })
    .where(eq(gatewayEvents.id, event.id))
  await Promise.all([processEvent(ctx, event.id), processEvent(ctx, event.id)])
  assert.equal((await page(id)).payments.length, 1)
})

test('a chargeback by notice makes the document due again, once', async () => {
  const { id } = await makeOwn()
  const paid = await app.anonymous.post(NOTICES, { documentId: id })
  await app.anonymous.post(NOTICES, {
    type: 'payment.charged_back',
    documentId: id,
    amount: '1200',
    paymentReference: paid.body.reference,
    reference: `cb-${id}`,
    copies: 3,
  })
  const after = await page(id)
  assert.deepEqual([after.amountDue, after.payments.length], [eur('1200'), 2])
})

test('a chargeback that is told before its payment waits for it', async () => {
  const { id } = await makeOwn()
  const reference = `pay-${id}`
  const took = { type: 'payment.charged_back', documentId: id, paymentReference: reference }
  await app.anonymous.post(NOTICES, { ...took, amount: '1200', reference: `cb-${id}` })
  assert.equal((await page(id)).payments.length, 0)
  await app.anonymous.post(NOTICES, { documentId: id, reference })
  await ctx.jobs.drain({ 'mail.write': async () => {}, ...jobHandlers(ctx) })
  const after = await page(id)
  assert.deepEqual([after.amountDue, after.payments.length], [eur('1200'), 2])
})

test('a chargeback of nothing, or in another currency, takes nothing off the document', async () => {
  const { id } = await makeOwn()
  await app.anonymous.post(NOTICES, { documentId: id })
  const took = { type: 'payment.charged_back', documentId: id }
  await app.anonymous.post(NOTICES, { ...took, amount: '0' })
  assert.equal((await page(id)).payments.length, 1)
  await app.anonymous.post(NOTICES, { ...took, currency: 'USD' })
  const after = await page(id)
  assert.deepEqual([after.amountDue, after.payments.length], [eur('0'), 2])
  await app.anonymous.post(NOTICES, took)
  assert.deepEqual((await page(id)).amountDue, eur('1200'))
})

test('a refund of a gateway payment is sent by the gateway, once', async () => {
  const { id } = await makeOwn()
  await app.anonymous.post(NOTICES, { documentId: id })
  const [payment] = (await page(id)).payments
  const body = { takeBack: false, reason: 'unhappy' }
  await staff.post(`/api/v1/admin/payments/${payment.id}/refund`, body)
  assert.equal((await page(id)).payments[1].transfer, 'queued')
  await ctx.jobs.drain({ 'mail.write': async () => {}, ...jobHandlers(ctx) })
  assert.equal((await page(id)).payments[1].transfer, 'sent')
})

test('outside sandbox mode there is no sandbox gateway at all', async () => {
  const real = await startTestApp({ config: { sandbox: false } })
  const buyer = await makeLoggedInCustomer(real)
  const { id } = await makeDocument(real.ctx, { customerId: buyer.customer.id })
  const methods = await buyer.client.get(`/api/v1/client/documents/${id}/payment-methods`)
  assert.deepEqual(methods.body.gateways, [])
  assert.equal((await real.anonymous.post(NOTICES, { documentId: id })).status, 404)
  assert.equal((await real.anonymous.post('/api/v1/hooks/sandbox', {})).status, 404)
  assert.equal((await real.anonymous.get('/sandbox/pay/x')).status, 404)
})
