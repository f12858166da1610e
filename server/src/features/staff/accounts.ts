import { and, eq, isNull } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import type { Account, StaffRealm } from '../auth/accounts.ts'
import type { SessionAnswer } from '../auth/schemas.ts'
import { record } from '../history/record.ts'
import { loadStaffActor } from './load-actor.ts'
import { findSessionOfStaff } from './session-actor.ts'
import { roles, staff } from './tables.ts'
import { passStaffSecondFactor } from './totp.ts'

type StaffRow = typeof staff.$inferSelect

const toAccount = (row: StaffRow): Account => ({
  realm: 'staff',
  id: row.id,
  email: row.email,
  name: row.name,
  language: row.language,
  passwordHash: row.passwordHash,
  customerId: null,
})

/** Staff members as those who log in to the administration. */
export const staffAccounts: StaffRealm = {
  loadActor: loadStaffActor,
  findSession: findSessionOfStaff,
  passSecondFactor: passStaffSecondFactor,
  describe: describeStaff,
  async findByEmail(db, email) {
    const [row] = await db
      .select()
      .from(staff)
      .where(and(eq(staff.email, email), isNull(staff.disabledAt)))
    return row ? toAccount(row) : null
  },
  async findById(db, id) {
    const row = await findActiveStaff(db, id)
    return row ? toAccount(row) : null
  },
  async setPassword(tx, env, { id, hash }) {
    await tx.update(staff).set({ passwordHash: hash }).where(eq(staff.id, id))
    await record(tx, env, [{ subject: 'staff', subjectId: id, kind: 'staff.password_changed' }])
  },
  async updateProfile(tx, env, { id, ...change }) {
    await updateOwnProfile(tx, env, id, change)
  },
}

export async function findActiveStaff(db: Db | Tx, id: string): Promise<StaffRow | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where(and(eq(staff.id, id), isNull(staff.disabledAt)))
  return row ?? null
}

async function updateOwnProfile(
  tx: Tx,
  env: Env,
  id: string,
  change: Partial<Pick<StaffRow, 'name' | 'language'>>,
): Promise<void> {
  const [before] = await tx.select().from(staff).where(eq(staff.id, id)).for('update')
  if (!before) return
  const after = { name: change.name ?? before.name, language: change.language ?? before.language }
  if (after.name === before.name && after.language === before.language) return
  await tx.update(staff).set(after).where(eq(staff.id, id))
  await record(tx, env, [
    {
      subject: 'staff',
      subjectId: id,
      kind: 'staff.updated',
      before: { name: before.name, language: before.language },
      after,
    },
  ])
}

async function describeStaff(ctx: Context, actor: Actor): Promise<SessionAnswer> {
  const [row] = await ctx.db
    .select({ staff, role: roles.name })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .where(eq(staff.id, actor.id ?? ''))
  if (!row) throw new Problem('not_logged_in')
  return {
    kind: 'staff',
    staff: {
      id: row.staff.id,
      name: row.staff.name,
      email: row.staff.email,
      language: row.staff.language,
      role: row.role,
      permissions: [...actor.permissions],
      totpEnabled: row.staff.totpSecret !== null,
      totpSetupRequired: actor.restriction === 'totp_setup_required',
    },
  }
}
