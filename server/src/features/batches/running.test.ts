import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, eq, sql } from 'drizzle-orm'
import { moveBatch, planBatch, readBatch, rowsOf, runBatch } from '../../../test/factories/batch.ts'
import { makeCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { lastOperation, startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { dueLoops } from '../../worker.ts'
import { history } from '../history/tables.ts'
import { createServices } from '../services/create.ts'
import { services } from '../services/tables.ts'
import { roles, staff as staffTable } from '../staff/tables.ts'

const { app, recording, delivered, service } = await startRecordingApp()
const staff = await app.staff()
const loop = dueLoops(app.ctx).find(({ name }) => name === 'batches')
/** One turn of a worker: a part of the batch. */
const turn = () => loop?.runDue(app.clock.now())

/** Active services of a customer of their own; the automation leaves them alone. */
async function many(count: number): Promise<{ customerId: string; ids: string[] }> {
  const { customer } = await makeCustomer(app)
  const { ctx } = app
  const made = await inTransaction(ctx, (tx) =>
    createServices(
      tx,
      systemEnv(ctx),
      Array.from({ length: count }, (_, index) => ({
        customerId: customer.id,
        productId: null,
        type: 'none',
        name: `of many ${index}`,
        status: 'active' as const,
        cycle: 'monthly' as const,
        currency: 'EUR',
        price: 1000n,
        initialPrice: 1000n,
        expiresAt: ctx.clock.now() + 86_400_000 * 25,
        anchorDay: 4,
      })),
    ),
  )
  await ctx.db
    .update(services)
    .set({ automationPaused: true })
    .where(eq(services.customerId, customer.id))
  return { customerId: customer.id, ids: made.map(({ id }) => id) }
}

const HOLD = { action: 'service.hold', input: { until: null } }

async function heldOf(customerId: string): Promise<number> {
  return app.ctx.db.$count(
    services,
    and(eq(services.customerId, customerId), eq(services.heldForever, true)),
  )
}

test('paused it begins nothing more; resumed it goes on; the rest can be cancelled', async () => {
  const { customerId } = await many(230)
  const { id } = await planBatch(app, staff, { ...HOLD, select: { filters: { customerId } } })
  await moveBatch(staff, id, 'confirm')
  await turn()
  const first = await heldOf(customerId)
  assert.ok(first > 0 && first < 230)
  await moveBatch(staff, id, 'pause')
  await app.settle()
  assert.equal(await heldOf(customerId), first)
  const paused = await readBatch(staff, id)
  assert.equal(paused.state, 'paused')
  assert.deepEqual([paused.counts.done, paused.counts.waiting], [first, 230 - first])

  await moveBatch(staff, id, 'resume')
  await turn()
  const second = await heldOf(customerId)
  assert.ok(second > first && second < 230)
  await moveBatch(staff, id, 'cancel-rest')
  await app.settle()
  const over = await readBatch(staff, id)
  assert.equal(over.state, 'cancelled')
  assert.deepEqual([over.counts.done, over.counts.cancelled], [second, 230 - second])
  assert.equal(await heldOf(customerId), second)
  const again = await staff.post(`/api/v1/admin/batches/${id}/cancel-rest`)
  assert.equal(again.body.code, 'batch_not_running')
})

test('retry of the failed: their operation is tried again, and done counts as done', async () => {
  const made = [await delivered({ name: 'r1' }), await delivered({ name: 'r2' })]
  recording.always('suspend', { kind: 'refuse', code: 'rejected', message: 'not today' })
  const batch = await runBatch(app, staff, {
    action: 'service.suspend',
    select: { ids: made.map(({ id }) => id) },
  })
  assert.equal(batch.counts.failed, 2)
  const operations = await Promise.all(made.map(({ id }) => lastOperation(app, id)))
  recording.always('suspend', { kind: 'succeed' })
  await moveBatch(staff, batch.id, 'retry-failed')
  await app.settle()
  const { state, counts } = await readBatch(staff, batch.id)
  assert.equal(state, 'finished')
  assert.deepEqual([counts.done, counts.failed], [2, 0])
  const rows = [...(await rowsOf(staff, batch.id)).values()]
  assert.deepEqual(
    rows.map((row) => row.operationId).sort(),
    operations.map(({ id }) => id).sort(),
    'no second operation',
  )
  assert.deepEqual(
    rows.map((row) => row.attempts),
    [2, 2],
  )
})

test('an operation that staff help along afterwards makes its row done', async () => {
  const made = await delivered({ name: 'helped' })
  recording.next('suspend', { kind: 'refuse', code: 'rejected' })
  const select = { ids: [made.id] }
  const batch = await runBatch(app, staff, { action: 'service.suspend', select })
  assert.equal(batch.counts.failed, 1)
  const { id } = await lastOperation(app, made.id)
  await staff.post(`/api/v1/admin/operations/${id}/retry`)
  await app.settle()
  assert.deepEqual((await readBatch(staff, batch.id)).counts.done, 1)
})

test('a lost answer keeps the batch running until it is known', async () => {
  const made = await delivered({ name: 'lost' })
  recording.next('suspend', { kind: 'throw' })
  recording.next('find', { kind: 'refuse', code: 'transient' })
  const select = { ids: [made.id] }
  const batch = await runBatch(app, staff, { action: 'service.suspend', select })
  assert.deepEqual([batch.state, batch.counts.running], ['running', 1])
  await app.travelTo(app.clock.now() + 3_600_000)
  const over = await readBatch(staff, batch.id)
  assert.deepEqual([over.state, over.counts.done], ['finished', 1])
})

test('a newer change that takes the place of a row’s operation is said', async () => {
  const made = await delivered({ name: 'overtaken' })
  recording.next('suspend', { kind: 'refuse', code: 'transient', message: 'try later' })
  const select = { ids: [made.id] }
  const batch = await runBatch(app, staff, { action: 'service.suspend', select })
  assert.equal(batch.counts.running, 1, 'it is tried again by itself')
  await staff.post(`/api/v1/admin/services/${made.id}/terminate`, { confirm: 'overtaken' })
  await app.settle()
  const over = await readBatch(staff, batch.id)
  assert.deepEqual([over.state, over.counts.failed], ['finished', 1])
  const row = (await rowsOf(staff, batch.id)).get('overtaken')
  assert.equal(row?.error, 'A newer change of the service took its place.')
})

test('what changed since the preview is looked at again: skipped, not an error', async () => {
  const made = await delivered({ name: 'changing' })
  const select = { ids: [made.id] }
  const planned = await planBatch(app, staff, { action: 'service.suspend', select })
  assert.equal(planned.counts.willDo, 1)
  await staff.post(`/api/v1/admin/services/${made.id}/terminate`, { confirm: 'changing' })
  await app.settle()
  await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  const over = await readBatch(staff, planned.id)
  assert.deepEqual([over.state, over.counts.skipped], ['finished', 1])
  assert.equal(over.summary.skips[0].text, 'Not possible while the service is terminated.')
})

test('whoever lost the right stops their batch; somebody who has it goes on in their own name', async () => {
  const { customerId } = await many(230)
  const [role] = await app.ctx.db
    .insert(roles)
    .values({ id: newId(), name: 'holder', permissions: ['batches:read', 'services:hold'] })
    .returning()
  const member = await makeStaff(app.ctx, { role: 'holder' })
  const holder = await app.as({ realm: 'staff', id: member.id })
  const select = { filters: { customerId } }
  const { id } = await planBatch(app, holder, { ...HOLD, select })
  await moveBatch(holder, id, 'confirm')
  await turn()
  const before = await heldOf(customerId)
  await app.ctx.db
    .update(roles)
    .set({ permissions: ['batches:read'] })
    .where(eq(roles.id, role?.id ?? ''))
  await app.settle()
  const stopped = await readBatch(staff, id)
  assert.equal(stopped.state, 'paused')
  assert.match(stopped.stoppedBecause, /^Sam Staff may not do this any more/)
  assert.equal(await heldOf(customerId), before)
  assert.equal((await holder.post(`/api/v1/admin/batches/${id}/resume`)).status, 403)
  await moveBatch(staff, id, 'resume')
  await app.settle()
  assert.equal(await heldOf(customerId), 230)
  const names = await app.ctx.db
    .select({ id: history.actorId, n: sql<number>`count(*)::int` })
    .from(history)
    .where(and(eq(history.kind, 'service.held'), eq(history.customerId, customerId)))
    .groupBy(history.actorId)
  assert.equal(names.find((row) => row.id === member.id)?.n, before)
  await app.ctx.db.update(staffTable).set({ disabledAt: 1 }).where(eq(staffTable.id, member.id))
})

test('every entry in the history names the batch', async () => {
  const made = await delivered({ name: 'told' })
  const select = { ids: [made.id] }
  const batch = await runBatch(app, staff, { action: 'service.suspend', select })
  const entries = await app.ctx.db
    .select()
    .from(history)
    .where(and(eq(history.subjectId, made.id), eq(history.kind, 'service.suspension_requested')))
  const { id: batchId, number } = batch
  assert.deepEqual(entries[0]?.cause, { kind: 'batch', batchId, number })
  const operation = await lastOperation(app, made.id)
  assert.deepEqual(operation.cause, { kind: 'batch', batchId, number })
})

test('more services than are looked at in one go are planned and done, each once', async () => {
  const { customerId, ids } = await many(520)
  const select = { filters: { customerId } }
  const planned = await planBatch(app, staff, {
    action: 'service.add_days',
    input: { days: 3 },
    select,
  })
  assert.deepEqual([planned.counts.total, planned.counts.willDo], [520, 520])
  const was = await readService(app, ids[0] ?? '')
  await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  const over = await readBatch(staff, planned.id)
  assert.deepEqual([over.state, over.counts.done], ['finished', 520])
  const moved = await app.ctx.db
    .select({ expiresAt: services.expiresAt, n: sql<number>`count(*)::int` })
    .from(services)
    .where(eq(services.customerId, customerId))
    .groupBy(services.expiresAt)
  assert.deepEqual(moved, [{ expiresAt: (was.expiresAt ?? 0) + 3 * 86_400_000, n: 520 }])
})

test('operations of a batch come to a server a few at a time', async () => {
  const ids: string[] = []
  for (let index = 0; index < 40; index++) ids.push((await service({ name: `few ${index}` })).id)
  const planned = await planBatch(app, staff, { action: 'service.deliver', select: { ids } })
  await moveBatch(staff, planned.id, 'confirm')
  await turn()
  const { counts } = await readBatch(staff, planned.id)
  assert.ok(counts.running >= 32 && counts.running < 40, `${counts.running} ahead`)
  assert.equal(counts.waiting, 40 - counts.running)
  await app.settle()
  assert.equal((await readBatch(staff, planned.id)).counts.done, 40)
})
