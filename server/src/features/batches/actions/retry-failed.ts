import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { type BatchSubject, batchSubject, countOf } from '../batch-subject.ts'
import { storedActor } from '../runner.ts'
import { batchRows } from '../tables.ts'
import { moveBatch } from './move-batch.ts'
import { DONE, notPermitted } from './permitted.ts'

/** The failed ones have their turn again: their operation is retried, or the action is done anew. */
export const retryFailed = defineAction({
  id: 'batch.retry_failed',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Retry the failed services of a batch',
  input: z.strictObject({}),
  output: z.object({ operationId: z.null() }),
  check({ batch }: BatchSubject, _input, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    const n = countOf(batch, 'failed')
    if (n === 0) return refused('batch_no_failed')
    return allowed({ key: 'batch.effect.retry', params: { n } })
  },
  async run(tx, { batch }, _input, env: Env) {
    await tx
      .update(batchRows)
      .set({ state: 'open', error: null, reasonCode: null, reason: null, finishedAt: null })
      .where(and(eq(batchRows.batchId, batch.id), eq(batchRows.state, 'failed')))
    const paused = batch.state === 'paused'
    await moveBatch(tx, env, batch, {
      set: paused
        ? { state: 'paused' }
        : { state: 'running', dueAt: env.now, runBy: storedActor(env.actor), finishedAt: null },
      kind: 'batch.retried',
    })
    return DONE
  },
})
