import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { SESSION_COOKIE } from './sessions.ts'
import type { Realm } from './tables.ts'

/** A customer's browser keeps the cookie; how long it is worth something the session decides. */
const KEPT_SECONDS = 365 * 24 * 3600

const attributes = (ctx: Context) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: ctx.config.publicUrl?.startsWith('https:') ?? false,
})

/** Hands the session's token to the browser; a staff member's cookie goes with the browser. */
export function setSessionCookie(
  ctx: Context,
  reply: FastifyReply,
  token: string,
  realm: Realm,
): void {
  const maxAge = realm === 'customer' ? KEPT_SECONDS : undefined
  reply.setCookie(SESSION_COOKIE, token, { ...attributes(ctx), maxAge })
}

export function clearSessionCookie(ctx: Context, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, attributes(ctx))
}

/** The token this browser sent, if any. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[SESSION_COOKIE] ?? null
}

/** Where a session is used from, for the list its owner sees. */
export function placeOf(request: FastifyRequest): { ip: string; userAgent: string } {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' }
}
