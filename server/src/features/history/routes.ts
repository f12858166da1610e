import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, parseInstant } from '../../platform/json.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { type HistoryFilter, listHistory } from './queries.ts'
import { historyEntryJson } from './schemas.ts'

const text = z.string().min(1).max(100).optional()

const historyQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  subject: text,
  subjectId: text,
  customerId: z.uuid().optional(),
  actorKind: z.enum(['staff', 'user', 'api_key', 'automation', 'gateway', 'system']).optional(),
  actorId: z.uuid().optional(),
  /** Exact, or everything of a noun with a final dot: `service.`. */
  kind: text,
  batchId: z.uuid().optional(),
  from: instantJson.optional(),
  to: instantJson.optional(),
})

/** The audit log of the whole installation; features show their own subject's part of it. */
export function historyRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/history',
    {
      config: { access: { kind: 'staff', permission: 'history:read' } },
      schema: {
        summary: 'Who did what, when and why; the newest first',
        tags: ['history'],
        querystring: historyQuery,
        response: {
          200: z.object({
            items: z.array(historyEntryJson),
            nextCursor: z.string().nullable(),
          }),
        },
      },
    },
    (request) => {
      const { limit, cursor, from, to, ...rest } = request.query
      const filter: HistoryFilter = {
        ...rest,
        from: from ? parseInstant(from, '/query/from') : undefined,
        to: to ? parseInstant(to, '/query/to') : undefined,
      }
      return listHistory(ctx.db, filter, { limit, cursor })
    },
  )
}
