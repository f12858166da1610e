import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import {
  customLine,
  makeDocument,
  readDocument,
  setInvoicing,
} from '../../../test/factories/document.ts'
import { payDocument } from '../../../test/factories/payment.ts'
import { recordLines } from '../../../test/record-lines.ts'

const app = await startTestApp()
const { ctx } = app
const staff = await app.staff()
const seen = recordLines(ctx, 'custom')

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const page = async (id: string) => (await staff.get(`/api/v1/admin/documents/${id}`)).body
const credit = async (customerId: string) =>
  (await staff.get(`/api/v1/admin/customers/${customerId}/credit`)).body.balances
const effectsOf = async (id: string) => {
  const lines: { id: string }[] = (await page(id)).lines
  return seen.filter(({ lineId }) => lines.some((line) => line.id === lineId))
}

test('partial payments show and do nothing; the one that completes them takes effect', async () => {
  const { id } = await makeDocument(ctx)
  const url = `/api/v1/admin/documents/${id}/record-payment`
  const dryRun = await staff.post(`${url}?dryRun=true`, { amount: eur('500') })
  assert.match(dryRun.body.effects[0], /7\.00/)
  assert.equal((await staff.post(url, { amount: eur('500') })).body.outcome, 'partial')
  const half = await page(id)
  assert.deepEqual([half.status, half.state, half.number], ['partial', 'open', null])
  assert.deepEqual(half.amountDue, eur('700'))
  assert.deepEqual(await effectsOf(id), [])
  assert.equal((await staff.post(url, { amount: eur('700') })).body.outcome, 'paid')
  const whole = await page(id)
  assert.deepEqual([whole.status, whole.state, whole.number], ['paid', 'issued', 'INV-2025-000001'])
  assert.equal(whole.payments.length, 2)
  assert.deepEqual(
    (await effectsOf(id)).map(({ effect }) => effect),
    ['paid'],
  )
})

test('a surplus becomes credit, and money for what is paid becomes credit altogether', async () => {
  const { id, customerId } = await makeDocument(ctx)
  await payDocument(ctx, id, 1500n)
  assert.deepEqual(await credit(customerId), [eur('300')])
  const outcome = await payDocument(ctx, id, 200n)
  assert.equal(outcome.kind, 'already_paid')
  assert.deepEqual(await credit(customerId), [eur('500')])
  assert.deepEqual((await page(id)).paid, eur('1200'))
  assert.equal((await effectsOf(id)).length, 1)
})

test('the same transfer is recorded once, whoever types it', async () => {
  const { id } = await makeDocument(ctx)
  const url = `/api/v1/admin/documents/${id}/record-payment`
  const body = { amount: eur('1200'), reference: 'SEPA-1' }
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => staff.post(url, body)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
  assert.deepEqual((await page(id)).paid, eur('1200'))
  assert.equal((await effectsOf(id)).length, 1)
})

test('parallel payments of different documents get different numbers', async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => makeDocument(ctx)))
  await Promise.all(made.map(({ id }) => payDocument(ctx, id, 1200n)))
  const rows = await Promise.all(made.map(({ id }) => readDocument(ctx, id)))
  const counters = rows.map(({ number }) => Number(number?.slice(-6))).sort((a, b) => a - b)
  const first = counters[0] ?? 0
  assert.deepEqual(
    counters,
    Array.from({ length: 12 }, (_, i) => first + i),
  )
})

