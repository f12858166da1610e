import { and, asc, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { runActionIn } from '../../../platform/action.ts'
import { type Actor, permits, SYSTEM } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import { Problem, refuse } from '../../../platform/problem.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { loadRunner } from '../../batches/runner.ts'
import { driftSubject } from '../drift-subject.ts'
import { driftBatches, driftBatchRows } from '../tables.ts'
import { bulkAction, inputFor } from './bulk.ts'
import { type DriftBatch, wakeDriftBatch } from './create.ts'
import { move } from './move.ts'
import { refusalOf } from './plan.ts'

/** Rows in one go, before other batches have their turn. */
const PER_TURN = 50

interface Running {
  batch: DriftBatch
  /** In whose name, with what they may do at this moment. */
  actor: Actor
}

type Row = Pick<typeof driftBatchRows.$inferSelect, 'position' | 'driftId'>

/** A turn of a running batch. Answers how many rows were done. */
export async function advance(ctx: Context, batch: DriftBatch): Promise<number> {
  const actor = batch.runBy && (await loadRunner(ctx, batch.runBy))
  if (!actor || !permits(actor, bulkAction(batch.action).permission)) {
    await stop(ctx, batch)
    return 1
  }
  let ran = 0
  while (ran < PER_TURN && (await runNext(ctx, { batch, actor }))) ran += 1
  if (ran === 0) await finish(ctx, batch)
  else await wakeDriftBatch(ctx.db, batch.id)
  return ran
}

/** One row, all in one transaction with its mark: it is done once or not at all. */
async function runNext(ctx: Context, running: Running): Promise<boolean> {
  let taken: Row | undefined
  try {
    return await inTransaction(ctx, async (tx) => {
      taken = await takeOpen(tx, running.batch.id)
      if (!taken) return false
      const operationId = await act(tx, ctx, running, taken.driftId)
      await mark(tx, ctx, running.batch, taken, { state: 'done', operationId })
      return true
    })
  } catch (error) {
    if (taken === undefined) throw error
    await mark(ctx.db, ctx, running.batch, taken, whyNot(ctx, taken, error))
    return true
  }
}

async function takeOpen(tx: Tx, batchId: string): Promise<Row | undefined> {
  const [row] = await tx
    .select({ position: driftBatchRows.position, driftId: driftBatchRows.driftId })
    .from(driftBatchRows)
    .where(and(eq(driftBatchRows.batchId, batchId), eq(driftBatchRows.state, 'open')))
    .orderBy(asc(driftBatchRows.position))
    .limit(1)
    .for('update', { skipLocked: true })
  return row
}

async function act(
  tx: Tx,
  ctx: Context,
  { batch, actor }: Running,
  driftId: string,
): Promise<string | null> {
  const action = bulkAction(batch.action)
  const now = ctx.clock.now()
  const subject = (await driftSubject.load(tx, [driftId], now)).get(driftId)
  if (!subject) throw refuse('not_found')
  const input = action.input.parse(inputFor(batch, subject.row))
  const seen = ((await action.look?.(subject, input, { ctx, actor, now })) ?? {}) as object
  const cause = { kind: 'batch' as const, driftBatchId: batch.id, number: batch.number }
  const answer = await runActionIn(ctx, tx, action, { id: driftId, input, actor, cause, seen })
  const { operationId } = answer as { operationId: string | null }
  return operationId
}

type Outcome = Partial<typeof driftBatchRows.$inferSelect>

async function mark(
  tx: Tx | Context['db'],
  ctx: Context,
  { id }: DriftBatch,
  { position }: Row,
  outcome: Outcome,
): Promise<void> {
  await tx
    .update(driftBatchRows)
    .set({ ...outcome, finishedAt: ctx.clock.now() })
    .where(
      and(
        eq(driftBatchRows.batchId, id),
        eq(driftBatchRows.position, position),
        eq(driftBatchRows.state, 'open'),
      ),
    )
}

/** A refusal skips the row; anything else is an error of ours. */
function whyNot(ctx: Context, { driftId }: Row, error: unknown): Outcome {
  if (!(error instanceof Problem)) {
    ctx.log.error({ err: error, driftId }, 'row of a drift batch')
    return { state: 'failed', reasonCode: 'batch_error', reason: { key: 'batch.error' } }
  }
  const { code, reason } = refusalOf(error)
  return { state: 'skipped', reasonCode: code, reason }
}

async function finish(ctx: Context, { id }: DriftBatch): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [batch] = await tx
      .select()
      .from(driftBatches)
      .where(and(eq(driftBatches.id, id), eq(driftBatches.state, 'running')))
      .for('update')
    if (!batch || (await hasOpen(tx, id))) return
    const set = { state: 'finished' as const, dueAt: null, finishedAt: ctx.clock.now() }
    await move(tx, systemEnv(ctx), batch, { set, kind: 'drift_batch.finished' })
  })
}

/** Rows that another worker has in hand are open until it is done. */
async function hasOpen(tx: Tx, batchId: string): Promise<boolean> {
  const rows = await tx
    .select({ position: driftBatchRows.position })
    .from(driftBatchRows)
    .where(and(eq(driftBatchRows.batchId, batchId), eq(driftBatchRows.state, 'open')))
    .limit(1)
  return rows.length > 0
}

/** Who confirmed it has lost the right: the rest is left as it is. */
async function stop(ctx: Context, batch: DriftBatch): Promise<void> {
  const params = { name: batch.runBy?.name ?? '' }
  await inTransaction(ctx, async (tx) => {
    await tx
      .update(driftBatchRows)
      .set({ state: 'cancelled', finishedAt: ctx.clock.now() })
      .where(and(eq(driftBatchRows.batchId, batch.id), eq(driftBatchRows.state, 'open')))
    const set = {
      ...{ state: 'cancelled' as const, dueAt: null, finishedAt: ctx.clock.now() },
      stoppedBecause: { key: 'problem.drift_batch_stopped', params },
    }
    await move(tx, systemEnv(ctx), batch, { set, kind: 'drift_batch.stopped' })
  })
}

const systemEnv = (ctx: Context) => ({
  actor: SYSTEM,
  now: ctx.clock.now(),
  cause: { kind: 'system' as const },
})
