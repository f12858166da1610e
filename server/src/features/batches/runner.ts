import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { actorOfKey } from '../auth/identify.ts'
import { apiKeys } from '../auth/tables.ts'
import { loadStaffActor } from '../staff/load-actor.ts'
import type { BatchActor } from './tables.ts'

/** Who acts, as it is stored: with what they may do at this moment. */
export function storedActor({ kind, id, name, language, permissions }: Actor): BatchActor {
  return { kind, id, name, language, permissions: [...permissions] }
}

/** A stored actor as it was. */
export function actorThen({ permissions, ...who }: BatchActor): Actor {
  return { ...who, permissions: new Set(permissions), customerId: null }
}

/**
 * In whose name a batch goes on: with the permissions of the moment it was confirmed, less those
 * lost since. Null when the account is gone, disabled or kept to its own profile.
 */
export async function loadRunner(ctx: Context, stored: BatchActor): Promise<Actor | null> {
  const present = await loadPresent(ctx, stored)
  if (!present || present.restriction) return null
  const then = actorThen(stored)
  return { ...then, permissions: common(then.permissions, present.permissions) }
}

/** The account as it is; the program itself is always there. */
async function loadPresent(ctx: Context, stored: BatchActor): Promise<Actor | null> {
  if (stored.id === null) return actorThen(stored)
  if (stored.kind === 'staff') return loadStaffActor(ctx, stored.id)
  const [key] = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, stored.id), isNull(apiKeys.revokedAt)))
  if (!key || (key.expiresAt !== null && key.expiresAt <= ctx.clock.now())) return null
  const owner = await loadStaffActor(ctx, key.staffId)
  return owner && actorOfKey(key, owner)
}

/** `*` holds all: then the other side's are the common ones. */
function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a.has('*')) return b
  return b.has('*') ? a : new Set([...a].filter((permission) => b.has(permission)))
}
