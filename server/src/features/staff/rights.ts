import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Actor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { roles, staff } from './tables.ts'
import './texts.ts'

export type Role = typeof roles.$inferSelect

/** Whether somebody who holds `own` may give or take `wanted`. */
export function covers(own: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return own.has('*') || wanted.every((permission) => own.has(permission))
}

/** Nobody hands out, or takes from others, rights beyond their own. */
export function assertCovers(actor: Actor, wanted: readonly string[]): void {
  if (!covers(actor.permissions, wanted)) throw new Problem('more_than_own')
}

/** The role that a member is to have; 422 on `/roleId` when there is none. */
export async function roleToGive(tx: Tx, actor: Actor, roleId: string): Promise<Role> {
  const [role] = await tx.select().from(roles).where(eq(roles.id, roleId))
  if (!role) throw invalidField('/roleId', 'unknown_role')
  assertCovers(actor, role.permissions)
  return role
}

const isOwnerRole = sql`${roles.permissions} ? '*'`

/**
 * Refuses to leave the installation without an active owner. Locks the owner roles first, so that
 * two owners cannot remove each other at once.
 */
export async function assertOwnerRemains(tx: Tx, withoutStaffId: string): Promise<void> {
  await tx.select({ id: roles.id }).from(roles).where(isOwnerRole).for('update')
  const [other] = await tx
    .select({ id: staff.id })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .where(and(isOwnerRole, isNull(staff.disabledAt), ne(staff.id, withoutStaffId)))
    .limit(1)
  if (!other) throw new Problem('last_owner')
}
