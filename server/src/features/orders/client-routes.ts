import { z } from 'zod'
import type { Context } from '../../context.ts'
import { customerIdOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { clientOrderFilters, listOrders } from './list-orders.ts'
import { loadOrders } from './order-subject.ts'
import { placeOrder } from './place-order.ts'
import { preferServers } from './prefer-servers.ts'
import { toClientPage, toClientRow } from './present.ts'
import { quoteOrder } from './quote-order.ts'
import {
  clientOrderBody,
  clientOrderPage,
  clientOrderRow,
  placedJson,
  quoteJson,
} from './schemas.ts'
import { acceptedTerms } from './terms.ts'

const config = { access: { kind: 'customer' } } as const
const URL = '/api/v1/client/orders'
const tags = ['orders']

/** Customers: order, see what it would cost, look at one's orders. */
export function clientOrderRoutes(http: Http, ctx: Context): void {
  http.post(
    URL,
    {
      config,
      schema: {
        summary: 'Place an order',
        tags,
        body: clientOrderBody,
        response: { 201: placedJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const customerId = customerIdOf(request)
      const { items, couponCode } = request.body
      const wish = { customerId, items, couponCode }
      const preferredServers = await preferServers(env, wish)
      const placed = await inTransaction(ctx, async (tx) => {
        const termsVersionId = await acceptedTerms(tx, request.body)
        return placeOrder(tx, env, { ...wish, termsVersionId, preferredServers })
      })
      return reply.code(201).send(placed)
    },
  )
  http.post(
    `${URL}/quote`,
    {
      config,
      schema: {
        summary: 'What an order would cost; nothing is written',
        tags,
        body: clientOrderBody,
        response: { 200: quoteJson },
      },
    },
    (request) => {
      const { items, couponCode } = request.body
      const wish = { customerId: customerIdOf(request), items, couponCode }
      return quoteOrder(requestEnv(ctx, request), wish)
    },
  )
  http.get(
    URL,
    {
      config,
      schema: {
        summary: 'One’s orders, the newest first',
        tags,
        querystring: clientOrderFilters,
        response: { 200: pageSchema(clientOrderRow) },
      },
    },
    async (request) => {
      const filters = { ...request.query, customerId: customerIdOf(request) }
      const { items, ...page } = await listOrders(ctx.db, filters)
      return { ...page, items: items.map(toClientRow) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config,
      schema: {
        summary: 'One order with its services and document',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: clientOrderPage },
      },
    },
    async (request) => {
      const { id } = request.params
      const subject = (await loadOrders(ctx.db, [id])).get(id)
      if (subject?.order.customerId !== customerIdOf(request)) throw notFound()
      return toClientPage(subject)
    },
  )
}
