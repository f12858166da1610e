import type { Env } from '../../../context.ts'
import { toIso } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { changeServices } from '../change-many.ts'
import { moveTold } from '../outcomes/suspended.ts'
import type { Service, ServiceSubject } from '../subject.ts'
import { type Confirmed, carryOutMany, type ManyMove } from './carry-out-many.ts'
import type { Suspension } from './suspend.ts'
import type { Reactivation } from './unsuspend.ts'

/** One of many services with what is to be done to it, and why. */
export interface Many<Wish> {
  subject: ServiceSubject
  wish: Wish
  cause: Env['cause']
}

/** `suspendService` for many locked services in a few statements. */
export async function suspendServices(
  tx: Tx,
  env: Env,
  wanted: readonly Many<Suspension>[],
): Promise<void> {
  const by = { kind: env.actor.kind, id: env.actor.id, name: env.actor.name }
  const changed = await changeServices(
    tx,
    env,
    wanted.map(({ subject: { service }, wish: { notify: _notify, ...what }, cause }) => {
      const others = service.suspensions.filter((entry) => entry.cause !== what.cause)
      const suspensions = [...others, { ...what, since: toIso(env.now), by }]
      const note = what.note || null
      return {
        ...{ service, cause, set: { suspensions } },
        entry: { kind: 'service.suspension_requested', note },
      }
    }),
  )
  const moves = wanted.flatMap(({ subject, wish, cause }, index): ManyMove[] => {
    const { service, operations } = subject
    const reactivating = operations.some(({ kind }) => kind === 'unsuspend')
    if (service.status === 'suspended' && !reactivating) return []
    const input = { cause: wish.cause, message: wish.message, notify: wish.notify }
    return [moveOf(subject, changed[index] as Service, { kind: 'suspend', input }, cause)]
  })
  await carryOutMany(tx, env, moves, suspended)
}

/** `unsuspendService` for many locked services; none of them is given a hold. */
export async function unsuspendServices(
  tx: Tx,
  env: Env,
  wanted: readonly Many<Omit<Reactivation, 'holdUntil'>>[],
): Promise<void> {
  const changed = await changeServices(
    tx,
    env,
    wanted.map(({ subject: { service }, wish, cause }) => {
      const suspensions = service.suspensions.filter((entry) => !wish.clears.includes(entry.cause))
      const note = wish.note || null
      return {
        ...{ service, cause, set: { suspensions } },
        entry: { kind: 'service.reactivation_requested', note },
      }
    }),
  )
  const moves = wanted.flatMap(({ subject, wish, cause }, index): ManyMove[] => {
    const service = changed[index] as Service
    const suspending = subject.operations.some(({ kind }) => kind === 'suspend')
    const runs = service.status === 'active' && !suspending
    if (service.suspensions.length > 0 || runs) return []
    const intent = { kind: 'unsuspend' as const, input: { notify: wish.notify } }
    return [moveOf(subject, service, intent, cause)]
  })
  await carryOutMany(tx, env, moves, reactivated)
}

/** A move of a service with what is open for it. */
export function moveOf(
  { operations }: ServiceSubject,
  service: Service,
  intent: ManyMove['intent'],
  cause: Env['cause'],
): ManyMove {
  return { service, intent, hasOpenOperation: operations.length > 0, cause }
}

/** As the settlement of one does it: see outcomes/suspended.ts. */
const suspended: Confirmed = async (tx, env, moved) => {
  await changeServices(
    tx,
    env,
    moved.map(({ service, cause }) => ({
      ...{ service, cause, entry: { kind: 'service.suspended' } },
      set: { status: 'suspended', suspendedAt: service.suspendedAt ?? env.now },
    })),
  )
  emit(tx, 'service.suspended', told(moved))
}

const reactivated: Confirmed = async (tx, env, moved) => {
  await changeServices(
    tx,
    env,
    moved.map(({ service, cause }) => ({
      ...{ service, cause, entry: { kind: 'service.reactivated' } },
      set: { status: 'active', suspendedAt: null },
    })),
  )
  emit(
    tx,
    'service.reactivated',
    told(moved.filter(({ service }) => service.status === 'suspended')),
  )
}

function told(moved: Parameters<Confirmed>[2]) {
  return moved.map(({ service, operationId: id, intent: { input } }) =>
    moveTold(service.id, { id, input }),
  )
}
