import type { Context, Env } from '../../../context.ts'
import { type Action, type CheckEnv, refused, type Verdict } from '../../../platform/action.ts'
import { permits } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import type { ServiceSubject } from '../../services/subject.ts'

/**
 * An action on services that a fix comes down to: its own check, right and run, with an input that
 * follows from the fix.
 */
export interface Delegate<Wish> {
  permission: string
  look?(subject: ServiceSubject, wish: Wish, env: CheckEnv & { ctx: Context }): Promise<object>
  check(subject: ServiceSubject, wish: Wish | null, env: CheckEnv): Verdict
  run(tx: Tx, subject: ServiceSubject, wish: Wish, env: Env): Promise<string | null>
}

/** Makes a fix of an action. `inputOf` answers the action's input as its schema would. */
export function delegate<
  Wish,
  S extends ServiceSubject,
  I,
  O extends { operationId: string | null },
>(
  action: Action<Context, S, I, O>,
  inputOf: (wish: Wish, subject: ServiceSubject) => I,
): Delegate<Wish> {
  const { look } = action
  return {
    permission: action.permission,
    ...(look && {
      look: (subject, wish, env) => look(subject as S, inputOf(wish, subject), env),
    }),
    check(subject, wish, env) {
      if (!permits(env.actor, action.permission)) return refused('not_allowed')
      return action.check(subject as S, wish && inputOf(wish, subject), env)
    },
    async run(tx, subject, wish, env) {
      return (await action.run(tx, subject as S, inputOf(wish, subject), env)).operationId
    },
  }
}
