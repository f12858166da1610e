import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { withdrawWaiting } from '../operations/open-operations.ts'
import { releasePlace } from '../servers/places.ts'
import { takeService } from './subject.ts'
import { services } from './tables.ts'

/**
 * Removes the service that was made for a resource which could not be taken over, and returns its
 * place: no half service remains. Nothing is asked of the server. False when the service has come
 * into use, so that it stays.
 */
export async function undoAdoption(
  tx: Tx,
  env: Env,
  serviceId: string,
  because: string | null,
): Promise<boolean> {
  const { service } = await takeService(tx, serviceId, env.now)
  if (service.status !== 'pending') return false
  await withdrawWaiting(tx, env, [serviceId])
  if (service.placeHeld && service.serverId) await releasePlace(tx, service.serverId)
  const { id, customerId, number, name, status, serverId, resource } = service
  await record(tx, env, [
    {
      subject: 'service',
      subjectId: id,
      customerId,
      kind: 'service.import_undone',
      before: { number, name, status, serverId, remoteId: resource?.remoteId ?? null },
      note: because,
    },
  ])
  await tx.delete(services).where(eq(services.id, id))
  await tellChanged(tx, [{ subject: 'service', id, customerId }])
  return true
}
