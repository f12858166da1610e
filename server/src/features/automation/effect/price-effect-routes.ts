import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { CYCLES } from '../../../domain/cycle.ts'
import { monthlyAmount } from '../../../domain/monthly-share.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import {
  instantJson,
  moneyJson,
  positiveMoneyJson,
  toInstantJson,
  toMoneyJson,
} from '../../../platform/json.ts'
import { invalidField, notFound, Problem } from '../../../platform/problem.ts'
import { streamAnswer, untilGone } from '../../../platform/stream-answer.ts'
import { type Language, say } from '../../../platform/text.ts'
import { checkPrices } from '../../catalog/check-product.ts'
import { loadProducts } from '../../catalog/queries.ts'
import { applyPrice } from '../../renewals/actions/apply-price.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import {
  measurePrices,
  PRICE_DAYS,
  type PriceEffect,
  type PriceQuestion,
} from './measure-prices.ts'

const count = z.number().int()
const beforeAfter = z.object({ before: moneyJson, after: moneyJson })

const priceEffectJson = z.object({
  /** The product's services that have not ended. */
  looked: count,
  /** Those that would get the price. */
  reached: count,
  refused: z.array(z.object({ code: z.string(), reason: z.string(), services: count })),
  /** The first document that asks for something else. */
  firstAt: instantJson.nullable(),
  /** How many days of documents are counted. */
  days: count,
  /** Renewal documents of these days with tax, by currency, if everybody pays on time. */
  documents: z.array(beforeAfter),
  /** What the services reached come to in a month, by currency; prices without tax rules. */
  perMonth: z.array(beforeAfter),
  examples: z.array(
    z.object({
      service: z.object({
        ...{ id: z.uuid(), number: count, name: z.string(), customerName: z.string() },
        cycle: z.enum(CYCLES),
      }),
      /** What a period costs, options and discount included. */
      ...beforeAfter.shape,
      firstAt: instantJson.nullable(),
    }),
  ),
})

const body = z.strictObject({
  ...(applyPrice.input as z.ZodObject<{ from: z.ZodType<number>; includeOwnPrices: z.ZodType }>)
    .shape,
  /** Prices that are only typed yet; without them those of the product. */
  prices: z
    .array(z.strictObject({ cycle: z.enum(CYCLES), price: positiveMoneyJson }))
    .max(200)
    .optional(),
})
const params = z.object({ id: z.uuid() })
const tags = ['products']
const config = { access: { kind: 'staff', permission: 'products:read' } } as const
const summary = 'What the product’s prices would do to existing services, before they are applied'
const URL = '/api/v1/admin/products/:id/prices/effect'

/** Asked before the prices are applied by the action `service.apply_price`. Nothing is written. */
export function priceEffectRoutes(http: Http, ctx: Context): void {
  http.post(
    URL,
    { config, schema: { summary, tags, params, body, response: { 200: priceEffectJson } } },
    async (request, reply) => {
      const question = await toQuestion(ctx, request.params.id, request.body)
      const effect = await measurePrices(ctx, question, { signal: untilGone(reply) })
      return toJson(effect, actorOf(request).language)
    },
  )
  http.post(
    `${URL}/stream`,
    {
      config,
      schema: {
        summary,
        description:
          'Server-sent events: `progress` with `{ "done", "total" }` services, then one `result` with what the address without /stream answers, or one `error` with the problem document.',
        ...{ tags, params, body },
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const question = await toQuestion(ctx, request.params.id, request.body)
      const { language } = actorOf(request)
      await streamAnswer(request, reply, {
        language,
        work: async (streamed) => toJson(await measurePrices(ctx, question, streamed), language),
      })
    },
  )
}

async function toQuestion(
  ctx: Context,
  productId: string,
  { from, includeOwnPrices, prices }: z.infer<typeof body>,
): Promise<PriceQuestion> {
  if (!(await loadProducts(ctx.db, [productId])).has(productId)) throw notFound()
  if (from < ctx.clock.now()) throw invalidField('/from', 'date_in_past')
  const { currencies } = await readSettings(ctx.db, businessSettings)
  const errors = checkPrices(prices ?? [], currencies)
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const typed = prices?.map(({ cycle, price: { amount, currency } }) => ({
    ...{ cycle, currency },
    amount: BigInt(amount),
  }))
  return { productId, from, includeOwnPrices: includeOwnPrices === true, prices: typed ?? null }
}

function toJson(effect: PriceEffect, language: Language): z.infer<typeof priceEffectJson> {
  const { looked, reached, firstAt } = effect
  const both = (currency: string, { before, after }: { before: bigint; after: bigint }) => ({
    before: toMoneyJson({ amount: before, currency }),
    after: toMoneyJson({ amount: after, currency }),
  })
  return {
    ...{ looked, reached, firstAt: toInstantJson(firstAt), days: PRICE_DAYS },
    refused: [...effect.refused].map(([code, { reason, services }]) => ({
      ...{ code, services },
      reason: say(reason, language),
    })),
    documents: [...effect.documents].sort().map(([currency, sums]) => both(currency, sums)),
    perMonth: [...effect.perMonth].sort().map(([currency, cycles]) => {
      const side = (name: 'before' | 'after') =>
        monthlyAmount([...cycles].map(([cycle, sums]) => ({ cycle, amount: sums[name] })))
      return both(currency, { before: side('before'), after: side('after') })
    }),
    examples: effect.examples.map(({ state: { subject }, firstAt: at, ...prices }) => {
      const { id, number, name, cycle, currency } = subject.service
      return {
        service: { id, number, name, cycle, customerName: subject.customer.name },
        ...both(currency, prices),
        firstAt: toInstantJson(at),
      }
    }),
  }
}
