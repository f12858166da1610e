import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, isNull } from 'drizzle-orm'
import { startTestApp } from '../../test/app.ts'
import { systemEnv } from '../../test/factories/customer.ts'
import { makeDocument, readDocument } from '../../test/factories/document.ts'
import { issueDocument } from '../features/documents/issue-documents.ts'
import { gatewayEvents, payments } from '../features/payments/tables.ts'
import { Problem } from '../platform/problem.ts'
import { inTransaction } from '../platform/transaction.ts'

const app = await startTestApp()
const { ctx } = app
const document = await makeDocument(ctx)
const because = { code: 'restored' } as const
const enter = () => ctx.safeMode.set({ since: ctx.clock.now(), because, isCopy: false })

test('a notice of a gateway is kept, and processed once safe mode has ended', async () => {
  enter()
  const notice = { documentId: document.id }
  const sent = await app.anonymous.post('/api/v1/sandbox/gateway/notices', notice)
  assert.deepEqual(sent.body.statuses, [200])
  assert.equal(await ctx.db.$count(gatewayEvents, isNull(gatewayEvents.processedAt)), 1)
  assert.equal(await ctx.db.$count(payments), 0)
  ctx.safeMode.set(null)
  await app.settle()
  assert.equal(await ctx.db.$count(payments, eq(payments.documentId, document.id)), 1)
  assert.notEqual((await readDocument(ctx, document.id)).number, null)
})

test('no number is given, whoever asks', async () => {
  const open = await makeDocument(ctx)
  enter()
  const issue = inTransaction(ctx, (tx) => issueDocument(tx, systemEnv(ctx), open))
  await assert.rejects(issue, (error) => error instanceof Problem && error.code === 'safe_mode')
  ctx.safeMode.set(null)
})

test('what changes anything is refused by name, in the language of whoever asks', async () => {
  const staff = await app.staff()
  enter()
  const answer = await staff.post(`/api/v1/admin/documents/${document.id}/issue`)
  assert.deepEqual([answer.status, answer.body.code], [409, 'safe_mode'])
  assert.match(answer.body.detail, /safe mode/)
  const own = await staff.patch('/api/v1/auth/profile', { language: 'fr' })
  assert.equal(own.status, 200, JSON.stringify(own.body))
  const again = await staff.post(`/api/v1/admin/documents/${document.id}/issue`)
  assert.match(again.body.detail, /mode sans échec/)
  assert.equal((await staff.get('/api/v1/admin/documents')).status, 200)
  ctx.safeMode.set(null)
})
