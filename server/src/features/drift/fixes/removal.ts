import type { DeliveryModule } from '@berth/sdk'
import type { DriftSubject } from '../drift-subject.ts'

/**
 * How one resource is removed without touching another: `exactly`, where the module can; `unmarked`
 * as the resource of a key that nobody has, where it carries none; `by_key` with all that carries its
 * key, where none of that belongs to anybody.
 */
export type Removal = 'exactly' | 'unmarked' | 'by_key'

type Facts = Pick<DriftSubject, 'row' | 'service'>

/** Null where the module could not leave the service's own resource alone. */
export function removalOf(module: DeliveryModule, { row, service }: Facts): Removal | null {
  if (module.discard) return 'exactly'
  if (row.resourceKey === null) return 'unmarked'
  if (service === null) return 'by_key'
  const { endedAt, serverId, id } = service.service
  if (row.resourceKey !== id) return null
  const standsHere = endedAt === null && serverId === row.serverId
  return standsHere ? null : 'by_key'
}

/** What of a service keeps its resource from being removed here. */
export function belongsToSomebody({ linkedTo, service }: DriftSubject): boolean {
  if (linkedTo === null) return false
  const hasEnded = service?.service.id === linkedTo.id && service.service.endedAt !== null
  return !hasEnded
}
