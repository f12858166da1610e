import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { Problem } from '../../platform/problem.ts'
import type { Account, AccountRealm } from '../auth/accounts.ts'
import type { SessionAnswer } from '../auth/schemas.ts'
import { record } from '../history/record.ts'
import { staff } from '../staff/tables.ts'
import { loadUserActor } from './load-actor.ts'
import { customers, users } from './tables.ts'
import { updateUser } from './update-user.ts'

const toAccount = (row: typeof users.$inferSelect): Account => ({
  realm: 'customer',
  id: row.id,
  email: row.email,
  name: row.name,
  language: row.language,
  passwordHash: row.passwordHash,
  customerId: row.customerId,
})

/** Users as those who log in to the client area. */
export const userAccounts: AccountRealm = {
  loadActor: loadUserActor,
  passSecondFactor: async () => 'none',
  describe: describeUser,
  async findByEmail(db, email) {
    const [row] = await db
      .select()
      .from(users)
      .where(and(eq(users.email, email), isNull(users.disabledAt)))
    return row ? toAccount(row) : null
  },
  async findById(db, id) {
    const [row] = await db
      .select()
      .from(users)
      .where(and(eq(users.id, id), isNull(users.disabledAt)))
    return row ? toAccount(row) : null
  },
  async setPassword(tx, env, { id, hash, isProof }) {
    const [row] = await tx
      .update(users)
      .set({ passwordHash: hash })
      .where(eq(users.id, id))
      .returning()
    if (!row) return
    if (isProof && row.emailConfirmedAt === null)
      await tx.update(users).set({ emailConfirmedAt: env.now }).where(eq(users.id, id))
    const { customerId } = row
    await record(tx, env, [
      { subject: 'user', subjectId: id, customerId, kind: 'user.password_changed' },
    ])
  },
  async updateProfile(tx, env, { id, ...change }) {
    await updateUser(tx, env, id, change)
  },
}

async function describeUser(ctx: Context, actor: Actor): Promise<SessionAnswer> {
  const [row] = await ctx.db
    .select({ user: users, customer: customers })
    .from(users)
    .innerJoin(customers, eq(customers.id, users.customerId))
    .where(eq(users.id, actor.id ?? ''))
  if (!row) throw new Problem('not_logged_in')
  const { user, customer } = row
  return {
    kind: 'user',
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      language: user.language,
      emailConfirmed: user.emailConfirmedAt !== null,
    },
    customer: { id: customer.id, name: customer.name, currency: customer.currency },
    ...(actor.impersonatedBy ? { impersonatedBy: await nameStaff(ctx, actor.impersonatedBy) } : {}),
  }
}

async function nameStaff(ctx: Context, id: string): Promise<{ id: string; name: string }> {
  const [row] = await ctx.db.select({ name: staff.name }).from(staff).where(eq(staff.id, id))
  return { id, name: row?.name ?? '' }
}
