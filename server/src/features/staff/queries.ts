import { asc, count, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { alertsOf } from './alerts.ts'
import type { roleJson, staffJson } from './schemas.ts'
import { roles, staff } from './tables.ts'

type StaffJson = z.infer<typeof staffJson>

/** All members, or one; by name. */
export async function listStaff(db: Db | Tx, id?: string): Promise<StaffJson[]> {
  const rows = await db
    .select({ member: staff, role: roles })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .where(id ? eq(staff.id, id) : undefined)
    .orderBy(asc(staff.name), asc(staff.id))
  return rows.map(({ member, role }) => ({
    id: member.id,
    email: member.email,
    name: member.name,
    language: member.language,
    role: { id: role.id, name: role.name },
    totpEnabled: member.totpSecret !== null,
    hasPassword: member.passwordHash !== null,
    alerts: alertsOf({ alerts: member.alerts, permissions: role.permissions }),
    alertsChosen: member.alerts !== null,
    createdAt: toInstantJson(member.createdAt),
    disabledAt: toInstantJson(member.disabledAt),
  }))
}

export async function listRoles(db: Db | Tx): Promise<z.infer<typeof roleJson>[]> {
  const rows = await db
    .select({ role: roles, members: count(staff.id) })
    .from(roles)
    .leftJoin(staff, eq(staff.roleId, roles.id))
    .groupBy(roles.id)
    .orderBy(asc(roles.name))
  return rows.map(({ role, members }) => ({ ...role, members }))
}
