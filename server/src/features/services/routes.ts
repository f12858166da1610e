import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import {
  describedClientServiceJson,
  describedServiceJson,
  describeOwnService,
  describeVisible,
} from './describe-service.ts'
import { exportRoutes } from './export/routes.ts'
import { listRoutes } from './list-routes.ts'
import { panelRoutes } from './panel-routes.ts'
import { visibleService } from './visible.ts'
import { writeRoutes } from './write-routes.ts'

const tags = ['services']
const params = z.object({ id: z.uuid() })

export function serviceRoutes(http: Http, ctx: Context): void {
  listRoutes(http, ctx)
  exportRoutes(http, ctx)
  staffRoutes(http, ctx)
  writeRoutes(http, ctx)
  clientRoutes(http, ctx)
  panelRoutes(http, ctx)
}

function staffRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'staff', permission: 'services:read' } as const
  http.get(
    '/api/v1/admin/services/:id',
    {
      config: { access },
      schema: { summary: 'One service', tags, params, response: { 200: describedServiceJson } },
    },
    (request) => describeVisible(ctx, actorOf(request), request.params.id),
  )
}

function clientRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'customer' } as const
  http.get(
    '/api/v1/client/services/:id',
    {
      config: { access },
      schema: {
        summary: 'One own service',
        tags,
        params,
        response: { 200: describedClientServiceJson },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const subject = await visibleService(ctx, actor, request.params.id)
      return describeOwnService(ctx, subject, actor)
    },
  )
}
