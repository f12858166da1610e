import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { roles, staff } from './tables.ts'

/** A staff member as an actor, with the role's permissions; null when gone or disabled. */
export async function loadStaffActor(ctx: Context, staffId: string): Promise<Actor | null> {
  const [row] = await ctx.db
    .select({
      id: staff.id,
      name: staff.name,
      language: staff.language,
      permissions: roles.permissions,
    })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .where(and(eq(staff.id, staffId), isNull(staff.disabledAt)))
  if (!row) return null
  const { permissions, ...who } = row
  return { kind: 'staff', ...who, permissions: new Set(permissions), customerId: null }
}
