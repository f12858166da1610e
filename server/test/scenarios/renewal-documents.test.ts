import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { documentLines } from '../../src/features/documents/tables.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { businessSettings } from '../../src/features/settings/business.ts'
import { startTestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeCustomer, makeLoggedInCustomer } from '../factories/customer.ts'
import { makeDocument, readDocument, setSection } from '../factories/document.ts'
import { payInFull } from '../factories/payment.ts'
import { makeService, readService } from '../factories/service.ts'
import { recordingMail } from '../recording-mail.ts'

const outbox = recordingMail()
const app = await startTestApp({ mail: outbox.transport })
const staff = await app.staff()
await setSection(app.ctx, businessSettings, { currencies: ['EUR', 'USD'] })
const at = (iso: string) => Date.parse(iso)
const url = (id: string, verb: string) => `/api/v1/admin/services/${id}/${verb}`
const renew = (id: string, body: object = {}) => staff.post(url(id, 'renew'), body)

/** A monthly service at 10.00 of a product sold quarterly at 12.00, until 20 March. */
async function active(more: Partial<NewService> = {}) {
  const { customer, client } = await makeLoggedInCustomer(app)
  const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, quarterly: 1200n } })
  const service = await makeService(app, {
    customerId: customer.id,
    productId: product.id,
    name: 'My box',
    status: 'active',
    expiresAt: at('2025-03-20T08:00:00Z'),
    anchorDay: 20,
    ...more,
  })
  return { ...service, customer, client }
}

const renewalsOf = async (id: string) =>
  (await staff.get(url(id, 'renewals'))).body.items as { state: string; cycle: string }[]
const linesOf = (documentId: string) =>
  app.ctx.db.select().from(documentLines).where(eq(documentLines.documentId, documentId))

