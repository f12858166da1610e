import type { Context, Env } from '../../context.ts'
import type { Actor, ActorKind } from '../../platform/actor.ts'
import type { Operation } from './settlement.ts'

/** What an outcome is recorded under: who asked for the operation, and the operation as the cause. */
export function operationEnv(ctx: Context, operation: Operation): Env {
  const { id, kind, requestedBy, cause } = operation
  const actor: Actor = {
    kind: requestedBy.kind as ActorKind,
    id: requestedBy.id,
    name: requestedBy.name,
    language: 'en',
    permissions: new Set(),
    customerId: null,
  }
  return {
    ctx,
    actor,
    now: ctx.clock.now(),
    cause: { kind: 'operation', operationId: id, operation: kind, because: cause },
  }
}
