import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { documentLines, documents } from '../documents/tables.ts'
import type { NewService } from '../services/create.ts'
import { renewals } from './tables.ts'

const app = await startTestApp()
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string, verb: string) => `/api/v1/admin/services/${id}/${verb}`
const renew = (id: string, body: object = {}) => staff.post(url(id, 'renew'), body)

/** An active service that expires on the 20th, unless told otherwise. */
function active(options: Partial<NewService> = {}) {
  return makeService(app, {
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...options,
  })
}

const pay = (documentId: string) => payInFull(app, documentId)

test('a renewal is one open document with one line; asking again answers the same', async () => {
  const { id } = await active()
  const first = await renew(id)
  assert.equal(first.status, 200)
  const again = await renew(id)
  assert.deepEqual(again.body, first.body)
  const lines = await app.ctx.db
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, first.body.documentId))
  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.unitPrice, 1000n)
  const [document] = await app.ctx.db
    .select()
    .from(documents)
    .where(eq(documents.id, first.body.documentId))
  assert.equal(document?.gross, 1200n)
  assert.equal(document?.state, 'open')
})

test('paying extends from expiry, counts once and leaves the day of the month', async () => {
  const { id } = await active({ maxRenewals: 10 })
  const { body } = await renew(id)
  await pay(body.documentId)
  const service = await readService(app, id)
  assert.equal(service.expiresAt, at('2025-04-20T07:00:00Z'))
  assert.equal(service.renewalCount, 1)
  assert.equal(service.status, 'active')
  assert.equal((await readService(app, id)).renewalCount, 1)
})

test('a lapsed service is asked for as many periods as bring it past now', async () => {
  const { id } = await active({ expiresAt: at('2025-01-05T08:00:00Z'), anchorDay: 5 })
  const { body } = await renew(id)
  const [renewal] = await app.ctx.db.select().from(renewals).where(eq(renewals.id, body.renewalId))
  assert.equal(renewal?.periods, 3)
  assert.equal(renewal?.price, 3000n)
  await pay(body.documentId)
  const service = await readService(app, id)
  assert.equal(service.expiresAt, at('2025-04-05T07:00:00Z'))
  assert.equal(service.renewalCount, 3)
})

test('a period is sold again after the expiry was moved back by hand', async () => {
  const { id } = await active()
  await pay((await renew(id)).body.documentId)
  assert.equal((await staff.post(url(id, 'subtract-days'), { days: 31 })).status, 200)
  assert.equal((await readService(app, id)).expiresAt, at('2025-03-20T08:00:00Z'))
  await pay((await renew(id)).body.documentId)
  const service = await readService(app, id)
  assert.equal(service.expiresAt, at('2025-04-20T07:00:00Z'))
  assert.equal(service.renewalCount, 2)
})

test('of two bought periods the first is taken back and bought again', async () => {
  const { id } = await active()
  const first = await pay((await renew(id)).body.documentId)
  await pay((await renew(id)).body.documentId)
  const refund = { takeBack: true, reason: 'not wanted' }
  const refunding = `/api/v1/admin/payments/${first.paymentId}/refund`
  const preview = await staff.post(`${refunding}?dryRun=true`, refund)
  assert.match(preview.body.effects.join('|'), /: paid until 20 April 2025 then\./)
  assert.equal((await staff.post(refunding, refund)).status, 200)
  assert.equal((await readService(app, id)).expiresAt, at('2025-04-20T07:00:00Z'))
  await pay((await renew(id)).body.documentId)
  const service = await readService(app, id)
  assert.equal(service.expiresAt, at('2025-05-20T07:00:00Z'))
  assert.equal(service.renewalCount, 2)
})

test('another cycle withdraws the open renewal and makes a new one', async () => {
  const { id } = await active()
  const monthly = await renew(id)
  const quarterly = await renew(id, { cycle: 'quarterly', price: '1200' })
  assert.notEqual(quarterly.body.documentId, monthly.body.documentId)
  const { body } = await staff.get(url(id, 'renewals'))
  const states = body.items.map((item: { cycle: string; state: string }) => [
    item.cycle,
    item.state,
  ])
  assert.deepEqual(states, [
    ['quarterly', 'open'],
    ['monthly', 'withdrawn'],
  ])
  const [void_] = await app.ctx.db
    .select()
    .from(documents)
    .where(eq(documents.id, monthly.body.documentId))
  assert.equal(void_?.state, 'void')
  assert.equal((await renew(id, { cycle: 'annually' })).body.code, 'cycle_not_priced')
})

