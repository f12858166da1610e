import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { listOrders, staffOrderFilters } from './list-orders.ts'
import { loadOrders } from './order-subject.ts'
import { placeOrder } from './place-order.ts'
import { preferServers } from './prefer-servers.ts'
import { toStaffPage, toStaffRow } from './present.ts'
import { quoteOrder } from './quote-order.ts'
import { placedJson, quoteJson, staffOrderBody, staffOrderPage, staffOrderRow } from './schemas.ts'

const read = { access: { kind: 'staff', permission: 'orders:read' } } as const
const create = { access: { kind: 'staff', permission: 'orders:create' } } as const
const URL = '/api/v1/admin/orders'
const tags = ['orders']

/** Staff: orders of all customers, and ordering for them. The terms are accepted outside. */
export function staffOrderRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.post(
    URL,
    {
      config: create,
      schema: {
        summary: 'Place an order for a customer; prices may be typed',
        tags,
        body: staffOrderBody,
        response: { 201: placedJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const preferredServers = await preferServers(env, request.body)
      const wanted = { ...request.body, termsVersionId: null, preferredServers }
      return reply.code(201).send(await inTransaction(ctx, (tx) => placeOrder(tx, env, wanted)))
    },
  )
  http.post(
    `${URL}/quote`,
    {
      config: create,
      schema: {
        summary: 'What the order would cost the customer; nothing is written',
        tags,
        body: staffOrderBody,
        response: { 200: quoteJson },
      },
    },
    (request) => quoteOrder(requestEnv(ctx, request), request.body),
  )
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Orders, the newest first',
        tags,
        querystring: staffOrderFilters,
        response: { 200: pageSchema(staffOrderRow) },
      },
    },
    async (request) => {
      const { items, ...page } = await listOrders(ctx.db, request.query)
      return { ...page, items: items.map(toStaffRow) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One order with its services, its document and what can be done',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: staffOrderPage },
      },
    },
    async (request) => {
      const { id } = request.params
      const subject = (await loadOrders(ctx.db, [id])).get(id)
      if (!subject) throw notFound()
      const offers = offerActions(actions, subject, actorOf(request), ctx.clock.now())
      return toStaffPage(subject, offers)
    },
  )
}
