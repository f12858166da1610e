import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../history/record.ts'
import { customerWordsChanged, type User } from './add-user.ts'
import { users } from './tables.ts'

/** Changes what a user may change of themselves. Null when there is no such user. */
export async function updateUser(
  tx: Tx,
  env: Env,
  id: string,
  change: Partial<Pick<User, 'name' | 'language'>>,
): Promise<User | null> {
  const [before] = await tx.select().from(users).where(eq(users.id, id)).for('update')
  if (!before) return null
  const after = { name: change.name ?? before.name, language: change.language ?? before.language }
  if (after.name === before.name && after.language === before.language) return before
  await tx.update(users).set(after).where(eq(users.id, id))
  if (after.name !== before.name) await customerWordsChanged(tx, before.customerId)
  await record(tx, env, [
    {
      subject: 'user',
      subjectId: id,
      customerId: before.customerId,
      kind: 'user.updated',
      before: { name: before.name, language: before.language },
      after,
    },
  ])
  return { ...before, ...after }
}
