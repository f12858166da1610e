import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { latestUses, listCoupons, toCouponJson } from './queries.ts'
import { couponChanges, couponFilters, couponJson, couponUseJson, newCoupon } from './schemas.ts'
import { coupons } from './tables.ts'
import { createCoupon, updateCoupon } from './write-coupon.ts'

const read = { access: { kind: 'staff', permission: 'coupons:read' } } as const
const write = { access: { kind: 'staff', permission: 'coupons:update' } } as const
const URL = '/api/v1/admin/coupons'
const tags = ['coupons']
const params = z.object({ id: z.uuid() })

/** Staff: codes that take something off. */
export function couponRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Coupons, the newest first',
        tags,
        querystring: couponFilters,
        response: { 200: pageSchema(couponJson) },
      },
    },
    async (request) => {
      const { items, ...page } = await listCoupons(ctx.db, request.query)
      return { ...page, items: items.map(toCouponJson) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One coupon with the latest orders that it was used for',
        tags,
        params,
        response: { 200: couponJson.extend({ uses: z.array(couponUseJson) }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const [coupon] = await ctx.db.select().from(coupons).where(eq(coupons.id, id))
      if (!coupon) throw notFound()
      return { ...toCouponJson(coupon), uses: await latestUses(ctx.db, id) }
    },
  )
  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Create a coupon',
        tags,
        body: newCoupon,
        response: { 201: couponJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const made = await inTransaction(ctx, (tx) => createCoupon(tx, env, request.body))
      return reply.code(201).send(toCouponJson(made))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change a coupon; what has its discount keeps it',
        tags,
        params,
        body: couponChanges,
        response: { 200: couponJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      return toCouponJson(await inTransaction(ctx, (tx) => updateCoupon(tx, env, id, request.body)))
    },
  )
}
