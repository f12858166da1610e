import type { Observed } from '@berth/sdk'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { ServerRow } from '../../servers/module-server.ts'
import { releasePlace, reservePlaceOn, takePlace } from '../../servers/places.ts'
import { changeService } from '../change.ts'
import { sealResource } from '../resource.ts'
import type { ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

export interface NewPlace {
  target: ServerRow
  /** What stands there; null for a service that has no resource yet. */
  resource: Observed | null
  note: string
}

/**
 * Writes another server into the books. The old place is returned; what may still stand on it is
 * told to staff. A resource that carries no key yet is marked with ours.
 */
export async function moveInTheBooks(
  tx: Tx,
  env: Env,
  { service }: ServiceSubject,
  { target, resource, note }: NewPlace,
): Promise<{ operationId: string | null }> {
  const moves = target.id !== service.serverId
  if (moves && resource) await takePlace(tx, target.id)
  else if (moves && !(await reservePlaceOn(tx, target.id)))
    throw invalidField('/serverId', 'server_takes_none')
  if (moves && service.placeHeld && service.serverId) await releasePlace(tx, service.serverId)
  const sealed = resource && sealResource(env.ctx, service.id, resource.resource)
  const known = service.resource?.secrets
  const changed = await changeService(tx, env, service, {
    set: {
      serverId: target.id,
      placeHeld: true,
      ...(sealed ? { resource: { ...sealed, secrets: { ...known, ...sealed.secrets } } } : {}),
    },
    entry: {
      kind: 'service.server_changed',
      note: note || null,
      after: {
        remoteId: resource?.remoteId ?? null,
        formerRemoteId: service.resource?.remoteId ?? null,
      },
    },
  })
  const left = service.resource
  if (left && resource && (moves || left.remoteId !== resource.remoteId)) {
    const about = { serviceId: service.id, serverId: service.serverId, remoteId: left.remoteId }
    emit(tx, 'service.resource_left', [about])
  }
  const unmarked = resource !== null && resource.key === null
  if (!unmarked || !env.ctx.modules.get(service.type)?.adopt) return { operationId: null }
  return carryOut(tx, env, changed, { kind: 'adopt', input: {} })
}
