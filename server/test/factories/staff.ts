import { eq } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import { hashPassword } from '../../src/features/auth/passwords.ts'
import { roles, staff } from '../../src/features/staff/tables.ts'
import { newId } from '../../src/platform/ids.ts'

/**
 * A staff member with a role by name; logs in with the password, if one is given. Hears of no failure
 * unless `alerts` says which, or null for what the role brings.
 */
export async function makeStaff(
  ctx: Context,
  options: { role?: string; email?: string; password?: string; alerts?: string[] | null } = {},
) {
  const [role] = await ctx.db
    .select()
    .from(roles)
    .where(eq(roles.name, options.role ?? 'owner'))
  if (!role) throw new Error(`no role ${options.role}`)
  const id = newId()
  const [row] = await ctx.db
    .insert(staff)
    .values({
      id,
      email: options.email ?? `${id}@staff.example`,
      name: 'Sam Staff',
      roleId: role.id,
      language: 'en',
      alerts: options.alerts === undefined ? [] : options.alerts,
      passwordHash: options.password ? await hashPassword(options.password) : null,
      createdAt: ctx.clock.now(),
    })
    .returning()
  if (!row) throw new Error('staff not made')
  return row
}
