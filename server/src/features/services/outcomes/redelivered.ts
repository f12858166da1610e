import { emit } from '../../../platform/events.ts'
import type { OperationSettlement } from '../../operations/settlement.ts'
import { changeService } from '../change.ts'
import { takeService } from '../subject.ts'
import { reportedResource, settlement } from './settle.ts'
import { suspendAgain } from './suspend-again.ts'

/** redeliver, first half: the old resource is gone; the service waits to be made anew. */
const oldRemoved: OperationSettlement['removed'] = async (tx, env, operation) => {
  const { service } = await takeService(tx, operation.serviceId, env.now)
  await changeService(tx, env, service, {
    set: { status: 'pending', resource: null, endedAt: null, removedAt: null, archivedAt: null },
    entry: { kind: 'service.removed_for_redelivery' },
  })
}

/**
 * redeliver: the resource was made anew and runs; where a cause of a suspension stands, the server
 * is asked to suspend it. Expiry, renewals and causes are untouched.
 */
const madeAnew = settlement(async (tx, env, subject, { operation, report }) => {
  const { service } = subject
  const running = await changeService(tx, env, service, {
    set: {
      ...reportedResource(env, service, report),
      status: 'active',
      suspendedAt: null,
      endedAt: null,
      removedAt: null,
      archivedAt: null,
      deliveredAt: env.now,
      serverId: operation.serverId ?? service.serverId,
    },
    entry: { kind: 'service.redelivered' },
  })
  emit(tx, 'service.redelivered', [{ serviceId: service.id }])
  await suspendAgain(tx, env, [{ ...subject, service: running }])
})

export const redelivered: OperationSettlement = { ...madeAnew, removed: oldRemoved }
