import assert from 'node:assert/strict'
import type { DeliveryModule, ErrorCode, ModuleError, Result } from '../../src/index.ts'
import { fail } from '../../src/index.ts'
import type { Memory } from '../memory/target.ts'

/** What a module's author got wrong, and the scenario that must notice. */
export interface Mistake {
  readonly does: string
  readonly caughtBy: string
  /** The members that are wrong; all others are right. */
  break(memory: Memory): Partial<DeliveryModule>
}

/** The error with some of it changed; a success stays as it is. */
export async function withError<T>(
  answer: Promise<Result<T>>,
  change: (error: ModuleError) => { code: ErrorCode; more?: Partial<ModuleError> },
): Promise<Result<T>> {
  const result = await answer
  if (result.ok) return result
  const { code, more } = change(result.error)
  return fail(code, result.error.message, more)
}

/** An ability that the good module has. */
export function ability<N extends keyof DeliveryModule>(
  { module }: Memory,
  name: N,
): NonNullable<DeliveryModule[N]> {
  return module[name] ?? assert.fail(`the good module has no ${name}`)
}

/** A signal that nobody aborts. */
export const deaf = () => new AbortController().signal
