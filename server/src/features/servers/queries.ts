import { and, asc, count, eq, ilike, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Instant } from '../../domain/instant.ts'
import { BREAKER_FAILURES } from '../../domain/server-gate.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { decodeCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { invalidField } from '../../platform/problem.ts'
import { serverGate, servers } from './tables.ts'

export const serverFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  groupId: z.uuid().optional(),
  type: z.string().max(60).optional(),
  health: z.enum(['unknown', 'healthy', 'unhealthy']).optional(),
  /** Part of the name. */
  search: z.string().trim().max(100).optional(),
  /** Those whose calls are held back by anything. */
  held: z.enum(['yes']).optional(),
})
export type ServerFilters = z.output<typeof serverFilters>

/** Servers by name. */
export async function listServers(db: Db, filters: ServerFilters, now: Instant) {
  const { groupId, type, health, search, limit, cursor, held } = filters
  const wanted = and(
    groupId ? eq(servers.groupId, groupId) : undefined,
    type ? eq(servers.type, type) : undefined,
    health ? eq(servers.health, health) : undefined,
    search ? ilike(servers.name, `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
    held ? isHeld(now) : undefined,
  )
  const rows = await db
    .select({ server: servers, gate: serverGate })
    .from(servers)
    .innerJoin(serverGate, eq(serverGate.serverId, servers.id))
    .where(and(wanted, after(cursor)))
    .orderBy(asc(servers.name), asc(servers.id))
    .limit(limit + 1)
  const [total] = await db
    .select({ n: count() })
    .from(servers)
    .innerJoin(serverGate, eq(serverGate.serverId, servers.id))
    .where(wanted)
  const subjects = rows.map(({ server, gate }) => ({ ...server, gate }))
  const page = toPage(subjects, limit, (row) => [row.name, row.id])
  return { ...page, total: { count: total?.n ?? 0, exact: true } }
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined
  const place = z.tuple([z.string(), z.uuid()]).safeParse(decodeCursor(cursor, 2))
  if (!place.success) throw invalidField('/query/cursor', 'invalid_cursor')
  const [name, id] = place.data
  return sql`(${servers.name}, ${servers.id}) > (${name}::text, ${id}::uuid)`
}

function isHeld(now: Instant): SQL {
  const { pauseCause, pausedUntil, failures } = serverGate
  return sql`(${servers.suspendedAt} is not null or ${failures} >= ${BREAKER_FAILURES}
    or (${pauseCause} is not null
      and (${pausedUntil} is null or ${pausedUntil} > ${instantToSql(now)}::timestamptz)))`
}
