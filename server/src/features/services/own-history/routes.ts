import { and, desc, eq, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf, customerIdOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { instantJson, toInstantJson } from '../../../platform/json.ts'
import { decodeCursor, pageQuery, toPage } from '../../../platform/pagination.ts'
import { history } from '../../history/tables.ts'
import { visibleService } from '../visible.ts'
import { tellEntry } from './tell-entry.ts'
import { TOLD_KINDS } from './texts.ts'

/** Columns of a hand edit that a customer sees; an edit of others is not told. */
const TOLD_COLUMNS = ['price', 'cycle', 'expiresAt', 'name', 'description']

const entryJson = z.object({
  id: z.number().int(),
  at: instantJson,
  /** What happened, in plain words. */
  text: z.string(),
  /** Who did it: you, another user’s name, our team, or nobody: automatically. */
  by: z.string(),
})

/** A service's history in the words of its customer, without what staff keep for themselves. */
export function ownHistoryRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/client/services/:id/history',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'What happened to an own service, in plain words; the newest first',
        tags: ['services'],
        params: z.object({ id: z.uuid() }),
        querystring: z.strictObject({ limit: pageQuery.limit, cursor: pageQuery.cursor }),
        response: {
          200: z.object({ items: z.array(entryJson), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { service, zone } = await visibleService(ctx, actor, request.params.id)
      const { limit, cursor } = request.query
      const after = cursor ? Number(decodeCursor(cursor, 1)[0]) : null
      const rows = await ctx.db
        .select()
        .from(history)
        .where(
          and(
            eq(history.subject, 'service'),
            eq(history.subjectId, service.id),
            // What happened while it was somebody else's is theirs to know.
            eq(history.customerId, customerIdOf(request)),
            inArray(history.kind, [...TOLD_KINDS]),
            or(ne(history.kind, 'service.edited'), editsWhatIsSeen()),
            after === null ? undefined : lt(history.id, after),
          ),
        )
        .orderBy(desc(history.id))
        .limit(limit + 1)
      const { items, nextCursor } = toPage(rows, limit, (row) => [row.id])
      const { language, id: userId } = actor
      const reader = { language, zone, currency: service.currency, userId }
      return {
        items: items.map((row) => ({
          ...{ id: row.id, at: toInstantJson(row.at) },
          ...tellEntry(row, reader),
        })),
        nextCursor,
      }
    },
  )
}

const editsWhatIsSeen = (): SQL => sql`${history.after} ?| ${sql.param(TOLD_COLUMNS)}::text[]`
