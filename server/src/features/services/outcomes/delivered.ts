import { localParts } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { cycleOfFirst, firstPeriod } from '../../../domain/renewal.ts'
import { emit } from '../../../platform/events.ts'
import { changeServices, type ServiceChanges } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { reportedResource, type SucceededMany, settlementOfMany } from './settle.ts'

/** create: the service is active, and its first period starts if it has none yet. */
export const confirmDelivered: SucceededMany<ServiceSubject> = async (tx, env, confirmed) => {
  await changeServices(
    tx,
    env,
    confirmed.map(({ subject, operation, report, cause }) => ({
      ...{ service: subject.service, cause, entry: { kind: 'service.delivered' } },
      set: {
        ...reportedResource(env, subject.service, report),
        ...startOfPeriod(subject, env.now),
        status: 'active',
        deliveredAt: env.now,
        serverId: operation.serverId ?? subject.service.serverId,
      },
    })),
  )
  emit(
    tx,
    'service.delivered',
    confirmed.map(({ subject }) => ({ serviceId: subject.service.id })),
  )
}

export const delivered = settlementOfMany(confirmDelivered)

/** The first period counts from activation, or from the order where the policy says so. */
function startOfPeriod({ service, policy, zone }: ServiceSubject, now: Instant): ServiceChanges {
  const cycle = cycleOfFirst(service)
  if (cycle === null) return { expiresAt: null, anchorDay: null }
  if (service.expiresAt !== null) {
    return { anchorDay: service.anchorDay ?? localParts(service.expiresAt, zone).day }
  }
  const startsAt = policy.values.firstPeriodFrom === 'order' ? service.createdAt : now
  const { expiresAt, anchorDay } = firstPeriod(startsAt, cycle, zone)
  return { expiresAt, anchorDay }
}
