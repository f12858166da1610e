import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { gatewayOf } from './gateways/open-gateways.ts'
import { completeEvent, receiveEvent } from './receive-event.ts'

/**
 * Where gateways send their notices. The body stays as it came, byte for byte: that is what was
 * signed. Once it is stored the answer is 200, whatever comes of processing.
 */
export function hookRoutes(http: Http, ctx: Context): void {
  http.register(async (plain) => {
    plain.removeAllContentTypeParsers()
    plain.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    const scope = plain as unknown as Http
    scope.post(
      '/api/v1/hooks/:gateway',
      {
        config: { access: { kind: 'public' } },
        schema: {
          summary: 'Notice of a payment gateway, signed',
          tags: ['hooks'],
          params: z.object({ gateway: z.string().max(60) }),
          response: { 200: z.object({ received: z.literal(true) }) },
        },
      },
      async (request) => {
        const open = await gatewayOf(ctx, request.params.gateway)
        if (!open) throw notFound()
        const body = typeof request.body === 'string' ? request.body : ''
        const verified = open.gateway.verify(open.settings, {
          headers: request.headers,
          body,
          now: ctx.clock.now(),
        })
        if (!verified) {
          ctx.log.warn({ gateway: open.id, ip: request.ip }, 'notice with a bad signature')
          throw new Problem('bad_signature')
        }
        const event = { gateway: open.id, eventId: verified.eventId, body }
        await receiveEvent(ctx, open, await completeEvent(ctx, open, event))
        return { received: true as const }
      },
    )
  })
}
