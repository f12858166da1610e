import { and, asc, eq, gt, isNull, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { BREAKER_FAILURES } from '../../domain/server-gate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { servers } from './tables.ts'

export interface PlaceWish {
  /** The product's server group; null takes any server of the type. */
  serverGroupId: string | null
  /** The service type. */
  type: string
  /** Tried first when it is one of the possible ones: a module's `pickServer` or staff chose it. */
  preferredServerId?: string | null
  /** Not these: they answered that they have no room. */
  exceptServerIds?: readonly string[]
}

/** What a server must be to take a new service. */
const accepting = and(
  eq(servers.acceptsNew, true),
  isNull(servers.suspendedAt),
  ne(servers.health, 'unhealthy'),
  or(isNull(servers.placeLimit), gt(servers.placeLimit, servers.placesUsed)),
) as SQL

/** The same, as a column of a query. */
export const acceptsNew = sql<boolean>`(${accepting})`

/**
 * Calls to it are held back at present. It may still take a service, or a passing trouble would close
 * the shop; but one that answers is better.
 */
const isHeldBack = sql`exists (select from server_gate g where g.server_id = ${servers.id}
  and (g.failures >= ${sql.raw(String(BREAKER_FAILURES))} or g.pause_cause in ('auth', 'config')))`

/** The servers that could take a new service: those that answer, the one with the most free places first. */
export async function placeCandidates(db: Db | Tx, wish: PlaceWish) {
  const group = wish.serverGroupId === null ? undefined : eq(servers.groupId, wish.serverGroupId)
  const except = wish.exceptServerIds ?? []
  const not = except.length === 0 ? undefined : notInArray(servers.id, [...except])
  return db
    .select()
    .from(servers)
    .where(and(eq(servers.type, wish.type), group, not, accepting))
    .orderBy(
      isHeldBack,
      sql`${servers.placeLimit} - ${servers.placesUsed} desc nulls first`,
      asc(servers.placesUsed),
      asc(servers.id),
    )
}

/**
 * Reserves a place by compare-and-set on a server that is not unhealthy and accepts new services:
 * the preferred one, else the one with the most free places. Null when all are full. The place is
 * given back once, by `releasePlace`.
 */
export async function reservePlace(tx: Tx, wish: PlaceWish): Promise<string | null> {
  const candidates = (await placeCandidates(tx, wish)).map((server) => server.id)
  const preferred = candidates.filter((id) => id === wish.preferredServerId)
  for (const id of [...preferred, ...candidates.filter((id) => !preferred.includes(id))]) {
    if (await reservePlaceOn(tx, id)) return id
  }
  return null
}

/** Reserves a place on this very server; false when it takes no new service. */
export async function reservePlaceOn(tx: Tx, serverId: string): Promise<boolean> {
  const taken = await tx
    .update(servers)
    .set({ placesUsed: sql`${servers.placesUsed} + 1` })
    .where(and(eq(servers.id, serverId), accepting))
    .returning({ id: servers.id })
  return taken.length > 0
}

/**
 * Counts a service onto a server that was chosen for it, whatever its limit says: an imported
 * resource is there already.
 */
export async function takePlace(tx: Tx, serverId: string): Promise<void> {
  await tx
    .update(servers)
    .set({ placesUsed: sql`${servers.placesUsed} + 1` })
    .where(eq(servers.id, serverId))
}

/** Gives places back. Callers see to it that each service does so once. */
export async function releasePlace(tx: Tx, serverId: string, n = 1): Promise<void> {
  await tx
    .update(servers)
    .set({ placesUsed: sql`greatest(${servers.placesUsed} - ${n}, 0)` })
    .where(eq(servers.id, serverId))
}

/** Servers that can be asked about a product: those of its group, or of its type; well ones first. */
export async function serversOfGroup(db: Db | Tx, wish: Pick<PlaceWish, 'type' | 'serverGroupId'>) {
  const group = wish.serverGroupId === null ? undefined : eq(servers.groupId, wish.serverGroupId)
  return db
    .select()
    .from(servers)
    .where(and(eq(servers.type, wish.type), group, isNull(servers.suspendedAt)))
    .orderBy(sql`${servers.health} = 'unhealthy'`, asc(servers.id))
}
