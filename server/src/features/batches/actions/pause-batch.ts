import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { type BatchSubject, batchSubject } from '../batch-subject.ts'
import { storedActor } from '../runner.ts'
import { moveBatch } from './move-batch.ts'
import { DONE, notPermitted } from './permitted.ts'

const output = z.object({ operationId: z.null() })

/** No further service is begun until it is resumed. */
export const pauseBatch = defineAction({
  id: 'batch.pause',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Pause a running batch; what is on a server goes on',
  input: z.strictObject({}),
  output,
  check({ batch }: BatchSubject, _input, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    if (batch.state !== 'running') return refused('batch_not_running')
    return allowed({ key: 'batch.effect.pause' })
  },
  async run(tx, { batch }, _input, env: Env) {
    await moveBatch(tx, env, batch, {
      set: { state: 'paused', dueAt: null },
      kind: 'batch.paused',
    })
    return DONE
  },
})

/** Goes on with a paused batch, in the name of whoever resumes it. */
export const resumeBatch = defineAction({
  id: 'batch.resume',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Resume a paused batch',
  input: z.strictObject({}),
  output,
  check({ batch }: BatchSubject, _input, { actor }) {
    const refusal = notPermitted(batch, actor)
    if (refusal) return refusal
    if (batch.state !== 'paused') return refused('batch_not_paused')
    return allowed({ key: 'batch.effect.resume' })
  },
  async run(tx, { batch }, _input, env: Env) {
    const runBy = storedActor(env.actor)
    await moveBatch(tx, env, batch, {
      set: { state: 'running', dueAt: env.now, runBy, stoppedBecause: null },
      kind: 'batch.resumed',
    })
    return DONE
  },
})
