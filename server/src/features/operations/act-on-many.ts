import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { previewAction, runAction } from '../../platform/action.ts'
import { type Actor, permits } from '../../platform/actor.ts'
import { errorsOfIssues } from '../../platform/form-input.ts'
import { Problem, refuse } from '../../platform/problem.ts'
import { say } from '../../platform/text.ts'
import { abandonOperation } from './actions/abandon-operation.ts'
import { retryOperation } from './actions/retry-operation.ts'
import { matchingIds } from './queries.ts'
import { type ManyBody, MOST_AT_ONCE, type manyAnswer } from './schemas.ts'

const ACTIONS = { retry: retryOperation, abandon: abandonOperation } as const

type ManyAnswer = z.input<typeof manyAnswer>
type Skipped = ManyAnswer['skipped'][number]

/**
 * Does one thing to many operations, each in a transaction of its own: one that cannot be done is
 * skipped with its reason and hinders no other. 409 `too_many_operations` for more than 1000.
 */
export async function actOnMany(ctx: Context, actor: Actor, body: ManyBody): Promise<ManyAnswer> {
  const action = ACTIONS[body.action]
  if (!permits(actor, action.permission)) throw new Problem('not_allowed')
  const input = action.input.safeParse(body.input)
  if (!input.success) {
    throw new Problem('invalid', { errors: errorsOfIssues(input.error.issues, '/input') })
  }
  const ids = await selected(ctx, body)
  const skipped: Skipped[] = []
  let done = 0
  for (const id of ids) {
    const refusal = await tryOne(ctx, {
      id,
      actor,
      action: body.action,
      input: input.data,
      dryRun: body.dryRun,
    })
    if (refusal) skipped.push({ id, ...refusal })
    else done += 1
  }
  return { dryRun: body.dryRun, done, skipped }
}

async function selected(ctx: Context, { select }: ManyBody): Promise<string[]> {
  if ('ids' in select) return [...new Set(select.ids)]
  const ids = await matchingIds(ctx, select.filters, MOST_AT_ONCE)
  if (ids.length > MOST_AT_ONCE) throw refuse('too_many_operations', { most: MOST_AT_ONCE })
  return ids
}

interface One {
  id: string
  actor: Actor
  action: keyof typeof ACTIONS
  input: unknown
  dryRun: boolean
}

/** Null when it was done; why not otherwise. */
async function tryOne(ctx: Context, one: One): Promise<Omit<Skipped, 'id'> | null> {
  const { id, actor, dryRun } = one
  const action = ACTIONS[one.action] as typeof abandonOperation
  const input = one.input as { note: string }
  try {
    if (dryRun) {
      const verdict = await previewAction(ctx, action, { id, input, actor })
      if (verdict.allowed) return null
      return { code: verdict.code, text: say(verdict.reason, actor.language) }
    }
    const cause = { kind: 'request' as const, route: action.id }
    await runAction(ctx, action, { id, input, actor, cause })
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { code: error.code, text: say(error.text, actor.language) }
  }
}
