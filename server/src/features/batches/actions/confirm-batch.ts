import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { type BatchSubject, batchSubject, countOf } from '../batch-subject.ts'
import { asksForNumber } from '../implementation.ts'
import { storedActor } from '../runner.ts'
import { moveBatch } from './move-batch.ts'
import { DONE, notPermitted } from './permitted.ts'

const input = z.strictObject({
  count: z
    .int()
    .optional()
    .meta({
      label: {
        en: 'Number of services, to confirm',
        fr: 'Nombre de services, pour confirmer',
      },
    }),
})

/**
 * Starts a planned batch, in the name of whoever confirms it. What cannot be brought back asks for
 * the number of services, typed.
 */
export const confirmBatch = defineAction({
  id: 'batch.confirm',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Confirm a batch: it runs in the background, each service on its own',
  input,
  output: z.object({ operationId: z.null() }),
  check({ batch }: BatchSubject, wish, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    if (batch.state === 'planning') return refused('batch_planning')
    if (batch.state !== 'planned') return refused('batch_not_planned')
    const n = countOf(batch, 'open')
    if (n === 0) return refused('batch_nothing_to_do')
    if (wish && asksForNumber(batch) && wish.count !== n) return refused('count_to_confirm', { n })
    return allowed({ key: 'batch.effect.confirm', params: { n } })
  },
  async run(tx, { batch }, _input, env: Env) {
    const { now, actor } = env
    const set = {
      state: 'running' as const,
      dueAt: now,
      confirmedAt: now,
      runBy: storedActor(actor),
    }
    await moveBatch(tx, env, batch, { set, kind: 'batch.confirmed' })
    return DONE
  },
})
