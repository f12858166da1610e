import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { findCustomer } from '../../customers/queries.ts'
import { removalQuery, removeMethod } from './change-methods.ts'
import { methodJson, methodsOf } from './method-json.ts'

const tags = ['payment methods']
const methods = z.object({ items: z.array(methodJson) })

/** Staff see what a customer’s methods are called, nothing more, and may remove them. */
export function staffMethodRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/customers/:id/payment-methods',
    {
      config: { access: { kind: 'staff', permission: 'customers:read' } },
      schema: {
        summary: 'What a customer has stored to pay with',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: methods },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!(await findCustomer(ctx.db, id))) throw notFound()
      return { items: await methodsOf(ctx, id, actorOf(request).language) }
    },
  )
  http.delete(
    '/api/v1/admin/customers/:id/payment-methods/:methodId',
    {
      config: { access: { kind: 'staff', permission: 'customers:update' } },
      schema: {
        summary: 'Remove what a customer has stored; they are mailed what they pay by hand then',
        tags,
        params: z.object({ id: z.uuid(), methodId: z.uuid() }),
        querystring: removalQuery,
        response: { 200: methods },
      },
    },
    async (request) => {
      const { id: customerId, methodId } = request.params
      const env = requestEnv(ctx, request)
      const stop = request.query.stopAutoPay === 'true'
      await inTransaction(ctx, (tx) => removeMethod(tx, env, { methodId, customerId }, stop))
      return { items: await methodsOf(ctx, customerId, actorOf(request).language) }
    },
  )
}