test('money in another currency or for a void document waits for staff', async () => {
  const { id, customerId } = await makeDocument(ctx)
  const url = `/api/v1/admin/documents/${id}`
  const foreign = await staff.post(`${url}/record-payment`, {
    amount: { amount: '1200', currency: 'USD' },
  })
  assert.equal(foreign.body.outcome, 'unallocated')
  await staff.post(`${url}/void`, { reason: 'a mistake' })
  const late = await staff.post(`${url}/record-payment`, { amount: eur('1200') })
  assert.equal(late.body.outcome, 'unallocated')
  assert.deepEqual((await page(id)).paid, eur('0'))
  const waiting = await staff.get(`/api/v1/admin/payments?state=unallocated&documentId=${id}`)
  assert.deepEqual(
    waiting.body.items.map((payment: { problem: string }) => payment.problem).sort(),
    ['currency', 'void'],
  )
  assert.match(waiting.body.items[0].documentName, /^P-/)
  assert.equal(waiting.body.items[0].customer.name, 'Clara Client')
  const pay = (paymentId: string) => `/api/v1/admin/payments/${paymentId}/resolve`
  const resolved = await staff.post(pay(late.body.paymentId), { to: 'credit', note: 'called' })
  assert.equal(resolved.status, 200)
  assert.deepEqual(await credit(customerId), [eur('1200')])
  assert.equal((await staff.post(pay(foreign.body.paymentId), { to: 'refund' })).status, 200)
  const again = await staff.post(pay(late.body.paymentId), { to: 'credit' })
  assert.deepEqual([again.status, again.body.code], [409, 'payment_not_unallocated'])
  const left = await staff.get(`/api/v1/admin/payments?state=unallocated&documentId=${id}`)
  assert.deepEqual(left.body.items, [])
})

test('voiding gives what was paid so far back as credit and withdraws the lines', async () => {
  const { id, customerId } = await makeDocument(ctx)
  await payDocument(ctx, id, 400n)
  await staff.post(`/api/v1/admin/documents/${id}/void`, { reason: 'given up' })
  assert.deepEqual(await credit(customerId), [eur('400')])
  const after = await page(id)
  assert.deepEqual([after.status, after.paid, after.amountDue], ['void', eur('0'), eur('0')])
  assert.deepEqual(
    (await effectsOf(id)).map(({ effect }) => effect),
    ['withdrawn'],
  )
})

test('a line withdrawn from a document whose rest is paid completes it', async () => {
  const lines = [customLine(), customLine({ label: 'Second' })]
  const { id, customerId } = await makeDocument(ctx, { lines })
  await payDocument(ctx, id, 1500n)
  const before = await page(id)
  await staff.post(`/api/v1/admin/documents/${id}/withdraw-line`, { lineId: before.lines[1].id })
  const after = await page(id)
  assert.deepEqual([after.status, after.gross, after.paid], ['paid', eur('1200'), eur('1200')])
  assert.deepEqual(await credit(customerId), [eur('300')])
})

test('paid lines that cannot be honoured are credited and their money becomes credit', async () => {
  recordLines(ctx, 'setup_fee', (label) => label === 'Ended')
  const ended = customLine({ kind: 'setup_fee', label: 'Ended' })
  const { id, customerId } = await makeDocument(ctx, { lines: [customLine(), ended] })
  await payDocument(ctx, id, 2400n)
  const after = await page(id)
  assert.deepEqual([after.status, after.paid, after.credited], ['paid', eur('1200'), eur('1200')])
  assert.match(after.creditNotes[0].number, /^AV-2025-/)
  assert.deepEqual(await credit(customerId), [eur('1200')])
  const { items } = (await staff.get(`/api/v1/admin/customers/${customerId}/credit/entries`)).body
  assert.equal(items[0].reason, 'ended_service')
})

