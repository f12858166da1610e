import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Http } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { hashToken } from '../../platform/secrets.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { type AccountRealms, realmOf } from './accounts.ts'
import { clearSessionCookie, sessionTokenOf } from './cookie.ts'
import { enter } from './enter.ts'
import { authenticate } from './login.ts'
import { loginInput, nothing, profileInput, sessionAnswer, sessionItem } from './schemas.ts'
import { closeAllSessions, closeSession, closeSessionById, listSessions } from './sessions.ts'

const tags = ['auth']
const own = { access: { kind: 'session' as const } }
const open = { access: { kind: 'public' as const } }

/** Logging in and out, who is logged in, and where else. */
export function sessionRoutes(http: Http, ctx: Context, realms: AccountRealms): void {
  const describe = async (actor: Actor) => {
    const answer = await realms[realmOf(actor)].describe(ctx, actor)
    return ctx.config.sandbox ? { ...answer, now: toInstantJson(ctx.clock.now()) } : answer
  }

  http.post(
    '/api/v1/auth/login',
    {
      config: open,
      schema: {
        summary: 'Log in with e-mail and password; answers who you are and sets the session cookie',
        tags,
        body: loginInput,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const account = await authenticate(ctx, realms, { ...request.body, ip: request.ip })
      await enter(ctx, realms[account.realm], account, { request, reply })
      return describe(actorOf(request))
    },
  )

  http.post(
    '/api/v1/auth/logout',
    { config: open, schema: { summary: 'End this session', tags, response: { 200: nothing } } },
    async (request, reply) => {
      const token = sessionTokenOf(request)
      if (token) await closeSession(ctx.db, token)
      clearSessionCookie(ctx, reply)
      return {}
    },
  )

  http.get(
    '/api/v1/auth/session',
    {
      config: own,
      schema: { summary: 'Who is logged in', tags, response: { 200: sessionAnswer } },
    },
    (request) => describe(actorOf(request)),
  )

  http.patch(
    '/api/v1/auth/profile',
    {
      config: own,
      schema: {
        summary: 'Change your own name or language',
        tags,
        body: profileInput,
        response: { 200: sessionAnswer },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const realm = realms[realmOf(actor)]
      const change = { id: selfId(actor), ...request.body }
      await inTransaction(ctx, (tx) => realm.updateProfile(tx, requestEnv(ctx, request), change))
      return describe((await realm.loadActor(ctx, change.id)) ?? actor)
    },
  )
  listRoutes(http, ctx)
}

function listRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/auth/sessions',
    {
      config: own,
      schema: {
        summary: 'Where you are logged in',
        tags,
        response: { 200: z.object({ items: z.array(sessionItem) }) },
      },
    },
    async (request) => {
      const token = sessionTokenOf(request)
      const currentHash = token ? hashToken(token) : null
      const rows = await listSessions(ctx.db, ownAccount(actorOf(request)), ctx.clock.now())
      const items = rows.map((row) => ({
        id: row.id,
        createdAt: toInstantJson(row.createdAt),
        lastSeenAt: toInstantJson(row.lastSeenAt),
        expiresAt: toInstantJson(row.expiresAt),
        ip: row.ip,
        userAgent: row.userAgent,
        current: row.tokenHash === currentHash,
      }))
      return { items }
    },
  )

  http.delete(
    '/api/v1/auth/sessions/:id',
    {
      config: own,
      schema: {
        summary: 'End one of your sessions',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const account = ownAccount(actorOf(request))
      const isClosed = await closeSessionById(ctx.db, { ...account, sessionId: request.params.id })
      if (!isClosed) throw notFound()
      return {}
    },
  )

  http.post(
    '/api/v1/auth/logout-everywhere',
    {
      config: own,
      schema: { summary: 'End every session but this one', tags, response: { 200: nothing } },
    },
    async (request) => {
      const account = ownAccount(actorOf(request))
      const keepToken = sessionTokenOf(request) ?? undefined
      await inTransaction(ctx, async (tx) => {
        await closeAllSessions(tx, { ...account, keepToken })
        await record(tx, requestEnv(ctx, request), [
          {
            subject: account.realm === 'staff' ? 'staff' : 'user',
            subjectId: account.accountId,
            customerId: actorOf(request).customerId,
            kind: 'session.closed_everywhere',
          },
        ])
      })
      return {}
    },
  )
}

/** The account of somebody who is there in person, not through another's eyes. */
export function ownAccount(actor: Actor) {
  if (actor.impersonatedBy) throw new Problem('not_allowed')
  return { realm: realmOf(actor), accountId: selfId(actor) }
}

function selfId(actor: Actor): string {
  if (!actor.id) throw new Problem('not_allowed')
  return actor.id
}
