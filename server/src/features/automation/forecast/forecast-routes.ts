import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import './forecast-texts.ts'
import type { Context } from '../../../context.ts'
import { localDate } from '../../../domain/calendar.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { pageQuery } from '../../../platform/pagination.ts'
import { notFound } from '../../../platform/problem.ts'
import { streamAnswer, untilGone } from '../../../platform/stream-answer.ts'
import { customers } from '../../customers/tables.ts'
import { forecastFleet, forecastWithSteps } from './forecast-fleet.ts'
import {
  customerForecastJson,
  forecastJson,
  forecastRowJson,
  serviceForecastJson,
} from './forecast-json.ts'
import { askForecast, forecastQuery, horizonQuery } from './forecast-query.ts'
import { forecastService } from './forecast-service.ts'
import { listSteps } from './list-steps.ts'
import { forecastCsv } from './write-csv.ts'

const tags = ['automation']
const config = { access: { kind: 'staff', permission: 'automation:read' } } as const
const params = z.object({ id: z.uuid() })

/** What the automation will do in the coming days. Nothing is written. */
export function forecastRoutes(http: Http, ctx: Context): void {
  fleetRoutes(http, ctx)
  listRoutes(http, ctx)
  subjectRoutes(http, ctx)
}

function fleetRoutes(http: Http, ctx: Context): void {
  const querystring = z.strictObject(forecastQuery)
  http.get(
    '/api/v1/admin/forecast',
    {
      config,
      schema: {
        summary: 'What the automation will do in the coming days, day by day',
        tags,
        querystring,
        response: { 200: forecastJson },
      },
    },
    async (request, reply) => {
      const asked = await askForecast(ctx, request.query)
      return forecastFleet(ctx, asked, { signal: untilGone(reply) })
    },
  )

  http.get(
    '/api/v1/admin/forecast/stream',
    {
      config,
      schema: {
        summary: 'The same with its progress, as server-sent events',
        description:
          'Events: `progress` with `{ "done", "total" }` services, then one `result` with the answer of /api/v1/admin/forecast, or one `error` with the problem document. Going away stops the work.',
        tags,
        querystring,
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const asked = await askForecast(ctx, request.query)
      await streamAnswer(request, reply, {
        language: actorOf(request).language,
        work: (streamed) => forecastFleet(ctx, asked, streamed),
      })
    },
  )
}

function listRoutes(http: Http, ctx: Context): void {
  const { limit, cursor } = pageQuery
  http.get(
    '/api/v1/admin/forecast/steps',
    {
      config,
      schema: {
        summary: 'The single steps of the coming days, customer by customer and service by service',
        description: 'A page ends with a whole service, so it may hold a few more than the limit.',
        tags,
        querystring: z.strictObject({
          ...forecastQuery,
          on: z.iso.date().optional().meta({ description: 'One calendar day of the forecast' }),
          ...{ limit, cursor },
        }),
        response: {
          200: z.object({ items: z.array(forecastRowJson), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (request, reply) => {
      const { on = null, limit: most, cursor: at, ...query } = request.query
      const asked = await askForecast(ctx, query)
      const { language } = actorOf(request)
      return listSteps(ctx, asked, {
        ...{ on, language, limit: most, cursor: at },
        signal: untilGone(reply),
      })
    },
  )

  http.get(
    '/api/v1/admin/forecast.csv',
    {
      config,
      schema: {
        summary: 'Every step and payment of the coming days as CSV',
        description:
          'UTF-8 with a byte order mark, RFC 4180. Amounts are decimals with their currency in a column beside them, moments are in the business time zone.',
        tags,
        querystring: z.strictObject(forecastQuery),
        response: {
          200: { content: { 'text/csv': { schema: z.string().meta({ format: 'binary' }) } } },
        },
      },
    },
    async (request, reply) => {
      const asked = await askForecast(ctx, request.query)
      const { language } = actorOf(request)
      const lines = forecastCsv(ctx, asked, { language, signal: untilGone(reply) })
      return sendCsv(reply, lines, `forecast-${localDate(asked.now, asked.zone)}.csv`)
    },
  )
}

/** As fast as the other side reads; when it goes, the walk ends. */
function sendCsv(reply: FastifyReply, lines: AsyncIterable<string>, fileName: string) {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(lines, { objectMode: false }))
}

function subjectRoutes(http: Http, ctx: Context): void {
  const querystring = z.strictObject(horizonQuery)
  http.get(
    '/api/v1/admin/services/:id/forecast',
    {
      config,
      schema: {
        summary: 'What the automation will do with a service in the coming days',
        tags,
        params,
        querystring,
        response: { 200: serviceForecastJson },
      },
    },
    async (request) => {
      const asked = await askForecast(ctx, request.query)
      const { language } = actorOf(request)
      return forecastService(ctx, asked, { serviceId: request.params.id, language })
    },
  )

  http.get(
    '/api/v1/admin/customers/:id/forecast',
    {
      config,
      schema: {
        summary: 'What the automation will do with a customer’s services in the coming days',
        tags,
        params,
        querystring,
        response: { 200: customerForecastJson },
      },
    },
    async (request, reply) => {
      const { id: customerId } = request.params
      const [known] = await ctx.db
        .select({ id: customers.id })
        .from(customers)
        .where(eq(customers.id, customerId))
      if (!known) throw notFound()
      const asked = await askForecast(ctx, { ...request.query, customerId })
      const { language } = actorOf(request)
      return forecastWithSteps(ctx, asked, { language, signal: untilGone(reply) })
    },
  )
}
