import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { releaseStock } from '../catalog/stock.ts'
import { withdrawWaiting } from '../operations/open-operations.ts'
import { releasePlace } from '../servers/places.ts'
import { AUTO_PAY_OFF } from './auto-pay-off.ts'
import { changeServices, type ServiceChange } from './change.ts'
import type { EndStatus } from './moves/end.ts'
import type { EndingRow } from './read-ending.ts'
import { wakeServices } from './wake.ts'

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

/** A locked service that ends, and why. */
export interface Ending {
  service: EndingRow
  end: EndFacts
  cause?: Env['cause']
}

/**
 * What every end does, once: the open renewal is withdrawn, auto-pay stops, a scheduled
 * cancellation is closed, stock and place are returned, `endedAt` is set. The expiry stays.
 */
export async function finishEnds(
  tx: Tx,
  env: Env,
  endings: readonly Ending[],
): Promise<EndingRow[]> {
  if (endings.length === 0) return []
  const causes = new Map(endings.map(({ service, cause }) => [service.id, cause]))
  await env.ctx.settlements.services.renewalsGivenUp(tx, env, [...causes.keys()], causes)
  const ended = endings.map(({ service }) => service)
  await releaseUnits(
    tx,
    ended.flatMap(({ stockHeld, productId }) => (stockHeld && productId ? [productId] : [])),
  )
  await releasePlaces(tx, ended)
  const removed = endings.filter(({ end }) => end.removed)
  await withdrawWaiting(
    tx,
    env,
    removed.map(({ service }) => service.id),
    causes,
  )
  const changed = await changeServices(
    tx,
    env,
    endings.map((ending) => endOf(ending, env)),
  )
  emit(
    tx,
    'service.ended',
    endings
      .filter(({ service }) => service.endedAt === null)
      .map(({ service: { id }, end: { to, notify } }) => ({ serviceId: id, status: to, notify })),
  )
  return changed
}

/** The same for one, which the automation looks at again at once. */
export async function finishEnd(
  tx: Tx,
  env: Env,
  service: EndingRow,
  end: EndFacts,
): Promise<void> {
  await finishEnds(tx, env, [{ service, end }])
  await wakeServices(tx, [service.id], env.now)
}

/** Gives the places of services back that hold one. */
export async function releasePlaces(tx: Tx, of: readonly EndingRow[]): Promise<void> {
  const held = of.flatMap(({ placeHeld, serverId }) => (placeHeld && serverId ? [serverId] : []))
  for (const [serverId, n] of counted(held)) await releasePlace(tx, serverId, n)
}

async function releaseUnits(tx: Tx, productIds: readonly string[]): Promise<void> {
  for (const [productId, n] of counted(productIds)) await releaseStock(tx, productId, n)
}

/** How often each id is there, in the order in which their rows are locked. */
function counted(ids: readonly string[]): [id: string, n: number][] {
  const same = Map.groupBy(ids.toSorted(), (id) => id)
  return [...same].map(([id, all]) => [id, all.length])
}

function endOf({ service, end, cause }: Ending, env: Env): ServiceChange<EndingRow> {
  const byHand = end.byHand ?? false
  return {
    service,
    cause,
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
  }
}
