import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { type BatchSubject, batchSubject, countOf } from '../batch-subject.ts'
import { batchRows } from '../tables.ts'
import { moveBatch } from './move-batch.ts'
import { DONE, notPermitted } from './permitted.ts'

const output = z.object({ operationId: z.null() })

/** Leaves the services alone whose turn has not come. */
async function cancelOpen(tx: Tx, env: Env, batchId: string): Promise<void> {
  await tx
    .update(batchRows)
    .set({ state: 'cancelled', finishedAt: env.now })
    .where(and(eq(batchRows.batchId, batchId), inArray(batchRows.state, ['listed', 'open'])))
}

/** Ends a batch early: what was begun goes on, the rest is left as it is. */
export const cancelRest = defineAction({
  id: 'batch.cancel_rest',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Cancel the rest of a batch: services whose turn has not come are left as they are',
  input: z.strictObject({}),
  output,
  check({ batch }: BatchSubject, _input, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    if (batch.state !== 'running' && batch.state !== 'paused') return refused('batch_not_running')
    const n = countOf(batch, 'open')
    if (n === 0) return refused('batch_no_rest')
    return allowed({ key: 'batch.effect.cancel_rest', params: { n } })
  },
  async run(tx, { batch }, _input, env: Env) {
    await cancelOpen(tx, env, batch.id)
    // It is over once what was begun is.
    await moveBatch(tx, env, batch, {
      set: { state: 'running', dueAt: env.now, stoppedBecause: null },
      kind: 'batch.rest_cancelled',
    })
    return DONE
  },
})

/** Gives a preview up. */
export const discardBatch = defineAction({
  id: 'batch.discard',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Discard a batch that was never confirmed',
  input: z.strictObject({}),
  output,
  check({ batch }: BatchSubject, _input, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    if (batch.state !== 'planning' && batch.state !== 'planned') return refused('batch_not_planned')
    return allowed({ key: 'batch.effect.discard' })
  },
  async run(tx, { batch }, _input, env: Env) {
    await cancelOpen(tx, env, batch.id)
    await moveBatch(tx, env, batch, {
      set: { state: 'cancelled', dueAt: null, finishedAt: env.now },
      kind: 'batch.discarded',
    })
    return DONE
  },
})
