import { and, asc, eq, gt, gte, isNull, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
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
const isHeldBack = sql<boolean>`exists (select from server_gate g where g.server_id = ${servers.id}
  and (g.failures >= ${sql.raw(String(BREAKER_FAILURES))} or g.pause_cause in ('auth', 'config')))`

/** The servers that could take a new service: those that answer, the one with the most free places first. */
export async function placeCandidates(db: Db | Tx, wish: PlaceWish) {
  return (await readCandidates(db, wish)).map(({ server }) => server)
}

async function readCandidates(db: Db | Tx, wish: PlaceWish) {
  const group = wish.serverGroupId === null ? undefined : eq(servers.groupId, wish.serverGroupId)
  const except = wish.exceptServerIds ?? []
  const not = except.length === 0 ? undefined : notInArray(servers.id, [...except])
  const rows = await db
    .select({ server: servers, heldBack: isHeldBack })
    .from(servers)
    .where(and(eq(servers.type, wish.type), group, not, accepting))
  return rows.sort(betterFirst)
}

interface Candidate {
  server: Pick<typeof servers.$inferSelect, 'id' | 'placeLimit' | 'placesUsed'>
  heldBack: boolean
}

function betterFirst(a: Candidate, b: Candidate): number {
  if (a.heldBack !== b.heldBack) return a.heldBack ? 1 : -1
  const [free, other] = [freePlaces(a), freePlaces(b)]
  if (free !== other) return free > other ? -1 : 1
  if (a.server.placesUsed !== b.server.placesUsed) return a.server.placesUsed - b.server.placesUsed
  return a.server.id < b.server.id ? -1 : 1
}

const freePlaces = ({ server: { placeLimit, placesUsed } }: Candidate) =>
  placeLimit === null ? Number.POSITIVE_INFINITY : placeLimit - placesUsed

/**
 * Reserves places by compare-and-set on servers that are not unhealthy and accept new services,
 * each on the preferred one, else on the one with the most free places then. Fewer when all are
 * full. A place is given back once, by `releasePlace`.
 */
export async function reservePlaces(tx: Tx, wish: PlaceWish, count: number): Promise<string[]> {
  const taken: string[] = []
  const full = new Set(wish.exceptServerIds)
  while (taken.length < count) {
    const candidates = await readCandidates(tx, { ...wish, exceptServerIds: [...full] })
    const chosen = chooseServers(candidates, wish, count - taken.length)
    if (chosen.length === 0) break
    // In one order: two that reserve many wait for each other, and never both.
    const got = new Set<string>()
    for (const [id, { length }] of Map.groupBy(chosen.toSorted(), (serverId) => serverId))
      if (await reservePlacesOn(tx, id, length)) got.add(id)
      else if (length === 1) full.add(id)
    taken.push(...chosen.filter((id) => got.has(id)))
  }
  return taken
}

/** The same for one; null when all are full. */
export async function reservePlace(tx: Tx, wish: PlaceWish): Promise<string | null> {
  return (await reservePlaces(tx, wish, 1))[0] ?? null
}

/** The server of each place in turn, as far as there are free ones. */
function chooseServers(
  candidates: readonly Candidate[],
  { preferredServerId }: PlaceWish,
  count: number,
): string[] {
  const chosen: string[] = []
  const left = candidates.map(({ server, heldBack }) => ({ server: { ...server }, heldBack }))
  while (chosen.length < count) {
    const open = left.filter((candidate) => freePlaces(candidate) > 0)
    const preferred = open.find(({ server }) => server.id === preferredServerId)
    const [best] = preferred ? [preferred] : open.sort(betterFirst)
    if (!best) break
    best.server.placesUsed++
    chosen.push(best.server.id)
  }
  return chosen
}

/** Reserves a place on this very server; false when it takes no new service. */
export async function reservePlaceOn(tx: Tx, serverId: string): Promise<boolean> {
  return reservePlacesOn(tx, serverId, 1)
}

async function reservePlacesOn(tx: Tx, serverId: string, n: number): Promise<boolean> {
  const room = or(
    isNull(servers.placeLimit),
    gte(servers.placeLimit, sql`${servers.placesUsed} + ${n}`),
  )
  const taken = await tx
    .update(servers)
    .set({ placesUsed: sql`${servers.placesUsed} + ${n}` })
    .where(and(eq(servers.id, serverId), accepting, room))
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
