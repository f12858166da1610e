import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findDelivery, listDeliveries } from './queries.ts'
import { replayDelivery } from './replay.ts'
import { deliveryFilters, deliveryJson, deliveryPage } from './schemas.ts'

const tags = ['webhooks']
const params = z.object({ id: z.uuid() })
const read = { access: { kind: 'staff', permission: 'webhooks:read' } } as const
const update = { access: { kind: 'staff', permission: 'webhooks:update' } } as const
const URL = '/api/v1/admin/webhook-deliveries'

/** The log: what was sent, what came back, and once more. */
export function deliveryRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'What was sent to endpoints, the newest first',
        tags,
        querystring: deliveryFilters,
        response: { 200: deliveryPage },
      },
    },
    (request) => listDeliveries(ctx.db, request.query),
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One delivery with its body and every attempt',
        tags,
        params,
        response: { 200: deliveryJson },
      },
    },
    (request) => findDelivery(ctx.db, request.params.id),
  )
  http.post(
    `${URL}/:id/replay`,
    {
      config: update,
      schema: {
        summary: 'Send a delivery once more, with the same id',
        tags,
        params,
        response: { 200: deliveryJson },
      },
    },
    (request) => {
      const env = requestEnv(ctx, request)
      return inTransaction(ctx, async (tx) => {
        await replayDelivery(tx, env, request.params.id)
        return findDelivery(tx, request.params.id)
      })
    },
  )
}
