import type { Env } from '../../../context.ts'
import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { isWaiting } from '../../operations/open-operations.ts'
import { carryOutMany } from '../moves/carry-out.ts'
import type { ServiceSubject } from '../subject.ts'
import { confirmSuspended } from './suspended.ts'

/** Waiting intents that already see to it, or take the resource away. */
const OVERRULES: readonly OperationKind[] = ['suspend', 'terminate', 'redeliver']

/**
 * A service runs only while no cause of a suspension stands: a resource that was just made is
 * suspended where one does. The customer knows of it already and has no second mail.
 */
export async function suspendAgain(
  tx: Tx,
  env: Env,
  made: readonly ServiceSubject[],
): Promise<void> {
  const caused = made.filter(
    ({ service: { suspensions }, operations }) =>
      suspensions.length > 0 &&
      !operations.some((one) => isWaiting(one) && OVERRULES.includes(one.kind)),
  )
  if (caused.length === 0) return
  const intent = { kind: 'suspend' as const, input: { notify: false } }
  const moves = caused.map((subject) => ({ subject, intent, cause: env.cause }))
  await carryOutMany(tx, env, moves, confirmSuspended)
}
