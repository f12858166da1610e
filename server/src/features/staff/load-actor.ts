import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { accountSettings } from '../auth/settings.ts'
import { settings } from '../settings/tables.ts'
import { roles, staff } from './tables.ts'

/** What a staff member's row is read for; together with the role, and the section of `HAS_RULES`. */
export const ACTOR_FIELDS = {
  id: staff.id,
  name: staff.name,
  language: staff.language,
  permissions: roles.permissions,
  lacksTotp: sql<boolean>`${staff.totpSecret} is null and coalesce((${settings.value}->>'requireStaffTotp')::boolean, false)`,
}

/** Joins the settings that say what the team demands of its members. */
export const HAS_RULES = eq(settings.section, sql.raw(`'${accountSettings.name}'`))

interface ActorRow extends Pick<typeof staff.$inferSelect, 'id' | 'name' | 'language'> {
  permissions: string[]
  lacksTotp: boolean
}

/**
 * A staff member as an actor, with the role's permissions; null when gone or disabled. Whoever
 * lacks a second factor that the team demands is restricted to their own profile.
 */
export async function loadStaffActor(ctx: Context, staffId: string): Promise<Actor | null> {
  const [row] = await ctx.db
    .select(ACTOR_FIELDS)
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .leftJoin(settings, HAS_RULES)
    .where(and(eq(staff.id, staffId), isNull(staff.disabledAt)))
  return row ? staffActor(row) : null
}

/** A row that was read with `ACTOR_FIELDS` as an actor. */
export function staffActor({ permissions, lacksTotp, ...who }: ActorRow): Actor {
  const actor: Actor = {
    kind: 'staff',
    ...who,
    permissions: new Set(permissions),
    customerId: null,
  }
  return lacksTotp ? { ...actor, restriction: 'totp_setup_required' } : actor
}
