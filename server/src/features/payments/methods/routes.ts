import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf, customerIdOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import type { Language } from '../../../platform/text.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { findCustomer } from '../../customers/queries.ts'
import { serviceSubject } from '../../services/subject.ts'
import { autoPayRoutes } from '../auto-pay/routes.ts'
import { gatewaysOf } from '../gateways/open-gateways.ts'
import { makeDefault, removalQuery, removeMethod } from './change-methods.ts'
import { methodJson, methodsOf } from './method-json.ts'
import { staffMethodRoutes } from './staff-routes.ts'
import { startSetup } from './start-setup.ts'

const tags = ['payment methods']
const params = z.object({ id: z.uuid() })
const own = { access: { kind: 'customer' } } as const

const ownMethods = z.object({
  items: z.array(methodJson),
  /** Where another one can be stored. */
  gateways: z.array(z.object({ id: z.string(), label: z.string() })),
})

async function keepingGateways(ctx: Context, language: Language) {
  const open = await gatewaysOf(ctx)
  return open
    .filter(({ gateway }) => gateway.startSetup)
    .map(({ id, gateway }) => ({ id, label: gateway.label[language] }))
}

/** Customers: their stored methods. */
export function methodRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/client/payment-methods',
    {
      config: own,
      schema: {
        summary: 'Your stored payment methods and where another can be stored',
        tags,
        response: { 200: ownMethods },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      return {
        items: await methodsOf(ctx, customerIdOf(request), language),
        gateways: await keepingGateways(ctx, language),
      }
    },
  )
  setupRoute(http, ctx)
  changeRoutes(http, ctx)
  staffMethodRoutes(http, ctx)
  autoPayRoutes(http, ctx)
}

function setupRoute(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/client/payment-methods',
    {
      config: own,
      schema: {
        summary: 'Open the gateway’s page on which a method is stored',
        tags,
        body: z.strictObject({
          gateway: z.string().min(1).max(60),
          /** Switch auto-pay of this service on with what is stored. */
          serviceId: z.uuid().nullable().default(null),
        }),
        response: { 201: z.object({ setupId: z.uuid(), redirectUrl: z.string() }) },
      },
    },
    async (request, reply) => {
      const { gateway: gatewayId, serviceId } = request.body
      const customerId = customerIdOf(request)
      const now = ctx.clock.now()
      const found = serviceId ? await serviceSubject.load(ctx.db, [serviceId], now) : null
      const service = found?.get(serviceId ?? '')?.service
      if (serviceId && service?.customerId !== customerId) throw notFound()
      const customer = await findCustomer(ctx.db, customerId)
      if (!customer) throw notFound()
      const { currency } = service ?? customer
      const { language } = actorOf(request)
      const wanted = { customerId, gatewayId, language, currency, serviceId }
      return reply.code(201).send(await startSetup(ctx, wanted))
    },
  )
}

function changeRoutes(http: Http, ctx: Context): void {
  http.put(
    '/api/v1/client/payment-methods/:id/default',
    {
      config: own,
      schema: {
        summary: 'Charge this method where a service names none',
        tags,
        params,
        response: { 200: z.object({ items: z.array(methodJson) }) },
      },
    },
    async (request) => {
      const method = { methodId: request.params.id, customerId: customerIdOf(request) }
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => makeDefault(tx, env, method))
      return { items: await methodsOf(ctx, method.customerId, actorOf(request).language) }
    },
  )
  http.delete(
    '/api/v1/client/payment-methods/:id',
    {
      config: own,
      schema: {
        summary: 'Remove a stored method; services paid with it are named first',
        tags,
        params,
        querystring: removalQuery,
        response: { 200: z.object({ items: z.array(methodJson) }) },
      },
    },
    async (request) => {
      const method = { methodId: request.params.id, customerId: customerIdOf(request) }
      const env = requestEnv(ctx, request)
      const stop = request.query.stopAutoPay === 'true'
      await inTransaction(ctx, (tx) => removeMethod(tx, env, method, stop))
      return { items: await methodsOf(ctx, method.customerId, actorOf(request).language) }
    },
  )
}
