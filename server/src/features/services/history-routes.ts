import { z } from 'zod'
import type { Context } from '../../context.ts'
import { OPERATION_KINDS, OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, parseInstant } from '../../platform/json.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { historyEntryJson } from '../history/schemas.ts'
import { listServiceHistory } from './service-history.ts'
import { visibleService } from './visible.ts'

const params = z.object({ id: z.uuid() })
const tags = ['services']

const staffQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  actorKind: z.enum(['staff', 'user', 'api_key', 'automation', 'gateway', 'system']).optional(),
  actorId: z.uuid().optional(),
  /** Exact, or everything of a noun with a final dot: `operation.`. */
  kind: z.string().min(1).max(100).optional(),
  batchId: z.uuid().optional(),
  from: instantJson.optional(),
  to: instantJson.optional(),
})

/** The operation behind an entry; its log is at `/api/v1/admin/operations/{id}`. */
const operationJson = z.object({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  attempts: z.number().int(),
  error: z.string().nullable(),
})

/** What happened to one service and to its operations, for staff. */
export function historyRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/services/:id/history',
    {
      config: { access: { kind: 'staff', permission: 'history:read' } },
      schema: {
        summary: 'Everything that happened to a service and its operations; the newest first',
        tags,
        params,
        querystring: staffQuery,
        response: {
          200: z.object({
            items: z.array(historyEntryJson.extend({ operation: operationJson.nullable() })),
            nextCursor: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      const { service } = await visibleService(ctx, actorOf(request), request.params.id)
      const { limit, cursor, from, to, ...rest } = request.query
      const filter = {
        ...rest,
        from: from ? parseInstant(from, '/query/from') : undefined,
        to: to ? parseInstant(to, '/query/to') : undefined,
      }
      return listServiceHistory(ctx.db, service.id, filter, { limit, cursor })
    },
  )
}
