import type { Cause } from './action.ts'

/** The reasons of what is done for many, by id, where they differ from the environment's. */
export type Causes = ReadonlyMap<string, Cause | undefined>

/** The environment of one of many that has a reason of its own; otherwise the given one. */
export function withCause<E extends { cause: Cause }>(env: E, cause: Cause | undefined): E {
  return cause === undefined ? env : { ...env, cause }
}
