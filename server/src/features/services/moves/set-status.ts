import type { Env } from '../../../context.ts'
import { localParts } from '../../../domain/calendar.ts'
import { type Instant, toIso } from '../../../domain/instant.ts'
import {
  ENDED_STATUSES,
  type ServiceStatus,
  type StaffCause,
} from '../../../domain/service-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { takePlace } from '../../servers/places.ts'
import { changeService, type ServiceChanges } from '../change.ts'
import { finishEnd } from '../finish-end.ts'
import type { ServiceSubject } from '../subject.ts'
import type { EndStatus } from './end.ts'

/** A status written by staff; see domain/status-edit.ts for what may be asked. */
export interface HandEdit {
  to: ServiceStatus
  cause?: StaffCause
  expiresAt?: Instant
  note: string
}

/**
 * Writes a status into the books: no operation, no mail. The automation of the service rests until
 * staff resume it, so that it does not undo at once what they meant.
 */
export async function setStatusByHand(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  edit: HandEdit,
): Promise<void> {
  const { service } = subject
  const { id: serviceId, status: formerStatus } = service
  emit(tx, 'service.status_edited', [{ serviceId, formerStatus }])
  if (isEnd(edit.to)) {
    const removed = service.resource === null || service.removedAt !== null
    const end = { to: edit.to, note: edit.note, notify: false, removed, byHand: true }
    await finishEnd(tx, env, service, end)
    return
  }
  const returns = service.endedAt !== null
  const takesPlace = returns && service.serverId !== null && !service.placeHeld
  if (takesPlace && service.serverId) await takePlace(tx, service.serverId)
  await changeService(tx, env, service, {
    set: {
      status: edit.to,
      automationPaused: true,
      ...suspensionOf(env, subject, edit),
      ...termOf(subject, edit.expiresAt),
      ...(edit.to === 'pending' ? {} : { deliveredAt: service.deliveredAt ?? env.now }),
      ...(returns ? REVIVED : {}),
      ...(takesPlace ? { placeHeld: true } : {}),
    },
    entry: { kind: 'service.status_edited', note: edit.note || null },
  })
}

/** What a service that comes back from its end has no more. */
const REVIVED: ServiceChanges = {
  endedAt: null,
  removedAt: null,
  archivedAt: null,
  cancellationRequestedAt: null,
  cancellationReasonId: null,
  cancellationDetails: null,
  cancellationBy: null,
}

const isEnd = (status: ServiceStatus): status is EndStatus =>
  (ENDED_STATUSES as readonly ServiceStatus[]).includes(status)

/** Into a suspension with the cause; out of one without any. */
function suspensionOf(env: Env, { service }: ServiceSubject, edit: HandEdit): ServiceChanges {
  const { actor, now } = env
  if (edit.to !== 'suspended' || edit.cause === undefined) {
    return { suspensions: [], suspendedAt: null }
  }
  const by = { kind: actor.kind, id: actor.id, name: actor.name }
  const entry = { cause: edit.cause, note: edit.note, message: '', since: toIso(now), by }
  const others = service.suspensions.filter(({ cause }) => cause !== edit.cause)
  return { suspensions: [...others, entry], suspendedAt: now }
}

function termOf({ zone }: ServiceSubject, expiresAt: Instant | undefined): ServiceChanges {
  if (expiresAt === undefined) return {}
  return { expiresAt, anchorDay: localParts(expiresAt, zone).day, graceUntil: null }
}
