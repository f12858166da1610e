import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { actorOf, customerIdOf } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { serviceFilters } from './filters.ts'
import { countByStatus, countServices, type ListQuery, listServiceIds } from './list.ts'
import { panelRoutes } from './panel-routes.ts'
import { clientService, servicePage, serviceRow } from './present.ts'
import { clientServiceJson, servicePageJson, serviceRowJson } from './schemas.ts'
import { loadServices } from './subject.ts'
import { visibleService } from './visible.ts'
import { writeRoutes } from './write-routes.ts'

const tags = ['services']
const params = z.object({ id: z.uuid() })

export function serviceRoutes(http: Http, ctx: Context): void {
  staffRoutes(http, ctx)
  writeRoutes(http, ctx)
  clientRoutes(http, ctx)
  panelRoutes(http, ctx)
}

/** One page of subjects in order; the count is made beside it. */
async function servicesPage(db: Db, query: ListQuery, now: Instant) {
  const load = async () => {
    const { ids, nextCursor } = await listServiceIds(db, query)
    const subjects = await loadServices(db, ids, now)
    return { subjects: ids.flatMap((id) => subjects.get(id) ?? []), nextCursor }
  }
  const [page, total] = await Promise.all([load(), countServices(db, query)])
  return { ...page, total }
}

function staffRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'staff', permission: 'services:read' } as const
  http.get(
    '/api/v1/admin/services',
    {
      config: { access },
      schema: {
        summary: 'Services: filtered, searched, sorted, in pages',
        tags,
        querystring: z.strictObject({ ...pageQuery, ...serviceFilters }),
        response: { 200: pageSchema(serviceRowJson) },
      },
    },
    async (request) => {
      const view = { language: actorOf(request).language, now: ctx.clock.now() }
      const { subjects, nextCursor, total } = await servicesPage(ctx.db, request.query, view.now)
      return { items: subjects.map((subject) => serviceRow(subject, view)), nextCursor, total }
    },
  )
  http.get(
    '/api/v1/admin/services/counts',
    {
      config: { access },
      schema: {
        summary: 'How many services stand in each status, and how many need attention',
        tags,
        response: { 200: z.record(z.string(), z.number().int()) },
      },
    },
    () => countByStatus(ctx.db),
  )
  http.get(
    '/api/v1/admin/services/:id',
    {
      config: { access },
      schema: { summary: 'One service', tags, params, response: { 200: servicePageJson } },
    },
    async (request) => {
      const actor = actorOf(request)
      const subject = await visibleService(ctx, actor, request.params.id)
      return servicePage(subject, { language: actor.language, now: ctx.clock.now() })
    },
  )
}

function clientRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'customer' } as const
  const { status, q, productGroupId } = serviceFilters
  http.get(
    '/api/v1/client/services',
    {
      config: { access },
      schema: {
        summary: 'The customer’s own services',
        tags,
        querystring: z.strictObject({ ...pageQuery, status, q, productGroupId }),
        response: { 200: pageSchema(clientServiceJson) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const query = { ...request.query, customerId: customerIdOf(request) }
      const { subjects, nextCursor, total } = await servicesPage(ctx.db, query, ctx.clock.now())
      return {
        items: subjects.map((subject) => clientService(subject, language)),
        nextCursor,
        total,
      }
    },
  )
  http.get(
    '/api/v1/client/services/:id',
    {
      config: { access },
      schema: { summary: 'One own service', tags, params, response: { 200: clientServiceJson } },
    },
    async (request) => {
      const actor = actorOf(request)
      const subject = await visibleService(ctx, actor, request.params.id)
      return clientService(subject, actor.language)
    },
  )
}