test('a refund makes a credit note, sends the money back and asks about the period', async () => {
  const lines = [customLine(), customLine({ label: 'Second' })]
  const { id, customerId } = await makeDocument(ctx, { lines })
  const { paymentId } = await payDocument(ctx, id, 2400n)
  const [first] = (await page(id)).lines
  const url = `/api/v1/admin/payments/${paymentId}/refund`
  const missing = await staff.post(url, { reason: 'no' })
  assert.deepEqual([missing.status, missing.body.errors[0].pointer], [422, '/takeBack'])
  const wrong = await staff.post(url, { takeBack: 'yes', reason: 'no' })
  assert.match(wrong.body.errors[0].detail, /boolean.*string/)
  const body = { lineIds: [first.id], takeBack: true, reason: 'not needed' }
  assert.equal((await staff.post(url, body)).status, 200)
  const half = await page(id)
  assert.deepEqual([half.status, half.paid, half.credited], ['paid', eur('1200'), eur('1200')])
  assert.deepEqual(half.creditNotes[0].gross, eur('-1200'))
  assert.deepEqual((await effectsOf(id)).at(-1), {
    effect: 'refunded',
    lineId: first.id,
    takeBack: true,
  })
  const rest = await staff.post(url, { takeBack: false, reason: 'all of it', to: 'credit' })
  assert.equal(rest.status, 200)
  const all = await page(id)
  assert.deepEqual([all.status, all.paid, all.creditNotes.length], ['credited', eur('0'), 2])
  assert.deepEqual(await credit(customerId), [eur('1200')])
  const note = await page(all.creditNotes[1].id)
  assert.deepEqual([note.kind, note.corrects.id, note.status], ['credit_note', id, 'issued'])
  const again = await staff.post(`/api/v1/admin/documents/${id}/credit`, {
    reason: 'x',
    takeBack: false,
  })
  assert.deepEqual([again.status, again.body.code], [409, 'nothing_to_credit'])
})

