import { secretFields } from '@berth/sdk'
import { and, asc, count, eq, ilike, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Db } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { invalidField } from '../../platform/problem.ts'
import type { ServerRow } from './module-server.ts'
import type { serverGroupJson, serverJson } from './schemas.ts'
import { type serverGroups, servers } from './tables.ts'

export const serverFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  groupId: z.uuid().optional(),
  type: z.string().max(60).optional(),
  health: z.enum(['unknown', 'healthy', 'unhealthy']).optional(),
  /** Part of the name. */
  search: z.string().trim().max(100).optional(),
})
export type ServerFilters = z.output<typeof serverFilters>

/** Servers by name. */
export async function listServers(db: Db, filters: ServerFilters) {
  const { groupId, type, health, search, limit, cursor } = filters
  const wanted = and(
    groupId ? eq(servers.groupId, groupId) : undefined,
    type ? eq(servers.type, type) : undefined,
    health ? eq(servers.health, health) : undefined,
    search ? ilike(servers.name, `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
  )
  const rows = await db
    .select()
    .from(servers)
    .where(and(wanted, after(cursor)))
    .orderBy(asc(servers.name), asc(servers.id))
    .limit(limit + 1)
  const [total] = await db.select({ n: count() }).from(servers).where(wanted)
  const page = toPage(rows, limit, (row) => [row.name, row.id])
  return { ...page, total: { count: total?.n ?? 0, exact: true } }
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined
  const place = z.tuple([z.string(), z.uuid()]).safeParse(decodeCursor(cursor, 2))
  if (!place.success) throw invalidField('/query/cursor', 'invalid_cursor')
  const [name, id] = place.data
  return sql`(${servers.name}, ${servers.id}) > (${name}::text, ${id}::uuid)`
}

/** A server as staff see it: secrets are known to be set, never told. */
export function toServerJson(ctx: Context, row: ServerRow): z.input<typeof serverJson> {
  const module = ctx.modules.get(row.type)
  const fields = module ? secretFields(module.serverSettings) : Object.keys(row.secrets)
  const { suspendedAt, checkedAt, createdAt } = row
  return {
    ...row,
    secrets: Object.fromEntries(
      fields.map((field) => [field, { set: Object.hasOwn(row.secrets, field) }]),
    ),
    suspendedAt: toInstantJson(suspendedAt),
    checkedAt: toInstantJson(checkedAt),
    createdAt: toInstantJson(createdAt),
  }
}

export function toServerGroupJson(
  row: typeof serverGroups.$inferSelect,
): z.input<typeof serverGroupJson> {
  return { ...row, createdAt: toInstantJson(row.createdAt) }
}
