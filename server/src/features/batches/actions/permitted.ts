import { refused, type Verdict } from '../../../platform/action.ts'
import { type Actor, permits } from '../../../platform/actor.ts'
import type { Batch } from '../batch-subject.ts'
import { implementationOf } from '../implementation.ts'

/** Whoever moves a batch needs the right of what it does; null when they have it. */
export function notPermitted(batch: Batch, actor: Actor): Verdict | null {
  const { permission } = implementationOf(batch)
  return permits(actor, permission) ? null : refused('not_allowed')
}

/** What a batch's verbs answer. */
export const DONE = { operationId: null }
