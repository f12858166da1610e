import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { Problem } from '../../platform/problem.ts'
import { type Account, type AccountRealm, accountActor } from './accounts.ts'
import { placeOf, sessionTokenOf, setSessionCookie } from './cookie.ts'
import type { SessionAnswer } from './schemas.ts'
import { closeSession, openAccountSession } from './sessions.ts'

/** A request and its answer, for what opens or ends a session. */
export interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * Opens a session for somebody who has proven who they are and answers who that is. The session
 * that this browser had ends: a token is never carried over from before a login.
 */
export async function enter(
  ctx: Context,
  owner: AccountRealm,
  account: Account,
  { request, reply }: Exchange,
): Promise<SessionAnswer> {
  const former = sessionTokenOf(request)
  if (former) await closeSession(ctx.db, former)
  const { realm, id } = account
  const now = ctx.clock.now()
  const session = { realm, accountId: id, ...placeOf(request), now }
  setSessionCookie(ctx, reply, await openAccountSession(ctx.db, session), realm)
  const actor = await owner.loadActor(ctx, id)
  if (!actor) throw new Problem('wrong_credentials')
  request.actor = actor
  return owner.describe(ctx, actor)
}

/** The environment of an account that acts on itself by a link, without being logged in. */
export function selfEnv(ctx: Context, account: Account, request: FastifyRequest) {
  return {
    ctx,
    actor: accountActor(account),
    now: ctx.clock.now(),
    cause: { kind: 'request' as const, route: `${request.method} ${request.routeOptions.url}` },
  }
}