test('a renewal goes onto an open document of the same customer, and on no other', async () => {
  const { customer } = await makeCustomer(app)
  const first = await active({ customerId: customer.id })
  const second = await active({ customerId: customer.id })
  const stranger = await active()
  const { documentId } = (await renew(first.id)).body
  const foreign = await renew(stranger.id, { documentId })
  assert.equal(foreign.status, 422)
  assert.equal(foreign.body.errors[0].pointer, '/documentId')
  assert.equal((await renew(second.id, { documentId })).body.documentId, documentId)
  const [document] = await app.ctx.db.select().from(documents).where(eq(documents.id, documentId))
  assert.equal(document?.net, 2000n)
  await pay(documentId)
  for (const { id } of [first, second]) assert.equal((await readService(app, id)).renewalCount, 1)
  assert.equal((await renew(stranger.id, { documentId })).status, 422)
})

test('withdrawing takes the line off; cancelling the service does the same', async () => {
  const { id } = await active()
  const { documentId } = (await renew(id)).body
  assert.equal((await staff.post(url(id, 'withdraw-renewal'))).status, 200)
  assert.equal((await staff.post(url(id, 'withdraw-renewal'))).body.code, 'no_open_renewal')
  const [document] = await app.ctx.db.select().from(documents).where(eq(documents.id, documentId))
  assert.equal(document?.state, 'void')
  await renew(id)
  await staff.post(url(id, 'cancel'), { when: 'end_of_period' })
  assert.equal((await renew(id)).body.code, 'cancellation_scheduled')
  const { body } = await staff.get(url(id, 'renewals'))
  assert.ok(body.items.every((item: { state: string }) => item.state === 'withdrawn'))
})

test('who may renew: status, cycle, staff causes and limits, each with its code', async () => {
  const refusals: [Partial<NewService>, string][] = [
    [{ status: 'pending', expiresAt: null }, 'wrong_status'],
    [{ status: 'cancelled' }, 'wrong_status'],
    [{ cycle: 'onetime', expiresAt: null }, 'cycle_does_not_renew'],
    [{ cycle: 'free', expiresAt: null }, 'cycle_does_not_renew'],
    [{ maxRenewals: 0 }, 'max_renewals'],
    [{ metadata: { max_renewals: '0' } }, 'max_renewals'],
    [{ metadata: { max_renewals_in_current_month: '0' } }, 'never_renews'],
  ]
  for (const [options, code] of refusals) {
    const { id } = await active(options)
    assert.equal((await renew(id)).body.code, code)
  }
})

test('a customer renews the own service, without price, document or override', async () => {
  const { customer, user } = await makeCustomer(app)
  const { id } = await active({ customerId: customer.id })
  const client = await app.as({ realm: 'customer', id: user.id })
  const clientUrl = `/api/v1/client/services/${id}/renew`
  for (const forStaff of [{ price: '1' }, { override: true }, { documentId: id }]) {
    const answer = await client.post(clientUrl, forStaff)
    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].pointer, `/${Object.keys(forStaff)[0]}`)
  }
  assert.equal((await client.post(clientUrl, { cycle: 'fortnightly' })).status, 422)
  assert.equal((await client.post(clientUrl)).status, 200)
  await staff.post(url(id, 'withdraw-renewal'))
  await staff.post(url(id, 'suspend'), { cause: 'abuse' })
  assert.equal((await client.post(clientUrl)).body.code, 'staff_cause')
})

test('two clicks at once are one renewal', async () => {
  const { id } = await active()
  const answers = await Promise.all([renew(id), renew(id), renew(id)])
  assert.equal(new Set(answers.map(({ body }) => body.renewalId)).size, 1)
})

test('a price of nothing renews at once, without a document', async () => {
  const { id } = await active({ price: 0n })
  assert.equal((await renew(id)).body.documentId, null)
  assert.equal((await readService(app, id)).expiresAt, at('2025-04-20T07:00:00Z'))
})

test('the dry run names price and new expiry, in the asker’s language', async () => {
  const { id } = await active()
  const { body } = await staff.post(`${url(id, 'renew')}?dryRun=true`)
  assert.equal(body.allowed, true)
  assert.match(body.effects[0], /20 April 2025/)
  assert.equal((await staff.get(url(id, 'renewals'))).body.items.length, 0)
})

test('a month’s limit says from when it is possible again; staff may go over it', async () => {
  const { id } = await active({ metadata: { max_renewals_in_current_month: '1' } })
  await pay((await renew(id)).body.documentId)
  const refusal = await renew(id)
  assert.equal(refusal.body.code, 'month_limit')
  assert.match(refusal.body.detail, /1 April 2025/)
  const over = await renew(id, { override: true })
  assert.equal(over.status, 200)
  await staff.post(url(id, 'withdraw-renewal'))
  await app.travelTo(at('2025-04-01T00:00:00Z'))
  assert.equal((await renew(id)).status, 200)
})
