import { and, eq, isNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { withdrawTokens } from '../auth/one-time-tokens.ts'
import { closeAllSessions } from '../auth/sessions.ts'
import { record } from '../history/record.ts'
import type { User } from './add-user.ts'
import { users } from './tables.ts'

/** One user of one customer; a user of another customer is not found. */
export async function lockUser(tx: Tx, customerId: string, userId: string): Promise<User> {
  const [row] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, userId), eq(users.customerId, customerId)))
    .for('update')
  if (!row) throw notFound()
  return row
}

/** Logs a user out and lets them in no more. */
export async function disableUser(tx: Tx, env: Env, user: User): Promise<void> {
  if (user.disabledAt !== null) return
  await tx.update(users).set({ disabledAt: env.now }).where(eq(users.id, user.id))
  await closeAllSessions(tx, { realm: 'customer', accountId: user.id })
  await withdrawTokens(tx, {
    realm: 'customer',
    accountId: user.id,
    purposes: ['invitation', 'password_reset', 'email_confirmation'],
  })
  await note(tx, env, user, 'user.disabled')
}

export async function enableUser(tx: Tx, env: Env, user: User): Promise<void> {
  if (user.disabledAt === null) return
  await tx.update(users).set({ disabledAt: null }).where(eq(users.id, user.id))
  await note(tx, env, user, 'user.enabled')
}

function note(tx: Tx, env: Env, user: User, kind: string): Promise<void> {
  const { id, customerId } = user
  return record(tx, env, [{ subject: 'user', subjectId: id, customerId, kind }])
}

/** Whose eyes staff look through: the wished user, or the first active one. */
export async function userToImpersonate(
  tx: Tx,
  customerId: string,
  userId: string | undefined,
): Promise<User> {
  if (userId) {
    const user = await lockUser(tx, customerId, userId)
    if (user.disabledAt !== null) throw new Problem('no_user_to_impersonate')
    return user
  }
  const [first] = await tx
    .select()
    .from(users)
    .where(and(eq(users.customerId, customerId), isNull(users.disabledAt)))
    .orderBy(users.createdAt, users.id)
    .limit(1)
  if (!first) throw new Problem('no_user_to_impersonate')
  return first
}
