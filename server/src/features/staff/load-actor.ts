import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { accountSettings } from '../auth/settings.ts'
import { settings } from '../settings/tables.ts'
import { roles, staff } from './tables.ts'

/**
 * A staff member as an actor, with the role's permissions; null when gone or disabled. Whoever
 * lacks a second factor that the team demands is restricted to their own profile.
 */
export async function loadStaffActor(ctx: Context, staffId: string): Promise<Actor | null> {
  const [row] = await ctx.db
    .select({
      id: staff.id,
      name: staff.name,
      language: staff.language,
      permissions: roles.permissions,
      lacksTotp: sql<boolean>`${staff.totpSecret} is null and coalesce((${settings.value}->>'requireStaffTotp')::boolean, false)`,
    })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .leftJoin(settings, eq(settings.section, accountSettings.name))
    .where(and(eq(staff.id, staffId), isNull(staff.disabledAt)))
  if (!row) return null
  const { permissions, lacksTotp, ...who } = row
  const actor: Actor = {
    kind: 'staff',
    ...who,
    permissions: new Set(permissions),
    customerId: null,
  }
  return lacksTotp ? { ...actor, restriction: 'totp_setup_required' } : actor
}
