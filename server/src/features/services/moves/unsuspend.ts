import type { Env } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { SuspensionCause } from '../../../domain/service-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { changeService } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

export interface Reactivation {
  clears: readonly SuspensionCause[]
  note: string
  notify: boolean
  /** For one that is still overdue: no suspension before then. */
  holdUntil?: Instant
}

/**
 * Takes causes out of the set; when none is left, asks the server to let the service run. A
 * suspension that is still on its way is overtaken by it.
 */
export async function unsuspendService(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  wish: Reactivation,
): Promise<{ operationId: string | null }> {
  const { service, operations } = subject
  const suspensions = service.suspensions.filter(({ cause }) => !wish.clears.includes(cause))
  const hold = wish.holdUntil === undefined ? {} : { holdUntil: wish.holdUntil, heldForever: false }
  const changed = await changeService(tx, env, service, {
    set: { suspensions, ...hold },
    entry: { kind: 'service.reactivation_requested', note: wish.note || null },
  })
  const suspending = operations.some(({ kind }) => kind === 'suspend')
  const runs = service.status === 'active' && !suspending
  if (suspensions.length > 0 || runs) return { operationId: null }
  return carryOut(tx, env, changed, { kind: 'unsuspend', input: { notify: wish.notify } })
}
