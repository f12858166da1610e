import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { servers } from '../../servers/tables.ts'

/** Why the loop leaves a server alone. */
export type HeldBack = 'off' | 'module' | 'suspended' | 'paused' | 'broken'

/**
 * Servers `s` with their gate `g` that may be asked: staff have not paused them, calls do not wait,
 * and the breaker is closed.
 */
export const mayBeAsked = (now: Instant): SQL => sql`s.suspended_at is null
  and (g.pause_cause is null or g.paused_until <= ${instantToSql(now)}::timestamptz)
  and (g.open_until is null or g.open_until <= ${instantToSql(now)}::timestamptz)`

/** Why a server is not compared at present; null when it is. */
export async function heldBack(
  ctx: Context,
  server: typeof servers.$inferSelect,
  everyMinutes: number,
): Promise<HeldBack | null> {
  if (!ctx.modules.get(server.type)?.needsServer) return 'module'
  const now = instantToSql(ctx.clock.now())
  const { rows } = await ctx.db.execute<{ suspended: boolean; paused: boolean; broken: boolean }>(
    sql`select s.suspended_at is not null as suspended,
        coalesce(g.pause_cause is not null
          and (g.paused_until is null or g.paused_until > ${now}::timestamptz), false) as paused,
        coalesce(g.open_until > ${now}::timestamptz, false) as broken
      from servers s left join server_gate g on g.server_id = s.id where s.id = ${server.id}`,
  )
  const [gate] = rows
  if (gate?.suspended) return 'suspended'
  if (gate?.paused) return 'paused'
  if (gate?.broken) return 'broken'
  return everyMinutes === 0 ? 'off' : null
}
