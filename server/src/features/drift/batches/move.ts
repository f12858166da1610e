import { and, eq, sql } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import { permits } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import { notFound, Problem, refuse } from '../../../platform/problem.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { storedActor } from '../../batches/runner.ts'
import { record } from '../../history/record.ts'
import { driftBatches, driftBatchRows } from '../tables.ts'
import { asksForCount, bulkAction } from './bulk.ts'
import { type DriftBatch, wakeDriftBatch } from './create.ts'

/**
 * Starts a planned batch in the name of whoever confirms it. 409 when it is not planned or has nothing
 * to do, 422 `count_to_confirm` where its number is to be typed and is not.
 */
export function confirmDriftBatch(
  env: Env,
  id: string,
  { typedCount }: { typedCount?: number },
): Promise<void> {
  return inTransaction(env.ctx, async (tx) => {
    const batch = await take(tx, env, id)
    if (batch.state === 'planning') throw refuse('batch_planning')
    if (batch.state !== 'planned') throw refuse('batch_not_planned')
    const n = await countOpen(tx, id)
    if (n === 0) throw refuse('drift_batch_nothing')
    if (asksForCount(batch.action) && typedCount !== n)
      throw refuse('drift_count_to_confirm', { n })
    const set = {
      ...{ state: 'running' as const, dueAt: env.now, confirmedAt: env.now },
      runBy: storedActor(env.actor),
    }
    await move(tx, env, batch, { set, kind: 'drift_batch.confirmed' })
  })
}

/** Gives up what has not begun; fixes that were asked for go on. */
export function discardDriftBatch(env: Env, id: string): Promise<void> {
  return inTransaction(env.ctx, async (tx) => {
    const batch = await take(tx, env, id)
    if (batch.state === 'finished' || batch.state === 'cancelled') throw refuse('drift_batch_over')
    await tx
      .update(driftBatchRows)
      .set({ state: 'cancelled', finishedAt: env.now })
      .where(
        and(eq(driftBatchRows.batchId, id), sql`${driftBatchRows.state} in ('listed', 'open')`),
      )
    const set = { state: 'cancelled' as const, dueAt: null, finishedAt: env.now }
    await move(tx, env, batch, { set, kind: 'drift_batch.cancelled' })
  })
}

async function take(tx: Tx, { actor }: Env, id: string): Promise<DriftBatch> {
  const [batch] = await tx.select().from(driftBatches).where(eq(driftBatches.id, id)).for('update')
  if (!batch) throw notFound()
  if (!permits(actor, bulkAction(batch.action).permission)) throw new Problem('not_allowed')
  return batch
}

const countOpen = (tx: Tx, batchId: string) =>
  tx.$count(
    driftBatchRows,
    and(eq(driftBatchRows.batchId, batchId), eq(driftBatchRows.state, 'open')),
  )

export async function move(
  tx: Tx,
  env: Omit<Env, 'ctx'>,
  batch: DriftBatch,
  { set, kind }: { set: Partial<DriftBatch> & Pick<DriftBatch, 'state'>; kind: string },
): Promise<void> {
  await tx.update(driftBatches).set(set).where(eq(driftBatches.id, batch.id))
  await record(tx, env, [
    {
      ...{ subject: 'drift_batch', subjectId: batch.id, kind, before: { state: batch.state } },
      after: { number: batch.number, state: set.state },
    },
  ])
  await wakeDriftBatch(tx, batch.id)
}
