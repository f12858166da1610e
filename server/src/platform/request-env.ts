import type { FastifyRequest } from 'fastify'
import type { Context, Env } from '../context.ts'
import { actorOf } from './access.ts'
import type { Actor } from './actor.ts'

/** On whose behalf and why a route writes. `actor` for routes that nobody needs to be logged in for. */
export function requestEnv(ctx: Context, request: FastifyRequest, actor?: Actor): Env {
  return {
    ctx,
    actor: actor ?? actorOf(request),
    now: ctx.clock.now(),
    cause: {
      kind: 'request',
      route: `${request.method} ${request.routeOptions.url}`,
      requestId: request.id,
    },
  }
}
