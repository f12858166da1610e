import type { Env } from '../../../context.ts'
import { localParts } from '../../../domain/calendar.ts'
import { isRecurring } from '../../../domain/cycle.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import { reservePlace } from '../../servers/places.ts'
import { changeService, type ServiceChanges } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

export interface Redelivery {
  note: string
  /** For an ended service: its new expiry. */
  expiresAt?: Instant
}

/**
 * Removes the resource and makes it anew. Expiry, renewals and auto-pay stay; a suspended service
 * is suspended again, an ended one becomes active until the given expiry, with auto-pay off.
 */
export async function redeliverService(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  wish: Redelivery,
): Promise<{ operationId: string }> {
  const { service, product } = subject
  const revived = service.endedAt !== null
  let placed = service
  if (!service.placeHeld && service.serverId !== null) {
    const serverId = await reservePlace(tx, {
      serverGroupId: product?.serverGroupId ?? null,
      type: service.type,
      preferredServerId: service.serverId,
    })
    if (!serverId) throw refuse('no_place')
    placed = await changeService(tx, env, service, {
      set: { placeHeld: true, serverId },
      entry: { kind: 'service.placed' },
    })
  }
  const changed = await changeService(tx, env, placed, {
    set: revived ? newTerm(subject, wish.expiresAt) : {},
    entry: { kind: 'service.redelivery_requested', note: wish.note || null },
  })
  return carryOut(tx, env, changed, { kind: 'redeliver', input: {} })
}

/** An ended service starts over: a new expiry and anchor, and no trace of why it was cancelled. */
function newTerm(
  { service, zone }: ServiceSubject,
  expiresAt: Instant | undefined,
): ServiceChanges {
  const term =
    expiresAt === undefined || !isRecurring(service.cycle)
      ? {}
      : { expiresAt, anchorDay: localParts(expiresAt, zone).day }
  return {
    ...term,
    cancellationRequestedAt: null,
    cancellationReasonId: null,
    cancellationDetails: null,
    cancellationBy: null,
  }
}
