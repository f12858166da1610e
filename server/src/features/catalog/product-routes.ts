import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { actionOffer, offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { listProducts, productFilters } from './list-products.ts'
import { loadProducts, toGroupJson, toProductJson } from './queries.ts'
import { groupJson, newProduct, productChanges, productJson } from './schemas.ts'
import { createProduct, updateProduct } from './write-product.ts'

const read = { access: { kind: 'staff', permission: 'products:read' } } as const
const write = { access: { kind: 'staff', permission: 'products:update' } } as const
const URL = '/api/v1/admin/products'
const tags = ['products']
const params = z.object({ id: z.uuid() })

const productPage = z.object({
  ...productJson.shape,
  group: groupJson,
  actions: z.array(actionOffer),
})

/** Staff: the products. `actions` are those that a product's page offers. */
export function productRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Products in the order of the shop',
        tags,
        querystring: productFilters,
        response: { 200: pageSchema(productJson) },
      },
    },
    async (request) => {
      const { items, ...page } = await listProducts(ctx.db, request.query)
      return { ...page, items: items.map((one) => toProductJson(ctx, one)) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One product with its group and what can be done',
        tags,
        params,
        response: { 200: productPage },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = (await loadProducts(ctx.db, [id])).get(id)
      if (!found) throw notFound()
      return {
        ...toProductJson(ctx, found),
        group: toGroupJson(found.group),
        actions: offerActions(actions, found, actorOf(request), ctx.clock.now()),
      }
    },
  )
  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Create a product',
        tags,
        body: newProduct,
        response: { 201: productJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const created = await inTransaction(ctx, (tx) => createProduct(tx, env, request.body))
      return reply.code(201).send(toProductJson(ctx, created))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change a product; prices are replaced as a whole and reach new orders only',
        tags,
        params,
        body: productChanges,
        response: { 200: productJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      return toProductJson(
        ctx,
        await inTransaction(ctx, (tx) => updateProduct(tx, env, id, request.body)),
      )
    },
  )
}
