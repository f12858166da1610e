import { and, asc, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { refused, type Verdict } from '../../../platform/action.ts'
import type { Actor } from '../../../platform/actor.ts'
import { Problem } from '../../../platform/problem.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { actorThen } from '../../batches/runner.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { driftBatches, driftBatchRows } from '../tables.ts'
import { bulkAction, inputFor } from './bulk.ts'
import { type DriftBatch, wakeDriftBatch } from './create.ts'

/** Rows that are asked together. */
const CHUNK = 200

/** Asks the next rows of a batch what would happen. Answers how many; none means it is planned. */
export async function planChunk(ctx: Context, batch: DriftBatch): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ position: driftBatchRows.position, driftId: driftBatchRows.driftId })
      .from(driftBatchRows)
      .where(and(eq(driftBatchRows.batchId, batch.id), eq(driftBatchRows.state, 'listed')))
      .orderBy(asc(driftBatchRows.position))
      .limit(CHUNK)
      .for('update', { skipLocked: true })
    const now = ctx.clock.now()
    const ids = rows.map(({ driftId }) => driftId)
    const subjects = await driftSubject.load(tx, ids, now)
    const actor = actorThen(batch.createdBy)
    for (const { position, driftId } of rows) {
      const verdict = await verdictOf(ctx, batch, { subject: subjects.get(driftId), actor })
      await tx
        .update(driftBatchRows)
        .set(
          verdict.allowed
            ? { state: 'open', effects: verdict.effects }
            : { state: 'skipped', reasonCode: verdict.code, reason: verdict.reason },
        )
        .where(and(eq(driftBatchRows.batchId, batch.id), eq(driftBatchRows.position, position)))
    }
    await wakeDriftBatch(tx, batch.id)
    return rows.length
  })
}

/** What the looks of these actions ask is our own books, and what a module knows by itself. */
async function verdictOf(
  ctx: Context,
  batch: DriftBatch,
  { subject, actor }: { subject: DriftSubject | undefined; actor: Actor },
): Promise<Verdict> {
  if (!subject) return refused('not_found')
  const action = bulkAction(batch.action)
  const env = { actor, now: ctx.clock.now() }
  try {
    const input = action.input.parse(inputFor(batch, subject.row))
    const seen = (await action.look?.(subject, input, { ...env, ctx })) as object | undefined
    return action.check({ ...subject, ...seen }, input, env)
  } catch (error) {
    return refusalOf(error)
  }
}

/** A field that cannot be as it is says so itself. */
export function refusalOf(error: unknown): Extract<Verdict, { allowed: false }> {
  if (!(error instanceof Problem)) throw error
  const [field] = error.errors
  const said = field && typeof field.detail === 'object' ? field.detail : error.text
  return { allowed: false, code: field?.code ?? error.code, reason: said }
}

export async function finishPlanning(ctx: Context, { id }: DriftBatch): Promise<void> {
  await ctx.db
    .update(driftBatches)
    .set({ state: 'planned', dueAt: null, plannedAt: ctx.clock.now() })
    .where(and(eq(driftBatches.id, id), eq(driftBatches.state, 'planning')))
  await wakeDriftBatch(ctx.db, id)
}
