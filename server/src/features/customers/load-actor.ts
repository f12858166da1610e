import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { users } from './tables.ts'

/** A user as an actor of the client area; null when gone or disabled. */
export async function loadUserActor(ctx: Context, userId: string): Promise<Actor | null> {
  const [row] = await ctx.db
    .select({
      id: users.id,
      name: users.name,
      language: users.language,
      customerId: users.customerId,
    })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
  return row ? { kind: 'user', ...row, permissions: new Set() } : null
}