describe('the document of a renewal', () => {
  test('C1, C10: one open document, one line of 10.00, 12.00 with tax, linked to the service', async () => {
    const { id } = await active()
    const { documentId } = (await renew(id)).body
    const document = await readDocument(app.ctx, documentId)
    assert.deepEqual([document.state, document.net, document.gross], ['open', 1000n, 1200n])
    const lines = await linesOf(documentId)
    assert.deepEqual(
      lines.map(({ serviceId, kind }) => [serviceId, kind]),
      [[id, 'renewal']],
    )
  })

  test('C2: asked for again it is the same, also by the customer in two tabs at once', async () => {
    const { id, client } = await active()
    const own = `/api/v1/client/services/${id}/renew`
    const answers = await Promise.all([client.post(own), client.post(own), renew(id)])
    assert.equal(new Set(answers.map(({ body }) => body.documentId)).size, 1)
    assert.equal((await renewalsOf(id)).length, 1)
    assert.equal((await linesOf(answers[0]?.body.documentId)).length, 1)
  })

  test('C3: for another cycle the first is withdrawn with its line', async () => {
    const { id } = await active()
    const monthly = (await renew(id)).body.documentId
    const quarterly = (await renew(id, { cycle: 'quarterly' })).body.documentId
    assert.equal((await readDocument(app.ctx, monthly)).state, 'void')
    assert.equal((await readDocument(app.ctx, quarterly)).net, 1200n)
    assert.deepEqual(
      (await renewalsOf(id)).map(({ state, cycle }) => [state, cycle]),
      [
        ['open', 'quarterly'],
        ['withdrawn', 'monthly'],
      ],
    )
  })

  test('C4: once given up, a new one is asked for', async () => {
    const { id } = await active()
    const first = (await renew(id)).body.documentId
    await staff.post(`/api/v1/admin/documents/${first}/void`, { reason: 'mistake' })
    assert.equal((await readDocument(app.ctx, first)).state, 'void')
    const second = await renew(id)
    assert.equal(second.status, 200)
    assert.notEqual(second.body.documentId, first)
    assert.equal((await readDocument(app.ctx, second.body.documentId)).state, 'open')
  })

  test('C6, C7: a onetime service or an unknown cycle is refused and nothing is made', async () => {
    const onetime = await active({ cycle: 'onetime', expiresAt: null, anchorDay: null })
    assert.equal((await renew(onetime.id)).body.code, 'cycle_does_not_renew')
    const { id } = await active()
    const wrong = await renew(id, { cycle: 'fortnightly' })
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/cycle'])
    assert.deepEqual(await renewalsOf(id), [])
  })

  test('C8: goes onto an open document of the same customer', async () => {
    const { id, customer } = await active()
    const { id: documentId } = await makeDocument(app.ctx, { customerId: customer.id })
    assert.equal((await renew(id, { documentId })).body.documentId, documentId)
    const document = await readDocument(app.ctx, documentId)
    assert.deepEqual([document.state, document.net], ['open', 2000n])
    await payInFull(app, documentId)
    assert.equal((await readService(app, id)).renewalCount, 1)
  })

  test('on another’s, one in another currency, an issued, paid or void one is refused: nothing changes', async () => {
    const { id, customer } = await active()
    const stranger = await makeDocument(app.ctx, {
      customerId: (await makeCustomer(app)).customer.id,
    })
    const dollars = await makeDocument(app.ctx, { customerId: customer.id, currency: 'USD' })
    const issued = await makeDocument(app.ctx, { customerId: customer.id })
    const numbered = await staff.post(`/api/v1/admin/documents/${issued.id}/issue`)
    assert.equal(numbered.status, 200, JSON.stringify(numbered.body))
    const paid = await makeDocument(app.ctx, { customerId: customer.id })
    await payInFull(app, paid.id)
    const gone = await makeDocument(app.ctx, { customerId: customer.id })
    await staff.post(`/api/v1/admin/documents/${gone.id}/void`, { reason: 'mistake' })
    for (const { id: documentId } of [stranger, dollars, issued, paid, gone]) {
      const lines = (await linesOf(documentId)).length
      const answer = await renew(id, { documentId })
      assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, '/documentId'])
      assert.equal((await linesOf(documentId)).length, lines)
    }
    assert.deepEqual(await renewalsOf(id), [])
  })

  test('C20: its line names product and both dates; it is due in a week', async () => {
    const { id } = await active()
    const { documentId } = (await renew(id)).body
    const [line] = await linesOf(documentId)
    assert.match(line?.label ?? '', /^Standard – My box.*20 March 2025.*20 April 2025/)
    const { dueAt } = await readDocument(app.ctx, documentId)
    assert.equal(dueAt, at('2025-03-17T12:00:00Z'))
  })

  test('C21: its customer is mailed once, however often it is asked for', async () => {
    const { id, customer } = await active()
    for (let times = 0; times < 3; times++) {
      await renew(id)
      await app.settle()
    }
    assert.equal(outbox.to(customer.email).length, 1)
  })

  test('a custom service renews for another cycle at the price that staff type', async () => {
    const { id } = await active({ productId: null })
    const without = await renew(id, { cycle: 'annually' })
    assert.equal(without.body.code, 'cycle_not_priced')
    const { documentId } = (await renew(id, { cycle: 'annually', price: '9900' })).body
    assert.equal((await readDocument(app.ctx, documentId)).net, 9900n)
    await payInFull(app, documentId)
    const row = await readService(app, id)
    assert.deepEqual(
      [row.expiresAt, row.cycle, row.price],
      [at('2026-03-20T08:00:00Z'), 'monthly', 1000n],
    )
  })

  test('withdrawn by staff it leaves the other lines of its document', async () => {
    const { id, customer } = await active()
    const { id: documentId } = await makeDocument(app.ctx, { customerId: customer.id })
    await renew(id, { documentId })
    await staff.post(url(id, 'withdraw-renewal'))
    const document = await readDocument(app.ctx, documentId)
    assert.deepEqual([document.state, document.net], ['open', 1000n])
  })
})

describe('what paying it does', () => {
  test('E1, E3: period, count, entry and mail once, also when it is paid five times at once', async () => {
    const { id, customer } = await active({ maxRenewals: 10 })
    const { documentId } = (await renew(id)).body
    await app.settle()
    await Promise.all([1, 2, 3, 4, 5].map(() => payInFull(app, documentId)))
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual([row.renewalCount, row.expiresAt], [1, at('2025-04-20T07:00:00Z')])
    const { items } = (
      await staff.get(`/api/v1/admin/history?subjectId=${id}&kind=service.renewed`)
    ).body
    assert.equal(items.length, 1)
    assert.deepEqual(
      [items[0].before.expiresAt, items[0].after.expiresAt],
      ['2025-03-20T08:00:00.000Z', '2025-04-20T07:00:00.000Z'],
    )
    const receipts = outbox.to(customer.email).filter(({ subject }) => !/to pay/.test(subject))
    assert.equal(receipts.length, 1)
  })
})
