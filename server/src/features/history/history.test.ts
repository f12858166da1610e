import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { HOUR, toIso } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { inSavepoint, inTransaction } from '../../platform/transaction.ts'
import { record } from './record.ts'

const app = await startTestApp()
const owner = await app.staff()
const HISTORY = '/api/v1/admin/history'
const kinds = async (query: string): Promise<string[]> =>
  (await owner.get(`${HISTORY}?${query}`)).body.items.map((entry: { kind: string }) => entry.kind)

test('is filtered by subject, customer, actor, kind and time', async () => {
  const start = app.clock.now()
  const { customer, user } = await makeCustomer(app)
  app.clock.set(start + HOUR)
  await owner.patch(`/api/v1/admin/customers/${customer.id}`, { city: 'Lyon' })
  const me = (await owner.get('/api/v1/auth/session')).body.staff.id
  const all = ['customer.updated', 'user.created', 'customer.created']
  assert.deepEqual(await kinds(`customerId=${customer.id}`), all)
  assert.deepEqual(await kinds(`subject=user&subjectId=${user.id}`), ['user.created'])
  assert.deepEqual(await kinds(`actorId=${me}`), ['customer.updated'])
  assert.deepEqual(await kinds(`customerId=${customer.id}&actorKind=system`), all.slice(1))
  assert.deepEqual(await kinds('kind=user.created'), ['user.created'])
  assert.deepEqual(await kinds(`kind=customer.&customerId=${customer.id}`), [
    'customer.updated',
    'customer.created',
  ])
  const later = toIso(start + HOUR)
  assert.deepEqual(await kinds(`customerId=${customer.id}&from=${later}`), all.slice(0, 1))
  assert.deepEqual(await kinds(`customerId=${customer.id}&to=${later}`), all.slice(1))
})

test('stands in the order of what was done, without what was undone', async () => {
  const id = newId()
  const note = (tx: Tx, kind: string) =>
    record(tx, systemEnv(app.ctx), [{ subject: 'work', subjectId: id, kind }])
  await inTransaction(app.ctx, async (tx) => {
    await note(tx, 'work.begun')
    const undone = inSavepoint(tx, async (inner) => {
      await note(inner, 'work.spoiled')
      throw new Error('undone')
    })
    await assert.rejects(undone, /undone/)
    await inSavepoint(tx, (inner) => note(inner, 'work.mended'))
    await note(tx, 'work.ended')
  })
  const done = ['work.ended', 'work.mended', 'work.begun']
  assert.deepEqual(await kinds(`subject=work&subjectId=${id}`), done)
})

test('is read page by page, each entry once', async () => {
  await inTransaction(app.ctx, (tx) =>
    record(
      tx,
      systemEnv(app.ctx),
      Array.from({ length: 25 }, (_, i) => ({
        subject: 'page',
        subjectId: String(i),
        kind: 'page.turned',
        after: { amount: 12n },
      })),
    ),
  )
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await owner.get(`${HISTORY}?subject=page&limit=10${cursor}`)).body
    seen.push(...page.items.map((entry: { subjectId: string }) => entry.subjectId))
    assert.deepEqual(page.items[0].after, { amount: '12' })
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
  } while (cursor)
  assert.deepEqual(
    seen,
    Array.from({ length: 25 }, (_, i) => String(24 - i)),
  )
})

test('is filtered by batch, with what its operations came to', async () => {
  const batchId = newId()
  const causes = [
    { kind: 'batch' as const, batchId, number: 7 },
    { kind: 'operation' as const, operationId: newId(), because: { kind: 'batch', batchId } },
    { kind: 'batch' as const, batchId: newId(), number: 8 },
  ]
  for (const [i, cause] of causes.entries()) {
    await inTransaction(app.ctx, (tx) =>
      record(tx, { ...systemEnv(app.ctx), cause }, [
        { subject: 'service', subjectId: newId(), kind: `service.made_${i}` },
      ]),
    )
  }
  assert.deepEqual(await kinds(`batchId=${batchId}`), ['service.made_1', 'service.made_0'])
})

test('a filter that cannot be read is named', async () => {
  const answer = await owner.get(`${HISTORY}?from=yesterday`)
  assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, '/query/from'])
  assert.equal((await owner.get(`${HISTORY}?cursor=x`)).status, 422)
})

test('what is written stays as it was written', async () => {
  const changes = [
    sql`update history set note = 'x'`,
    sql`delete from history`,
    sql`truncate history`,
    sql`truncate history cascade`,
  ]
  const count = async () => (await app.ctx.db.execute(sql`select count(*) from history`)).rows
  const before = await count()
  for (const change of changes) {
    await assert.rejects(app.ctx.db.execute(change), (error: Error) =>
      /never changed/.test(String(error.cause)),
    )
  }
  assert.deepEqual(await count(), before)
})
