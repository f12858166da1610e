import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, isNotNull } from 'drizzle-orm'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { systemEnv } from '../../../test/factories/customer.ts'
import { makeDocument, readDocument, setInvoicing } from '../../../test/factories/document.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { issueDocument } from './issue-documents.ts'
import { lockDocument } from './lock-document.ts'
import { documents } from './tables.ts'

class Rollback extends Error {}

async function issue(app: TestApp, id: string, then?: () => void): Promise<void> {
  await inTransaction(app.ctx, async (tx) => {
    const document = await lockDocument(tx, id)
    assert.ok(document)
    await issueDocument(tx, systemEnv(app.ctx), document)
    then?.()
  })
}

async function issueNew(app: TestApp): Promise<string | null> {
  const { id } = await makeDocument(app.ctx)
  await issue(app, id)
  return (await readDocument(app.ctx, id)).number
}

test('parallel issues and rollbacks leave no gap and no double', async () => {
  const app = await startTestApp()
  const made = []
  for (let i = 0; i < 24; i++) made.push(await makeDocument(app.ctx))
  const fail = () => {
    throw new Rollback()
  }
  await Promise.all(
    made.map(({ id }, index) =>
      index % 3 === 0 ? assert.rejects(issue(app, id, fail), Rollback) : issue(app, id),
    ),
  )
  const rows = await app.ctx.db
    .select({ number: documents.number })
    .from(documents)
    .where(isNotNull(documents.number))
    .orderBy(documents.number)
  assert.deepEqual(
    rows.map((row) => row.number),
    Array.from({ length: 16 }, (_, i) => `INV-2025-${String(i + 1).padStart(6, '0')}`),
  )
})

test('the year and the day of a number are those of the business zone', async () => {
  const app = await startTestApp({ now: Date.parse('2025-12-31T22:59:59Z') })
  assert.equal(await issueNew(app), 'INV-2025-000001')
  app.clock.set(Date.parse('2025-12-31T23:00:00Z'))
  const { id } = await makeDocument(app.ctx)
  await issue(app, id)
  const document = await readDocument(app.ctx, id)
  assert.equal(document.number, 'INV-2026-000001')
  assert.equal(document.issuedOn, '2026-01-01')
})

test('a clock that stands earlier than the last number does not turn the day back', async () => {
  const app = await startTestApp({ now: Date.parse('2026-01-01T08:00:00Z') })
  assert.equal(await issueNew(app), 'INV-2026-000001')
  app.clock.set(Date.parse('2025-12-30T08:00:00Z'))
  const { id } = await makeDocument(app.ctx)
  await issue(app, id)
  const document = await readDocument(app.ctx, id)
  assert.equal(document.number, 'INV-2026-000002')
  assert.equal(document.issuedOn, '2026-01-01')
})

test('M8: another prefix affects only numbers to come', async () => {
  const app = await startTestApp()
  assert.equal(await issueNew(app), 'INV-2025-000001')
  await setInvoicing(app.ctx, { invoicePrefix: 'FAC' })
  assert.equal(await issueNew(app), 'FAC-2025-000001')
  const [old] = await app.ctx.db
    .select()
    .from(documents)
    .where(eq(documents.number, 'INV-2025-000001'))
  assert.ok(old)
})

test('with numberAt = open a document is numbered from the start', async () => {
  const app = await startTestApp()
  await setInvoicing(app.ctx, { numberAt: 'open' })
  const document = await makeDocument(app.ctx)
  assert.deepEqual([document.state, document.number], ['issued', 'INV-2025-000001'])
})