test('two refunds at once give the money back once', async () => {
  const { id } = await makeDocument(ctx)
  const { paymentId } = await payDocument(ctx, id, 1200n)
  const url = `/api/v1/admin/payments/${paymentId}/refund`
  const body = { takeBack: false, reason: 'twice' }
  const answers = await Promise.all([staff.post(url, body), staff.post(url, body)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  assert.deepEqual((await page(id)).paid, eur('0'))
})

test('a partial payment of an open document goes back without a credit note', async () => {
  const { id } = await makeDocument(ctx)
  const { paymentId } = await payDocument(ctx, id, 500n)
  const url = `/api/v1/admin/payments/${paymentId}/refund`
  const answer = await staff.post(url, { takeBack: false, reason: 'sent twice' })
  assert.equal(answer.body.creditNoteId, null)
  assert.deepEqual((await page(id)).amountDue, eur('1200'))
})

test('a partial payment becomes credit where staff say so; what is credit is not given back again', async () => {
  const { id, customerId } = await makeDocument(ctx)
  const { paymentId } = await payDocument(ctx, id, 500n)
  const url = `/api/v1/admin/payments/${paymentId}/refund`
  const [line] = (await page(id)).lines
  const ofLine = { lineIds: [line.id], takeBack: false, reason: 'one line' }
  assert.equal((await staff.post(url, ofLine)).body.code, 'document_not_issued')
  const answer = await staff.post(url, { takeBack: false, reason: 'for later', to: 'credit' })
  assert.deepEqual([answer.status, answer.body], [200, { creditNoteId: null, refundId: null }])
  assert.deepEqual((await page(id)).amountDue, eur('1200'))
  assert.deepEqual(await credit(customerId), [eur('500')])
  await payDocument(ctx, id, 700n)
  await staff.post(`/api/v1/admin/documents/${id}/void`, { reason: 'not wanted' })
  assert.deepEqual(await credit(customerId), [eur('1200')])
  for (const payment of (await page(id)).payments) {
    const again = `/api/v1/admin/payments/${payment.id}/refund`
    const { status, body } = await staff.post(again, { takeBack: false, reason: 'again' })
    assert.deepEqual([status, body.code], [409, 'payment_not_refundable'])
  }
})

test('crediting an issued invoice that nobody paid withdraws its lines', async () => {
  const { id, customerId } = await makeDocument(ctx)
  await staff.post(`/api/v1/admin/documents/${id}/issue`)
  const url = `/api/v1/admin/documents/${id}/credit`
  const answer = await staff.post(url, { reason: 'typing mistake', takeBack: false })
  assert.equal(answer.status, 200)
  assert.equal((await page(id)).status, 'credited')
  assert.deepEqual(await credit(customerId), [])
  assert.deepEqual(
    (await effectsOf(id)).map(({ effect }) => effect),
    ['withdrawn'],
  )
  assert.equal((await payDocument(ctx, id, 1200n)).kind, 'already_paid')
  assert.deepEqual(await credit(customerId), [eur('1200')])
})

test('a chargeback is a negative payment, after which the document is due again', async () => {
  const { id } = await makeDocument(ctx)
  const { paymentId } = await payDocument(ctx, id, 1200n)
  const url = `/api/v1/admin/payments/${paymentId}/charge-back`
  assert.equal((await staff.post(url, { reference: 'CB-1' })).status, 200)
  const after = await page(id)
  assert.deepEqual([after.amountDue, after.payments[1].amount], [eur('1200'), eur('-1200')])
  assert.equal((await staff.post(url)).body.code, 'payment_not_refundable')
  await payDocument(ctx, id, 1200n)
  assert.equal((await page(id)).status, 'paid')
  assert.equal((await effectsOf(id)).length, 1)
})

test('a transfer is announced by the customer and seen by staff until the money is there', async () => {
  await setInvoicing(ctx, { iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP' })
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(ctx, { customerId: customer.id })
  const url = `/api/v1/client/documents/${id}`
  const { bankTransfer, gateways } = (await client.get(`${url}/payment-methods`)).body
  assert.match(bankTransfer.reference, /^P-\d{6}$/)
  assert.equal(bankTransfer.iban, 'FR7630006000011234567890189')
  assert.deepEqual(
    gateways.map((gateway: { id: string }) => gateway.id),
    ['sandbox'],
  )
  const announced = await client.post(`${url}/announce-transfer`)
  assert.equal(announced.body.reference, bankTransfer.reference)
  assert.equal((await client.get(url)).body.transferAnnouncedAt, '2025-03-10T12:00:00.000Z')
  const waiting = async () => (await staff.get('/api/v1/admin/awaited-transfers')).body.items
  assert.deepEqual(
    (await waiting()).map((item: { document: { id: string } }) => item.document.id),
    [id],
  )
  await payDocument(ctx, id, 1200n)
  assert.deepEqual(await waiting(), [])
  assert.equal((await client.get(url)).body.transferAnnouncedAt, null)
  const late = await client.post(`${url}/announce-transfer`)
  assert.deepEqual([late.status, late.body.code], [409, 'document_not_payable'])
})

test('M17: what is paid is not payable, and an unknown way to pay is an error', async () => {
  const { client, customer } = await makeLoggedInCustomer(app)
  const { id } = await makeDocument(ctx, { customerId: customer.id })
  const url = `/api/v1/client/documents/${id}/pay`
  assert.equal((await client.post(url, { gateway: 'barter' })).body.code, 'unknown_gateway')
  await payDocument(ctx, id, 1200n)
  const late = await client.post(url, { gateway: 'sandbox' })
  assert.deepEqual([late.status, late.body.code], [409, 'document_not_payable'])
})

test('bad amounts are refused by field', async () => {
  const { id } = await makeDocument(ctx)
  const url = `/api/v1/admin/documents/${id}/record-payment`
  for (const amount of ['0', '-5', '1.5', ''])
    assert.equal((await staff.post(url, { amount: eur(amount) })).status, 422, amount)
  assert.deepEqual((await page(id)).payments, [])
})

test('unallocated money of nobody needs a customer to become credit', async () => {
  const { customer } = await makeCustomer(app)
  const [payment] = await ctx.db.$client
    .query(
      `insert into payments (id, gateway, reference, kind, amount, currency, allocated, state,
        problem, received_at, recorded_by) values (gen_random_uuid(), 'sandbox', 'x', 'payment',
        700, 'EUR', 0, 'unallocated', 'unknown_document', now(), '{}') returning id`,
    )
    .then(({ rows }) => rows)
  const url = `/api/v1/admin/payments/${payment.id}/resolve`
  const nobody = await staff.post(url, { to: 'credit' })
  assert.deepEqual([nobody.status, nobody.body.errors[0].pointer], [422, '/customerId'])
  assert.equal((await staff.post(url, { to: 'credit', customerId: customer.id })).status, 200)
  assert.deepEqual(await credit(customer.id), [eur('700')])
})
