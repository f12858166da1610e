import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import {
  customLine,
  makeDocument,
  readDocument,
  setInvoicing,
} from '../../../test/factories/document.ts'
import { payDocument } from '../../../test/factories/payment.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { linesOf } from './lock-document.ts'
import { withdrawLines } from './withdraw-lines.ts'

const app = await startTestApp()
const staff = await app.staff()
const { customer } = await makeCustomer(app)

const price = fc.bigInt({ min: 0n, max: 99_999n })
const wanted = fc.record({
  taxMode: fc.constantFrom('net' as const, 'gross' as const),
  rate: fc.constantFrom(0, 210, 550, 1900, 2000, 2550),
  lines: fc.array(fc.record({ unitPrice: price, quantity: fc.integer({ min: 1, max: 7 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
})

test('credited line by line, an invoice comes to exactly nothing, whatever was rounded', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, async ({ taxMode, rate, lines }) => {
      await setInvoicing(app.ctx, { taxMode, defaultRateBasisPoints: rate, numberAt: 'payment' })
      const document = await makeDocument(app.ctx, {
        customerId: customer.id,
        lines: lines.map((line) => customLine(line)),
      })
      assert.equal(document.net + document.tax, document.gross)
      const asked = lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity), 0n)
      assert.equal(taxMode === 'net' ? document.net : document.gross, asked)
      if (document.gross === 0n) return
      const url = `/api/v1/admin/documents/${document.id}`
      assert.equal((await staff.post(`${url}/issue`)).status, 200)
      for (const line of (await staff.get(url)).body.lines) {
        const body = { lineIds: [line.id], reason: 'property', takeBack: false }
        assert.equal((await staff.post(`${url}/credit`, body)).status, 200)
      }
      const after = await readDocument(app.ctx, document.id)
      assert.equal(after.credited, after.gross)
      const notes = (await staff.get(url)).body.creditNotes
      const taken = notes.reduce(
        (sum: bigint, note: { tax: { amount: string } }) => sum + BigInt(note.tax.amount),
        0n,
      )
      assert.equal(taken, -after.tax)
    }),
    { numRuns: 12 },
  )
})

test('five parallel credits of one invoice make one credit note', async () => {
  const { id } = await makeDocument(app.ctx, { customerId: customer.id })
  const url = `/api/v1/admin/documents/${id}`
  await staff.post(`${url}/issue`)
  const body = { reason: 'once', takeBack: false }
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => staff.post(`${url}/credit`, body)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
  assert.equal((await staff.get(url)).body.creditNotes.length, 1)
})

test('lines withdrawn from an issued, unpaid invoice are credited, and what is paid then counts', async () => {
  await setInvoicing(app.ctx, { numberAt: 'open' })
  const lines = [customLine(), customLine({ label: 'Second' })]
  const { id } = await makeDocument(app.ctx, { customerId: customer.id, lines })
  const [, second] = await linesOf(app.ctx.db, id)
  assert.ok(second)
  await payDocument(app.ctx, id, 1200n)
  assert.equal((await readDocument(app.ctx, id)).paidAt, null)
  await inTransaction(app.ctx, (tx) => withdrawLines(tx, systemEnv(app.ctx), [second.id]))
  const after = (await staff.get(`/api/v1/admin/documents/${id}`)).body
  assert.deepEqual(
    [after.status, after.credited.amount, after.paid.amount],
    ['paid', '1200', '1200'],
  )
  const note = (await staff.get(`/api/v1/admin/documents/${after.creditNotes[0].id}`)).body
  assert.equal(note.reason, 'No longer wanted')
  await inTransaction(app.ctx, (tx) => withdrawLines(tx, systemEnv(app.ctx), [second.id]))
  const same = (await staff.get(`/api/v1/admin/documents/${id}`)).body
  assert.equal(same.creditNotes.length, 1)
})

test('credit notes have a series of their own without gaps', async () => {
  const { rows } = await app.ctx.db.$client.query(
    `select kind, count(*)::int as n, max(right(number, 6)::int) as last,
      count(distinct number)::int as different from documents where state = 'issued' group by kind`,
  )
  assert.equal(rows.length, 2)
  for (const row of rows) assert.deepEqual([row.last, row.different], [row.n, row.n], row.kind)
})
