import assert from 'node:assert/strict'
import { z } from 'zod'
import type { Result } from '../../result.ts'
import type { RecordedContext } from '../context.ts'
import { type Trial, value } from '../trial.ts'
import { observed, type Scenario } from './scenario.ts'

/** The next attempt, made by another process: it knows what was committed, and nothing else. */
const kept = (ctx: RecordedContext) => ({
  remoteId: ctx.reserved.at(-1) ?? null,
  taskId: ctx.tasks.at(-1) ?? null,
})

/**
 * Creates, with the worker's death right after `member` was committed; then goes on as the next
 * worker does. Answers whether the module committed anything at all.
 */
async function interruptedAfter(trial: Trial, member: 'reserve' | 'remember'): Promise<boolean> {
  const { call, target } = trial
  const service = trial.service()
  const death = new AbortController()
  const interrupted: RecordedContext[] = []
  const first = await call.create(service, {
    signal: death.signal,
    context(given) {
      return {
        ...given,
        async [member](id: string) {
          await given[member](id)
          interrupted.push(given)
          death.abort(new Error('The worker died'))
        },
      }
    },
  })
  const [before] = interrupted
  if (!before) {
    value(await call.terminate({ ...service, resource: value(first) }))
    return false
  }
  const remembered = kept(before)
  const resource = value(await retried(() => call.create(service, { remembered })))
  assert.equal(await target.countByKey(service.key), 1, 'what was begun is followed')
  assert.equal((await observed(trial, service)).remoteId, resource.remoteId)
  if (member === 'reserve') assert.equal(resource.remoteId, remembered.remoteId)
  value(await call.terminate({ ...service, resource }))
  return true
}

/** An attempt that finds the first one half done may lose an answer itself. */
async function retried<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  const first = await run()
  return !first.ok && first.error.lost ? run() : first
}

export const RESUMING: readonly Scenario[] = [
  {
    name: 'work that was begun before a restart is followed, not begun anew',
    async run(trial) {
      const remembered = await interruptedAfter(trial, 'remember')
      return remembered ? undefined : 'creating remembers no task'
    },
  },
  {
    name: 'an id that was reserved before a restart is used, not another one',
    async run(trial) {
      const reserved = await interruptedAfter(trial, 'reserve')
      return reserved ? undefined : 'creating reserves no id'
    },
  },
]

const stepSchema = z.strictObject({
  text: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }),
  percent: z.number().min(0).max(100).optional(),
})

/** Runs after all others: it looks at what was told on the way. */
export const PROGRESS: Scenario = {
  name: 'progress is told in both languages and from 0 to 100',
  cannotRun: ({ steps }) => (steps.length > 0 ? null : 'the module tells no progress'),
  async run({ steps }) {
    for (const step of steps) stepSchema.parse(step)
  },
}
