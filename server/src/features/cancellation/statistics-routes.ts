import { z } from 'zod'
import type { Context } from '../../context.ts'
import { addDays, localDate } from '../../domain/calendar.ts'
import { actorOf } from '../../platform/access.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import type { Http } from '../../platform/feature.ts'
import { invalidField } from '../../platform/problem.ts'
import { type Language, say } from '../../platform/text.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { type Statistics, statisticsJson } from './schemas.ts'
import { type Days, readStatistics } from './statistics.ts'

/** Shown when no days are asked for: these and today. */
const DEFAULT_DAYS = 89
/** The longest stretch: ten years. */
const MOST_DAYS = 3660

const config = { access: { kind: 'staff', permission: 'cancellation_reasons:read' } } as const
const tags = ['cancellation']
const querystring = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First day, in the business time zone' }),
  to: z.iso.date().optional().meta({ description: 'Last day, included; today by default' }),
})
type Asked = z.infer<typeof querystring>

/** Why and how services were cancelled, as numbers and as a file. */
export function statisticsRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/cancellation-reasons/statistics',
    {
      config,
      schema: {
        summary: 'Cancellations by reason, way, product and time',
        tags,
        querystring,
        response: { 200: statisticsJson },
      },
    },
    async (request) => {
      const days = await daysOf(ctx, request.query)
      return readStatistics(ctx.db, days, actorOf(request).language)
    },
  )

  http.get(
    '/api/v1/admin/cancellation-reasons/statistics/export',
    {
      config,
      schema: {
        summary: 'Cancellations by reason and by product as CSV',
        tags,
        querystring,
        response: {
          200: { content: { 'text/csv': { schema: z.string().meta({ format: 'binary' }) } } },
        },
      },
    },
    async (request, reply) => {
      const days = await daysOf(ctx, request.query)
      const { language } = actorOf(request)
      const statistics = await readStatistics(ctx.db, days, language)
      return reply
        .type('text/csv; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="cancellations-${days.from}-${days.to}.csv"`,
        )
        .send(toCsv(statistics, language))
    },
  )
}

async function daysOf(ctx: Context, { from, to }: Asked): Promise<Days> {
  const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
  const now = ctx.clock.now()
  const days = {
    to: to ?? localDate(now, zone),
    from: from ?? localDate(addDays(now, -DEFAULT_DAYS, zone), zone),
    zone,
  }
  const length = (Date.parse(days.to) - Date.parse(days.from)) / 86_400_000
  if (length < 0) throw invalidField('/query/from', 'dates_reversed')
  if (length > MOST_DAYS) throw invalidField('/query/from', 'too_many_days')
  return days
}

function toCsv({ reasons, products }: Statistics, language: Language): string {
  const words = (key: string) => say(`cancellation.csv.${key}`, language)
  const columns = ['total', 'end_of_period', 'now', 'by_customer', 'by_staff'].map(words)
  const line = (row: (typeof products)[number]) =>
    csvLine([
      row.name,
      ...[row.total, row.endOfPeriod, row.now, row.byCustomer, row.byStaff].map(String),
    ])
  return [
    BYTE_ORDER_MARK + csvLine([words('reason'), ...columns]),
    ...reasons.map(line),
    csvLine([]),
    csvLine([words('product'), ...columns]),
    ...products.map(line),
  ].join('')
}
