import { and, eq, isNull } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { type Actor, permits } from '../../platform/actor.ts'
import { hashToken } from '../../platform/secrets.ts'
import type { AccountRealms, FoundSession } from './accounts.ts'
import type { ApiKey } from './api-keys.ts'
import { prolongSession, SESSION_COOKIE } from './sessions.ts'
import { apiKeys } from './tables.ts'

const TOUCH_MS = 60_000

/** Who sends this request: by API key if there is one, else by session cookie. */
export async function identify(
  ctx: Context,
  realms: AccountRealms,
  request: FastifyRequest,
): Promise<Actor | null> {
  const found = await find(ctx, realms, request)
  await found?.touch()
  return found?.actor ?? null
}

/** Who sent a request that is still open; that it is open prolongs no session. */
export async function identifyAgain(
  ctx: Context,
  realms: AccountRealms,
  request: FastifyRequest,
): Promise<Actor | null> {
  return (await find(ctx, realms, request))?.actor ?? null
}

interface Found {
  actor: Actor | null
  /** Notes that the session or key is in use. */
  touch(): Promise<void>
}

async function find(
  ctx: Context,
  realms: AccountRealms,
  request: FastifyRequest,
): Promise<Found | null> {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) return byApiKey(ctx, realms, bearer, request.ip)
  const token = request.cookies[SESSION_COOKIE]
  if (!token) return null
  const found = await realms.staff.findSession(ctx, token)
  if (!found) return null
  return {
    actor: await bySession(ctx, realms, found),
    touch: () => prolongSession(ctx.db, found.session, ctx.clock.now()),
  }
}

async function bySession(
  ctx: Context,
  realms: AccountRealms,
  { session, staff }: FoundSession,
): Promise<Actor | null> {
  if (session.realm === 'staff') return staff
  const actor = await realms.customer.loadActor(ctx, session.accountId)
  if (!actor || !session.impersonatedBy) return actor
  const behind = await realms.staff.loadActor(ctx, session.impersonatedBy)
  if (!behind || behind.restriction || !permits(behind, 'customers:impersonate')) return null
  return { ...actor, impersonatedBy: session.impersonatedBy }
}

async function byApiKey(
  ctx: Context,
  realms: AccountRealms,
  token: string,
  ip: string,
): Promise<Found | null> {
  const now = ctx.clock.now()
  const [key] = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tokenHash, hashToken(token)), isNull(apiKeys.revokedAt)))
  if (!key || (key.expiresAt !== null && key.expiresAt <= now)) return null
  if (key.allowedIps && !key.allowedIps.includes(ip)) return null
  const owner = await realms.staff.loadActor(ctx, key.staffId)
  if (!owner) return null
  const touch = async () => {
    if (now - (key.lastUsedAt ?? 0) <= TOUCH_MS) return
    await ctx.db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, key.id))
  }
  return { actor: actorOfKey(key, owner), touch }
}

/** A key as an actor, on behalf of the member it belongs to. */
export function actorOfKey(key: Pick<ApiKey, 'id' | 'name' | 'permissions'>, owner: Actor): Actor {
  return {
    ...owner,
    restriction: undefined,
    kind: 'api_key',
    id: key.id,
    name: key.name,
    permissions: narrowed(owner.permissions, key.permissions),
  }
}

/** A key never holds more than its owner. */
function narrowed(own: ReadonlySet<string>, wanted: string[] | null): ReadonlySet<string> {
  if (!wanted) return own
  return new Set(own.has('*') ? wanted : wanted.filter((permission) => own.has(permission)))
}
