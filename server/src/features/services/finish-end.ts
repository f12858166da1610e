import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { releaseStock } from '../catalog/stock.ts'
import { withdrawWaiting } from '../operations/request.ts'
import { releasePlace } from '../servers/places.ts'
import { AUTO_PAY_OFF } from './auto-pay-off.ts'
import { changeService } from './change.ts'
import type { EndStatus } from './moves/end.ts'
import type { Service } from './subject.ts'

export interface EndFacts {
  to: EndStatus
  note: string
  notify: boolean
  /** The resource is confirmed gone, or there never was one. */
  removed: boolean
  /**
   * Staff edited the status: no server is asked, and the automation rests until they resume it.
   */
  byHand?: boolean
}

/**
 * What every end does, once: the open renewal is withdrawn, auto-pay stops, a scheduled
 * cancellation is closed, stock and place are returned, `endedAt` is set. The expiry stays.
 */
export async function finishEnd(
  tx: Tx,
  env: Env,
  service: Service,
  end: EndFacts,
): Promise<Service> {
  await env.ctx.settlements.services.renewalsGivenUp(tx, env, [service.id])
  if (service.stockHeld && service.productId) await releaseStock(tx, service.productId, 1)
  const byHand = end.byHand ?? false
  const freesPlace = service.placeHeld && service.serverId !== null
  if (freesPlace && service.serverId) await releasePlace(tx, service.serverId)
  if (end.removed) await withdrawWaiting(tx, env, service.id)
  const changed = await changeService(tx, env, service, {
    set: {
      status: end.to,
      suspensions: [],
      suspendedAt: null,
      ...AUTO_PAY_OFF,
      stockHeld: false,
      placeHeld: false,
      endedAt: service.endedAt ?? env.now,
      removedAt: end.removed ? env.now : service.removedAt,
      holdUntil: null,
      heldForever: false,
      ...(byHand ? { automationPaused: true } : {}),
    },
    entry: {
      kind: byHand ? 'service.status_edited' : `service.${end.to}`,
      note: end.note || null,
    },
  })
  if (service.endedAt === null) {
    emit(tx, 'service.ended', [{ serviceId: service.id, status: end.to, notify: end.notify }])
  }
  return changed
}
