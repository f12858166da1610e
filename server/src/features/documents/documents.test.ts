import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOW, startTestApp } from '../../../test/app.ts'
import { makeCustomer, makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import {
  customLine,
  makeDocument,
  readDocument,
  setInvoicing,
} from '../../../test/factories/document.ts'
import { DAY } from '../../domain/instant.ts'

const app = await startTestApp()
const staff = await app.staff()

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('M1: 10 makes 10, 2 and 12; with a set-up fee of 10 it makes 20, 4 and 24', async () => {
  const one = await makeDocument(app.ctx)
  assert.deepEqual([one.net, one.tax, one.gross], [1000n, 200n, 1200n])
  const lines = [customLine(), customLine({ kind: 'setup_fee', label: 'Set-up' })]
  const two = await makeDocument(app.ctx, { lines })
  assert.deepEqual([two.net, two.tax, two.gross], [2000n, 400n, 2400n])
})

test('tax is rounded once per rate on the total, and the lines share it exactly', async () => {
  const lines = Array.from({ length: 3 }, () => customLine({ unitPrice: 333n }))
  const document = await makeDocument(app.ctx, { lines })
  assert.equal(document.tax, 200n)
  const page = await staff.get(`/api/v1/admin/documents/${document.id}`)
  const taxes = page.body.lines.map((line: { tax: { amount: string } }) => line.tax.amount)
  assert.deepEqual(taxes, ['67', '67', '66'])
  assert.deepEqual(page.body.taxLines, [
    { rateBasisPoints: 2000, net: eur('999'), tax: eur('200'), mention: null },
  ])
})

test('gross prices keep what the customer pays', async () => {
  const own = await startTestApp()
  await setInvoicing(own.ctx, { taxMode: 'gross' })
  const document = await makeDocument(own.ctx, { lines: [customLine({ unitPrice: 1999n })] })
  assert.deepEqual([document.net, document.tax, document.gross], [1666n, 333n, 1999n])
})

test('the rate is that of the customer’s country, and a business abroad owes the tax itself', async () => {
  const own = await startTestApp()
  await setInvoicing(own.ctx, { countryRates: { DE: 1900 } })
  const consumer = await makeCustomer(own, { country: 'DE' })
  const german = await makeDocument(own.ctx, { customerId: consumer.customer.id })
  assert.equal(german.tax, 190n)
  const business = await makeCustomer(own, {
    kind: 'business',
    country: 'DE',
    vatNumber: 'DE123456789',
  })
  const reverse = await makeDocument(own.ctx, { customerId: business.customer.id })
  assert.deepEqual([reverse.tax, reverse.taxLines[0]?.mention], [0n, 'reverse_charge'])
})

test('staff open a document, add and withdraw lines, and finalise it', async () => {
  const { customer } = await makeCustomer(app)
  const made = await staff.post('/api/v1/admin/documents', {
    customerId: customer.id,
    lines: [{ label: 'Migration', quantity: 2, unitPrice: eur('1500') }],
  })
  assert.equal(made.status, 201)
  const url = `/api/v1/admin/documents/${made.body.id}`
  const added = await staff.post(`${url}/add-line`, { label: 'Travel', unitPrice: eur('500') })
  assert.equal(added.status, 200)
  assert.deepEqual((await staff.get(url)).body.gross, eur('4200'))
  const gone = await staff.post(`${url}/withdraw-line`, { lineId: added.body.lineId })
  assert.equal(gone.status, 200)
  const dryRun = await staff.post(`${url}/issue?dryRun=true`)
  assert.equal(dryRun.body.allowed, true)
  assert.equal((await staff.get(url)).body.number, null)
  assert.equal((await staff.post(`${url}/issue`)).status, 200)
  const issued = (await staff.get(url)).body
  assert.match(issued.number, /^INV-2025-\d{6}$/)
  assert.equal(issued.status, 'open')
  assert.equal(issued.issuedOn, '2025-03-10')
  assert.equal(issued.buyer.name, 'Clara Client')
  assert.deepEqual(issued.gross, eur('3600'))
  const again = await staff.post(`${url}/issue`)
  assert.deepEqual([again.status, again.body.code], [409, 'document_not_open'])
  const late = await staff.post(`${url}/add-line`, { label: 'Late', unitPrice: eur('1') })
  assert.deepEqual([late.status, late.body.code], [409, 'document_not_open'])
})

test('a document without its last line is void', async () => {
  const document = await makeDocument(app.ctx)
  const url = `/api/v1/admin/documents/${document.id}`
  const { lines } = (await staff.get(url)).body
  await staff.post(`${url}/withdraw-line`, { lineId: lines[0].id })
  assert.equal((await staff.get(url)).body.status, 'void')
})

test('the database itself refuses to change or delete what is issued', async () => {
  const { id } = await makeDocument(app.ctx)
  await staff.post(`/api/v1/admin/documents/${id}/issue`)
  const pool = app.ctx.db.$client
  const attempts = [
    `update documents set gross = 1 where id = '${id}'`,
    `update documents set due_at = now() where id = '${id}'`,
    `delete from documents where id = '${id}'`,
    `update document_lines set label = 'x' where document_id = '${id}'`,
    `delete from document_lines where document_id = '${id}'`,
    `insert into document_lines (id, document_id, position, kind, service_id,
        renewal_id, label, quantity, unit_price, amount, rate_basis_points, tax_country, mention,
        period_start_at, period_end_at, corrects_line_id, net, tax)
      select gen_random_uuid(), document_id, 9, kind, service_id,
      renewal_id, label, quantity, unit_price, amount, rate_basis_points, tax_country, mention,
      period_start_at, period_end_at, null, net, tax from document_lines
      where document_id = '${id}'`,
  ]
  for (const attempt of attempts) await assert.rejects(pool.query(attempt), /issued/, attempt)
})

test('the buyer stays as frozen when the customer moves', async () => {
  const document = await makeDocument(app.ctx)
  await staff.post(`/api/v1/admin/documents/${document.id}/issue`)
  await app.ctx.db.$client.query(`update customers set name = 'Other' where id = $1`, [
    document.customerId,
  ])
  const page = await staff.get(`/api/v1/admin/documents/${document.id}`)
  assert.equal(page.body.buyer.name, 'Clara Client')
})

test('a customer sees own documents only, in lists, pages and PDF', async () => {
  const own = await makeLoggedInCustomer(app)
  const mine = await makeDocument(app.ctx, { customerId: own.customer.id })
  const foreign = await makeDocument(app.ctx)
  const list = await own.client.get('/api/v1/client/documents')
  assert.deepEqual(
    list.body.items.map((item: { id: string }) => item.id),
    [mine.id],
  )
  assert.equal((await own.client.get(`/api/v1/client/documents/${mine.id}`)).status, 200)
  for (const path of ['', '/pdf', '/payment-methods'])
    assert.equal(
      (await own.client.get(`/api/v1/client/documents/${foreign.id}${path}`)).status,
      404,
    )
  for (const [verb, body] of [
    ['pay', { gateway: 'sandbox' }],
    ['pay-with-credit', {}],
    ['announce-transfer', {}],
  ] as const)
    assert.equal(
      (await own.client.post(`/api/v1/client/documents/${foreign.id}/${verb}`, body)).status,
      404,
    )
})

test('lists filter by status, number and due date, sort and page by key', async () => {
  const own = await startTestApp()
  const writer = await own.staff()
  const made = []
  for (let i = 0; i < 5; i++) made.push(await makeDocument(own.ctx, { dueAt: NOW + (i + 1) * DAY }))
  const [first, second] = made
  assert.ok(first && second)
  await writer.post(`/api/v1/admin/documents/${second.id}/issue`)
  own.clock.set(NOW + 1.5 * DAY)
  const client = await own.staff('read-only')
  const ask = async (query: string) => (await client.get(`/api/v1/admin/documents?${query}`)).body
  const ids = async (query: string) =>
    (await ask(query)).items.map((item: { id: string }) => item.id)
  assert.deepEqual(await ids('status=overdue'), [first.id])
  assert.equal((await ids('status=open')).length, 4)
  assert.deepEqual(await ids('state=issued'), [second.id])
  assert.deepEqual(await ids('number=inv-2025-'), [second.id])
  assert.deepEqual(await ids(`number=P-${String(first.serial).padStart(6, '0')}`), [first.id])
  assert.deepEqual(await ids('dueTo=2025-03-12T12:00:00Z'), [first.id])
  const [late] = (await ask('status=overdue')).items
  assert.deepEqual([late.customer.id, late.customer.name], [first.customerId, 'Clara Client'])
  const page = await ask('limit=2&sort=dueAt')
  assert.deepEqual(page.total, { count: 5, exact: true })
  const next = await ask(`limit=10&sort=dueAt&cursor=${page.nextCursor}`)
  assert.deepEqual(
    [...page.items, ...next.items].map((item) => item.id),
    made.map((document) => document.id),
  )
  assert.equal(next.nextCursor, null)
  for (const query of [
    'limit=100000',
    'sort=gross',
    'cursor=abc',
    'cursor=WyJ4IiwieSJd',
    'colour=red',
  ])
    assert.equal((await client.get(`/api/v1/admin/documents?${query}`)).status, 422, query)
})

test('bad input for a new document names the field and changes nothing', async () => {
  const { customer } = await makeCustomer(app)
  const line = { label: 'x', quantity: 1, unitPrice: eur('100') }
  const cases: [Record<string, unknown>, string][] = [
    [{ customerId: '0191f1de-0000-7000-8000-000000000000' }, '/customerId'],
    [{ currency: 'USD', lines: [] }, '/currency'],
    [{ lines: [{ ...line, unitPrice: eur('-100') }] }, '/lines/0/unitPrice/amount'],
    [
      { lines: [{ ...line, unitPrice: { amount: '1', currency: 'USD' } }] },
      '/lines/0/unitPrice/currency',
    ],
    [{ lines: [{ ...line, quantity: 0 }] }, '/lines/0/quantity'],
    [{ dueAt: '2025-03-01T00:00:00Z' }, '/dueAt'],
    [{ colour: 'red' }, '/colour'],
  ]
  const before = (await staff.get('/api/v1/admin/documents')).body.total.count
  for (const [change, pointer] of cases) {
    const body = { customerId: customer.id, lines: [line], ...change }
    const answer = await staff.post('/api/v1/admin/documents', body)
    assert.equal(answer.status, 422, pointer)
    assert.equal(answer.body.errors[0].pointer, pointer)
  }
  assert.equal((await staff.get('/api/v1/admin/documents')).body.total.count, before)
})

test('too weak a role may look and not touch', async () => {
  const reader = await app.staff('read-only')
  const { id } = await makeDocument(app.ctx)
  assert.equal((await reader.get(`/api/v1/admin/documents/${id}`)).status, 200)
  for (const verb of ['issue', 'void', 'credit', 'add-line', 'withdraw-line', 'record-payment'])
    assert.equal((await reader.post(`/api/v1/admin/documents/${id}/${verb}`)).status, 403, verb)
  assert.equal((await readDocument(app.ctx, id)).state, 'open')
})
