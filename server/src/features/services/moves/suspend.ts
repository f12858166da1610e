import type { Env } from '../../../context.ts'
import { toIso } from '../../../domain/instant.ts'
import type { SuspensionCause } from '../../../domain/service-lifecycle.ts'
import { changeServices } from '../change.ts'
import { confirmSuspended } from '../outcomes/suspended.ts'
import type { SuspensionEntry } from '../tables.ts'
import { carryOutMany } from './carry-out.ts'
import { type Many, type MovedSubject, type MoveMany, moveOne } from './many.ts'

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
export const suspendServices: MoveMany<Suspension, MovedSubject> = async (tx, env, wanted) => {
  const changed = await changeServices(
    tx,
    env,
    wanted.map(({ subject: { service }, wish, cause }) => ({
      ...{ service, cause, set: { suspensions: withCauseOf(service, wish, env) } },
      entry: { kind: 'service.suspension_requested', note: wish.note || null },
    })),
  )
  const moves = wanted.flatMap(({ subject, wish, cause }, index) => {
    const { service = subject.service } = { service: changed[index] }
    if (!runs(subject)) return []
    const input = { cause: wish.cause, message: wish.message, notify: wish.notify }
    return [{ subject: { service }, intent: { kind: 'suspend' as const, input }, cause }]
  })
  return carryOutMany(tx, env, moves, confirmSuspended)
}

export const suspendService = moveOne(suspendServices)

const runs = ({ service, operations }: MovedSubject) =>
  service.status !== 'suspended' || operations.some(({ kind }) => kind === 'unsuspend')

function withCauseOf(
  { suspensions }: Many<Suspension>['subject']['service'],
  { notify: _notify, ...what }: Suspension,
  { actor, now }: Env,
): SuspensionEntry[] {
  const by = { kind: actor.kind, id: actor.id, name: actor.name }
  const others = suspensions.filter(({ cause }) => cause !== what.cause)
  return [...others, { ...what, since: toIso(now), by }]
}
