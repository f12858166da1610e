import type { Cause } from './action.ts'

/** The environment of one of many that has a reason of its own; otherwise the given one. */
export function withCause<E extends { cause: Cause }>(env: E, cause: Cause | undefined): E {
  return cause === undefined ? env : { ...env, cause }
}
