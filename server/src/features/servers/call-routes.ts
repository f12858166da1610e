import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { loadProducts, toProductJson } from '../catalog/queries.ts'
import { productJson } from '../catalog/schemas.ts'
import { products } from '../catalog/tables.ts'
import { loadChoices } from './load-choices.ts'
import { placeCandidates } from './places.ts'
import { readOrderForm } from './read-order-form.ts'
import { choicesJson } from './schemas.ts'
import { servers } from './tables.ts'

const tags = ['servers']
const params = z.object({ id: z.uuid() })
const namedList = z.object({ id: z.uuid(), name: z.string().max(60) })

/** Staff: what is asked of the server itself while the request waits. */
export function callRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/servers/:id/choices/:name',
    {
      config: { access: { kind: 'staff', permission: 'servers:read' } },
      schema: {
        summary: 'A choice list of the module, loaded from the server',
        tags,
        params: namedList,
        response: { 200: choicesJson },
      },
    },
    async (request) => {
      const { id, name } = request.params
      const [row] = await ctx.db.select().from(servers).where(eq(servers.id, id))
      if (!row) throw notFound()
      return { items: [...(await loadChoices(ctx, { type: row.type, name, servers: [row] }))] }
    },
  )
  http.get(
    '/api/v1/admin/products/:id/choices/:name',
    {
      config: { access: { kind: 'staff', permission: 'products:read' } },
      schema: {
        summary: 'A choice list of the product’s module, loaded from a server of its group',
        tags: ['products'],
        params: namedList,
        response: { 200: choicesJson },
      },
    },
    async (request) => {
      const { id, name } = request.params
      const [product] = await ctx.db.select().from(products).where(eq(products.id, id))
      if (!product) throw notFound()
      const candidates = await placeCandidates(ctx.db, product)
      const wish = { type: product.type, name, servers: candidates }
      return { items: [...(await loadChoices(ctx, wish))] }
    },
  )
  http.post(
    '/api/v1/admin/products/:id/order-form',
    {
      config: { access: { kind: 'staff', permission: 'products:update' } },
      schema: {
        summary: 'Read again from a server what the product asks when it is ordered',
        tags: ['products'],
        params,
        response: { 200: productJson },
      },
    },
    async (request) => {
      const { id } = request.params
      await readOrderForm(requestEnv(ctx, request), id)
      const found = (await loadProducts(ctx.db, [id])).get(id)
      if (!found) throw notFound()
      return toProductJson(ctx, found)
    },
  )
}
