import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { reasonRoutes } from './reason-routes.ts'
import { offeredReasons } from './reasons.ts'
import { offeredReasonJson } from './schemas.ts'
import { statisticsRoutes } from './statistics-routes.ts'

/** The reasons on offer for customers, the list that staff keep, and what was chosen. */
export function cancellationRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/client/cancellation-reasons',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'The reasons offered when a service is cancelled',
        tags: ['cancellation'],
        response: { 200: z.object({ items: z.array(offeredReasonJson) }) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const rows = await offeredReasons(ctx.db)
      return { items: rows.map(({ id, name, mode }) => ({ id, name: name[language], mode })) }
    },
  )
  reasonRoutes(http, ctx)
  statisticsRoutes(http, ctx)
}
