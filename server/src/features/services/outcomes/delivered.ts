import { localParts } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { cycleOfFirst, firstPeriod } from '../../../domain/renewal.ts'
import { emit } from '../../../platform/events.ts'
import { changeServices, type ServiceChanges } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { reportedResource, type SucceededMany, settlementOfMany } from './settle.ts'
import { suspendAgain } from './suspend-again.ts'

/**
 * create: the service is active, and its first period starts if it has none yet. One whose
 * redelivery stopped half-way may carry causes of a suspension: those still hold.
 */
export const confirmDelivered: SucceededMany<ServiceSubject> = async (tx, env, confirmed) => {
  const running = await changeServices(
    tx,
    env,
    confirmed.map(({ subject, operation, report, cause }) => ({
      ...{ service: subject.service, cause, entry: { kind: 'service.delivered' } },
      set: {
        ...reportedResource(env, subject.service, report),
        ...startOfPeriod(subject, env.now),
        status: 'active',
        suspendedAt: null,
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
  await suspendAgain(
    tx,
    env,
    confirmed.map(({ subject }, index) => ({
      ...subject,
      service: running[index] ?? subject.service,
    })),
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
