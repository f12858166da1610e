import { emit } from '../../../platform/events.ts'
import type { AutomatedRow } from '../automated-subject.ts'
import { changeServices } from '../change.ts'
import { type Confirmed, reportedResource, type SucceededMany, settlementOfMany } from './settle.ts'

interface Moved {
  service: AutomatedRow
}

/**
 * suspend: confirmed, and told once. Whether the customer has a mail about it is in the event:
 * `notify` is false where staff chose so.
 */
export const confirmSuspended: SucceededMany<Moved> = async (tx, env, confirmed) => {
  const living = confirmed.filter(isLiving)
  await changeServices(
    tx,
    env,
    living.map(({ subject: { service }, report, cause }) => ({
      ...{ service, cause, entry: { kind: 'service.suspended' } },
      set: {
        ...reportedResource(env, service, report),
        status: 'suspended',
        suspendedAt: service.suspendedAt ?? env.now,
      },
    })),
  )
  // A cause that was cleared meanwhile is followed by an unsuspension: nothing to tell.
  const told = living.filter(({ subject }) => subject.service.suspensions.length > 0)
  emit(tx, 'service.suspended', told.map(moveTold))
}

/** unsuspend: the service runs again. */
export const confirmReactivated: SucceededMany<Moved> = async (tx, env, confirmed) => {
  const living = confirmed.filter(isLiving)
  await changeServices(
    tx,
    env,
    living.map(({ subject: { service }, report, cause }) => ({
      ...{ service, cause, entry: { kind: 'service.reactivated' } },
      set: { ...reportedResource(env, service, report), status: 'active', suspendedAt: null },
    })),
  )
  const told = living.filter(({ subject }) => subject.service.status === 'suspended')
  emit(tx, 'service.reactivated', told.map(moveTold))
}

export const suspended = settlementOfMany(confirmSuspended)
export const unsuspended = settlementOfMany(confirmReactivated)

const isLiving = ({ subject }: Confirmed<Moved>) => subject.service.endedAt === null

/** What a confirmed suspension or reactivation says of itself; without a choice it is mailed. */
function moveTold({ subject: { service }, operation }: Confirmed<Moved>) {
  const notify = operation.input.notify !== false
  return { serviceId: service.id, operationId: operation.id, notify }
}
