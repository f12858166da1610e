import type { Env } from '../../../context.ts'
import { toIso } from '../../../domain/instant.ts'
import type { SuspensionCause } from '../../../domain/service-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { changeService } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import type { SuspensionEntry } from '../tables.ts'
import { carryOut } from './carry-out.ts'

export interface Suspension {
  cause: SuspensionCause
  /** Staff only. */
  note: string
  /** What the customer reads. */
  message: string
  /** Mail the customer once it is confirmed. */
  notify: boolean
}

/**
 * Adds a cause to the set at once and, where the service still runs, asks the server to stop it.
 * One that is suspended already only carries one cause more; a reactivation that is still on its
 * way is overtaken.
 */
export async function suspendService(
  tx: Tx,
  env: Env,
  { service, operations }: ServiceSubject,
  suspension: Suspension,
): Promise<{ operationId: string | null }> {
  const { notify, ...what } = suspension
  const entry: SuspensionEntry = {
    ...what,
    since: toIso(env.now),
    by: { kind: env.actor.kind, id: env.actor.id, name: env.actor.name },
  }
  const others = service.suspensions.filter(({ cause }) => cause !== suspension.cause)
  const changed = await changeService(tx, env, service, {
    set: { suspensions: [...others, entry] },
    entry: { kind: 'service.suspension_requested', note: suspension.note || null },
  })
  const reactivating = operations.some(({ kind }) => kind === 'unsuspend')
  if (service.status === 'suspended' && !reactivating) return { operationId: null }
  return carryOut(tx, env, changed, {
    kind: 'suspend',
    input: { cause: suspension.cause, message: suspension.message, notify },
  })
}
