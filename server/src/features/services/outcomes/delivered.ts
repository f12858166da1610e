import { localParts } from '../../../domain/calendar.ts'
import { isRecurring } from '../../../domain/cycle.ts'
import type { Instant } from '../../../domain/instant.ts'
import { firstPeriod } from '../../../domain/renewal.ts'
import { emit } from '../../../platform/events.ts'
import { changeService, type ServiceChanges } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { reportedResource, settlement } from './settle.ts'

/** create: the service is active, and its first period starts if it has none yet. */
export const delivered = settlement(async (tx, env, subject, { operation, report }) => {
  const { service } = subject
  await changeService(tx, env, service, {
    set: {
      ...reportedResource(env, service, report),
      ...startOfPeriod(subject, env.now),
      status: 'active',
      deliveredAt: env.now,
      serverId: operation.serverId ?? service.serverId,
    },
    entry: { kind: 'service.delivered' },
  })
  emit(tx, 'service.delivered', [{ serviceId: service.id }])
})

/** The first period counts from activation, or from the order where the policy says so. */
function startOfPeriod({ service, policy, zone }: ServiceSubject, now: Instant): ServiceChanges {
  if (!isRecurring(service.cycle)) return { expiresAt: null, anchorDay: null }
  if (service.expiresAt !== null) {
    return { anchorDay: service.anchorDay ?? localParts(service.expiresAt, zone).day }
  }
  const startsAt = policy.values.firstPeriodFrom === 'order' ? service.createdAt : now
  const { expiresAt, anchorDay } = firstPeriod(startsAt, service.cycle, zone)
  return { expiresAt, anchorDay }
}
