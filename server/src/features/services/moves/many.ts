import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import type { Operation } from '../../operations/settlement.ts'
import type { AutomatedRow } from '../automated-subject.ts'
import { wakeServices } from '../wake.ts'

/** Of a locked service what a suspension looks at: the automation's view of it is enough. */
export interface MovedSubject {
  service: AutomatedRow
  /** The open ones. */
  operations: readonly Pick<Operation, 'kind'>[]
}

/** One of many locked services with what is to be done to it, and why. */
export interface Many<Wish, S = MovedSubject> {
  subject: S
  wish: Wish
  cause: Env['cause']
}

/** The operations that were asked for or are done already, by service. */
export type AskedOperations = ReadonlyMap<string, string>

/**
 * A move of many locked services in a few statements. Nobody is woken: the caller sees to when the
 * automation looks at them again.
 */
export type MoveMany<Wish, S> = (
  tx: Tx,
  env: Env,
  wanted: readonly Many<Wish, S>[],
) => Promise<AskedOperations>

/** A move of one, which the automation looks at again at once. */
export const moveOne =
  <Wish, S extends { service: { id: string } }>(move: MoveMany<Wish, S>) =>
  async (tx: Tx, env: Env, subject: S, wish: Wish): Promise<{ operationId: string | null }> => {
    const { id } = subject.service
    const asked = await move(tx, env, [{ subject, wish, cause: env.cause }])
    await wakeServices(tx, [id], env.now)
    return { operationId: asked.get(id) ?? null }
  }
