import type { Instant } from '../../../domain/instant.ts'
import type { SuspensionCause } from '../../../domain/service-lifecycle.ts'
import { changeServices } from '../change.ts'
import { confirmReactivated } from '../outcomes/suspended.ts'
import { carryOutMany } from './carry-out.ts'
import { type MovedSubject, type MoveMany, moveOne } from './many.ts'

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
export const unsuspendServices: MoveMany<Reactivation, MovedSubject> = async (tx, env, wanted) => {
  const changed = await changeServices(
    tx,
    env,
    wanted.map(({ subject: { service }, wish: { clears, note, holdUntil }, cause }) => {
      const suspensions = service.suspensions.filter((entry) => !clears.includes(entry.cause))
      const hold = holdUntil === undefined ? {} : { holdUntil, heldForever: false }
      return {
        ...{ service, cause, set: { suspensions, ...hold } },
        entry: { kind: 'service.reactivation_requested', note: note || null },
      }
    }),
  )
  const moves = wanted.flatMap(({ subject, wish: { notify }, cause }, index) => {
    const { service = subject.service } = { service: changed[index] }
    const suspending = subject.operations.some(({ kind }) => kind === 'suspend')
    const runs = service.status === 'active' && !suspending
    if (service.suspensions.length > 0 || runs) return []
    const intent = { kind: 'unsuspend' as const, input: { notify } }
    return [{ subject: { service }, intent, cause }]
  })
  return carryOutMany(tx, env, moves, confirmReactivated)
}

export const unsuspendService = moveOne(unsuspendServices)
