import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { permits } from './actor.ts'
import type { Access } from './http.ts'
import { Problem } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null when nobody is logged in. Set for every request before its route's check. */
    actor: Actor | null
  }
}

/**
 * Finds out who asks and refuses what is not permitted, before anything else of the request is
 * looked at. `identify` reads the cookie or the API key.
 */
export function guardAccess(
  app: FastifyInstance,
  identify: (request: FastifyRequest) => Promise<Actor | null>,
): void {
  app.decorateRequest('actor', null)
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (!access) return
    assertSameOrigin(request)
    request.actor = await identify(request)
    if (access.kind === 'public') return
    const refused = refusalOf(request.actor, access)
    if (refused) throw new Problem(refused)
  })
}

/** Code of the problem that keeps the actor from a route with this access; null when none does. */
export function refusalOf(actor: Actor | null, access: Access): string | null {
  if (!actor) return 'not_logged_in'
  if (!mayCall(actor, access)) return 'not_allowed'
  return (access.kind === 'staff' && actor.restriction) || null
}

function mayCall(actor: Actor, access: Access): boolean {
  switch (access.kind) {
    case 'public':
      return true
    case 'session':
      return actor.kind === 'staff' || actor.kind === 'user'
    case 'customer':
      return actor.kind === 'user'
    case 'staff-self':
      return actor.kind === 'staff'
    case 'staff':
      return actor.kind !== 'user' && permits(actor, access.permission)
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A browser's write must come from our own pages: the cookie alone proves nothing. */
function assertSameOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers
  if (READS.has(request.method) || !origin || !request.headers.cookie) return
  if (URL.canParse(origin) && new URL(origin).host === (request.host || host)) return
  throw new Problem('not_allowed')
}

/** The actor of a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Problem('not_logged_in')
  return request.actor
}

/** The customer of a route for users. */
export function customerIdOf(request: FastifyRequest): string {
  const { customerId } = actorOf(request)
  if (!customerId) throw new Problem('not_allowed')
  return customerId
}
