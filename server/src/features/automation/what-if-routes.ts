import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { visibleService } from '../services/visible.ts'
import { whatIf } from './what-if.ts'
import { clientSupposition, staffSupposition, whatIfJson } from './what-if-schemas.ts'

const params = z.object({ id: z.uuid() })
const response = { 200: whatIfJson }

/** What would follow if somebody did something with a service. Nothing is written. */
export function whatIfRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/services/:id/what-if',
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'What would follow if somebody did this with a service; nothing is written',
        tags: ['services'],
        params,
        body: staffSupposition,
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { service } = await visibleService(ctx, actor, request.params.id)
      return whatIf(ctx, { serviceId: service.id, wish: request.body, actor, area: 'admin' })
    },
  )

  http.post(
    '/api/v1/client/services/:id/what-if',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'What would follow if you did this with a service; nothing is written',
        tags: ['services'],
        params,
        body: clientSupposition,
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { service } = await visibleService(ctx, actor, request.params.id)
      return whatIf(ctx, { serviceId: service.id, wish: request.body, actor, area: 'client' })
    },
  )
}
