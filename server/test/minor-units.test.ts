import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { runDoctor } from '../src/doctor/run-doctor.ts'
import { coupons } from '../src/features/coupons/tables.ts'
import { creditEntries } from '../src/features/credits/tables.ts'
import { amountDue } from '../src/features/documents/document-totals.ts'
import { documentLines, documents } from '../src/features/documents/tables.ts'
import { recordPayment } from '../src/features/payments/record-payment.ts'
import { payments } from '../src/features/payments/tables.ts'
import { newId } from '../src/platform/ids.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { startTestApp } from './app.ts'
import { makeCustomer, systemEnv } from './factories/customer.ts'
import { customLine, makeDocument } from './factories/document.ts'
import { makeService, readService } from './factories/service.ts'

const app = await startTestApp()
const { ctx } = app
const migration = readFileSync(
  new URL('../migrations/0031_minor_units_by_iso.sql', import.meta.url),
  'utf8',
)

/** A service and an issued invoice of 50 units, paid with 3 units too many. */
async function makeBooks(currency: string) {
  const { customer } = await makeCustomer(app)
  const customerId = customer.id
  const price = { price: 50n, initialPrice: 40n }
  const service = await makeService(app, { customerId, currency, ...price })
  const lines = [customLine({ unitPrice: 50n })]
  const { id: documentId } = await makeDocument(ctx, { customerId, currency, lines })
  const [document] = await ctx.db.select().from(documents).where(eq(documents.id, documentId))
  assert.ok(document)
  const amount = amountDue(document) + 3n
  const transfer = { gateway: 'bank_transfer', reference: newId(), documentId, customerId: null }
  await inTransaction(ctx, (tx) =>
    recordPayment(tx, systemEnv(ctx), { ...transfer, amount, currency }),
  )
  return { serviceId: service.id, documentId, customerId }
}

async function amountsOf({ serviceId, documentId, customerId }: Record<string, string>) {
  const { price, initialPrice } = await readService(app, serviceId ?? '')
  const of = documentId ?? ''
  const [document] = await ctx.db.select().from(documents).where(eq(documents.id, of))
  const [line] = await ctx.db.select().from(documentLines).where(eq(documentLines.documentId, of))
  const [payment] = await ctx.db.select().from(payments).where(eq(payments.documentId, of))
  const own = eq(creditEntries.customerId, customerId ?? '')
  const [credit] = await ctx.db.select().from(creditEntries).where(own)
  return [price, initialPrice, document?.gross, line?.net, payment?.amount, credit?.balanceAfter]
}

test('books in currencies that were counted without decimals keep their value', async () => {
  const forint = await makeBooks('HUF')
  const euro = await makeBooks('EUR')
  const amounts = { HUF: '5', EUR: '5' }
  const coupon = { id: newId(), code: 'five', kind: 'fixed' as const, createdAt: 0 }
  await ctx.db.insert(coupons).values({ ...coupon, amounts })
  await app.settle()
  await ctx.db.execute(migration)
  assert.deepEqual(await amountsOf(euro), [50n, 40n, 60n, 50n, 63n, 3n])
  assert.deepEqual(await amountsOf(forint), [5000n, 4000n, 6000n, 5000n, 6300n, 300n])
  const [after] = await ctx.db.select().from(coupons)
  assert.deepEqual(after?.amounts, { HUF: '500', EUR: '5' })
  const changed = ctx.db.update(documents).set({ gross: 1n }).where(eq(documents.currency, 'HUF'))
  await assert.rejects(changed, 'issued documents are frozen again')
  const { checks } = await runDoctor(ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})
