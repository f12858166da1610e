import { emit } from '../../../platform/events.ts'
import { changeService } from '../change.ts'
import { reportedResource, settlement } from './settle.ts'

/** suspend: confirmed; the customer is told once, unless staff chose not to. */
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
  if (service.suspensions.length === 0 || operation.input.notify === false) return
  emit(tx, 'service.suspended', [{ serviceId: service.id, operationId: operation.id }])
})

/** unsuspend: the service runs again. */
export const unsuspended = settlement(async (tx, env, { service }, { operation, report }) => {
  if (service.endedAt !== null) return
  await changeService(tx, env, service, {
    set: { ...reportedResource(env, service, report), status: 'active', suspendedAt: null },
    entry: { kind: 'service.reactivated' },
  })
  if (operation.input.notify === false || service.status !== 'suspended') return
  emit(tx, 'service.reactivated', [{ serviceId: service.id, operationId: operation.id }])
})
