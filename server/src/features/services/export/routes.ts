import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { localDate } from '../../../domain/calendar.ts'
import { actorOf } from '../../../platform/access.ts'
import { permits } from '../../../platform/actor.ts'
import type { Http } from '../../../platform/feature.ts'
import { listOf } from '../../../platform/list-of.ts'
import { Problem } from '../../../platform/problem.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { serviceFilters } from '../filters.ts'
import { selectServices } from '../select-services.ts'
import { completeColumns, EXPORT_COLUMN_NAMES } from './columns.ts'
import { writeCsv } from './write-csv.ts'

const querystring = z.strictObject({
  ...serviceFilters,
  sort: z.string().max(60).optional(),
  columns: listOf(z.enum(EXPORT_COLUMN_NAMES), 'Columns in their order, separated by commas'),
})

/** The filtered list as a file. */
export function exportRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/services/export',
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'The filtered services as CSV, however many',
        description:
          'UTF-8 with a byte order mark, RFC 4180. Amounts are decimals with their currency in a column beside them, moments are in the business time zone. The column customerEmail needs customers:read.',
        tags: ['services'],
        querystring,
        response: {
          200: { content: { 'text/csv': { schema: z.string().meta({ format: 'binary' }) } } },
        },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { columns: chosen, sort, ...filters } = request.query
      const columns = completeColumns(chosen)
      if (columns.includes('customerEmail') && !permits(actor, 'customers:read'))
        throw new Problem('not_allowed')
      const now = ctx.clock.now()
      const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
      const selection = await selectServices(ctx.db, filters, now)
      const view = { language: actor.language, zone, now }
      const lines = writeCsv(ctx.db, { selection, sort, columns, view })
      return sendCsv(reply, lines, `services-${localDate(now, zone)}.csv`)
    },
  )
}

/** As fast as the other side reads; when it goes, the reading ends. */
function sendCsv(reply: FastifyReply, lines: AsyncIterable<string>, fileName: string) {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(lines, { objectMode: false }))
}
