import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { withdrawTokens } from '../auth/one-time-tokens.ts'
import { closeAllSessions } from '../auth/sessions.ts'
import { record } from '../history/record.ts'
import { explainStaffEmail, type Staff } from './create-staff.ts'
import { assertCovers, assertOwnerRemains, type Role, roleToGive } from './rights.ts'
import { roles, staff } from './tables.ts'

export type StaffChange = Partial<Pick<Staff, 'name' | 'email' | 'language' | 'roleId' | 'alerts'>>

/** The member, locked, with the role; 404 when there is none, 403 when they may do more than you. */
async function lockMember(tx: Tx, env: Env, id: string): Promise<{ member: Staff; role: Role }> {
  const [member] = await tx.select().from(staff).where(eq(staff.id, id)).for('update')
  if (!member) throw notFound()
  const [role] = await tx.select().from(roles).where(eq(roles.id, member.roleId))
  if (!role) throw new Error(`role ${member.roleId} of a member is gone`)
  assertCovers(env.actor, role.permissions)
  return { member, role }
}

const isOwner = (role: Role) => role.permissions.includes('*')

export async function changeStaff(
  tx: Tx,
  env: Env,
  id: string,
  change: StaffChange,
): Promise<void> {
  const { member, role } = await lockMember(tx, env, id)
  if (change.roleId && change.roleId !== role.id) {
    const given = await roleToGive(tx, env.actor, change.roleId)
    if (isOwner(role) && !isOwner(given)) await assertOwnerRemains(tx, id)
  }
  await writeMember(tx, env, member, change)
}

/** Chooses the failures that a member is mailed about. */
export async function chooseAlerts(
  tx: Tx,
  env: Env,
  id: string,
  alerts: string[] | null,
): Promise<void> {
  const [member] = await tx.select().from(staff).where(eq(staff.id, id)).for('update')
  if (!member) throw notFound()
  await writeMember(tx, env, member, { alerts })
}

async function writeMember(tx: Tx, env: Env, member: Staff, change: StaffChange): Promise<void> {
  const { id } = member
  const email = change.email?.trim().toLowerCase()
  const wanted = { ...change, ...(email ? { email } : {}) }
  const changed = Object.entries(wanted).filter(
    ([field, value]) =>
      JSON.stringify(value) !== JSON.stringify(member[field as keyof StaffChange]),
  )
  if (changed.length === 0) return
  const after = Object.fromEntries(changed) as StaffChange
  await tx.update(staff).set(after).where(eq(staff.id, id)).catch(explainStaffEmail)
  const before = Object.fromEntries(
    changed.map(([field]) => [field, member[field as keyof StaffChange]]),
  )
  await record(tx, env, [{ subject: 'staff', subjectId: id, kind: 'staff.updated', before, after }])
}

/** Logs a member out and lets them in no more; what they did stays in the history. */
export async function disableStaff(tx: Tx, env: Env, id: string): Promise<void> {
  const { member, role } = await lockMember(tx, env, id)
  if (member.disabledAt !== null) return
  if (isOwner(role)) await assertOwnerRemains(tx, id)
  await tx.update(staff).set({ disabledAt: env.now }).where(eq(staff.id, id))
  await closeAllSessions(tx, { realm: 'staff', accountId: id })
  await withdrawTokens(tx, {
    realm: 'staff',
    accountId: id,
    purposes: ['invitation', 'password_reset'],
  })
  await record(tx, env, [{ subject: 'staff', subjectId: id, kind: 'staff.disabled' }])
}

export async function enableStaff(tx: Tx, env: Env, id: string): Promise<void> {
  const { member } = await lockMember(tx, env, id)
  if (member.disabledAt === null) return
  await tx.update(staff).set({ disabledAt: null }).where(eq(staff.id, id))
  await record(tx, env, [{ subject: 'staff', subjectId: id, kind: 'staff.enabled' }])
}

/** Turns off the second factor of somebody who lost it; their sessions end. */
export async function resetTotp(tx: Tx, env: Env, id: string): Promise<void> {
  const { member } = await lockMember(tx, env, id)
  if (member.totpSecret === null) return
  await tx
    .update(staff)
    .set({ totpSecret: null, totpPendingSecret: null, totpLastStep: null, recoveryCodes: [] })
    .where(eq(staff.id, id))
  await closeAllSessions(tx, { realm: 'staff', accountId: id })
  await record(tx, env, [{ subject: 'staff', subjectId: id, kind: 'staff.totp_reset' }])
}

/** The member, if you may act on them and they are active. */
export async function memberToInvite(tx: Tx, env: Env, id: string): Promise<Staff> {
  const { member } = await lockMember(tx, env, id)
  if (member.disabledAt !== null) throw new Problem('staff_disabled')
  return member
}
