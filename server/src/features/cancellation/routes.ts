import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { offeredReasons } from './reasons.ts'

const reason = z.object({ id: z.uuid(), name: z.string() })

/** The reasons on offer, in the asker's language, for both areas' cancellation forms. */
export function cancellationRoutes(http: Http, ctx: Context): void {
  for (const area of ['admin', 'client'] as const) {
    http.get(
      `/api/v1/${area}/cancellation-reasons`,
      {
        config: {
          access:
            area === 'admin'
              ? { kind: 'staff', permission: 'services:read' }
              : { kind: 'customer' },
        },
        schema: {
          summary: 'The reasons offered when a service is cancelled',
          tags: ['cancellation'],
          response: { 200: z.object({ items: z.array(reason) }) },
        },
      },
      async (request) => {
        const { language } = actorOf(request)
        const rows = await offeredReasons(ctx.db)
        return { items: rows.map((row) => ({ id: row.id, name: row.name[language] })) }
      },
    )
  }
}
