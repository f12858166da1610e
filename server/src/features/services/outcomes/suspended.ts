import { emit } from '../../../platform/events.ts'
import type { Operation } from '../../operations/settlement.ts'
import { changeService } from '../change.ts'
import { reportedResource, settlement } from './settle.ts'

/**
 * suspend: confirmed, and told once. Whether the customer has a mail about it is in the event:
 * `notify` is false where staff chose so.
 */
export const suspended = settlement(async (tx, env, { service }, { operation, report }) => {
  if (service.endedAt !== null) return
  await changeService(tx, env, service, {
    set: {
      ...reportedResource(env, service, report),
      status: 'suspended',
      suspendedAt: service.suspendedAt ?? env.now,
    },
    entry: { kind: 'service.suspended' },
  })
  // A cause that was cleared meanwhile is followed by an unsuspension: nothing to tell.
  if (service.suspensions.length === 0) return
  emit(tx, 'service.suspended', [moveTold(service.id, operation)])
})

/** unsuspend: the service runs again. */
export const unsuspended = settlement(async (tx, env, { service }, { operation, report }) => {
  if (service.endedAt !== null) return
  await changeService(tx, env, service, {
    set: { ...reportedResource(env, service, report), status: 'active', suspendedAt: null },
    entry: { kind: 'service.reactivated' },
  })
  if (service.status !== 'suspended') return
  emit(tx, 'service.reactivated', [moveTold(service.id, operation)])
})

/** What a confirmed suspension or reactivation says of itself; without a choice it is mailed. */
export function moveTold(serviceId: string, operation: Pick<Operation, 'id' | 'input'>) {
  return { serviceId, operationId: operation.id, notify: operation.input.notify !== false }
}
