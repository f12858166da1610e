import { formSchema } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { currencyJson } from '../../platform/json.ts'
import { notFound } from '../../platform/problem.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { type CataloguedProduct, type ProductGroup, toPriceJson } from '../catalog/queries.ts'
import { priceJson } from '../catalog/schemas.ts'
import { optionFormsOf } from '../options/option-form.ts'
import { loadProductOptions } from '../options/queries.ts'
import { optionForms } from '../options/schemas.ts'
import { asksFor, loadChoices } from '../servers/load-choices.ts'
import { placeCandidates } from '../servers/places.ts'
import { choicesJson } from '../servers/schemas.ts'
import { availabilityOf } from './availability.ts'
import {
  groupBySlug,
  listedGroups,
  listedProducts,
  productForSale,
  shopCurrency,
} from './shop-queries.ts'

const open = { access: { kind: 'public' } } as const
const tags = ['shop']
const text = z.object({ en: z.string(), fr: z.string() })
const query = z.strictObject({ currency: currencyJson.optional() })

const shopGroup = z.object({ id: z.uuid(), slug: z.string(), name: text, description: text })
const shopProduct = z.object({
  id: z.uuid(),
  name: text,
  description: text,
  type: z.string(),
  /** In the shop's currency only, shortest cycle first. */
  prices: z.array(priceJson),
  availability: z.enum(['available', 'out_of_stock', 'servers_full']),
})
const groupPage = z.object({
  ...shopGroup.shape,
  currency: currencyJson,
  products: z.array(shopProduct),
})
const productPage = z.object({
  ...shopProduct.shape,
  group: shopGroup,
  currency: currencyJson,
  /** JSON Schema of what is asked at the order. */
  orderForm: z.record(z.string(), z.unknown()),
  /** The product's options, by cycle: what a cycle has no price for is not in it. */
  optionForms,
})

const toGroup = ({ id, slug, name, description }: ProductGroup) => ({ id, slug, name, description })

async function toProduct(ctx: Context, { product, prices }: CataloguedProduct, currency: string) {
  const { id, name, description, type } = product
  return {
    ...{ id, name, description, type },
    prices: prices.filter((price) => price.currency === currency).map(toPriceJson),
    availability: await availabilityOf(ctx, ctx.db, product, 1),
  }
}

/** The shop, for customers and visitors. What is hidden is as if it were not. */
export function shopRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/shop/groups',
    {
      config: open,
      schema: {
        summary: 'The groups of the shop with their products',
        tags,
        querystring: query,
        response: { 200: z.object({ items: z.array(groupPage) }) },
      },
    },
    async (request) => {
      const currency = await shopCurrency(ctx, request, request.query.currency)
      const groups = await listedGroups(ctx)
      const ids = groups.map((group) => group.id)
      const all = await listedProducts(ctx, ids, currency)
      const byGroup = Map.groupBy(all, ({ group }) => group.id)
      const items = groups
        .filter((group) => byGroup.has(group.id))
        .map(async (group) => {
          const own = byGroup.get(group.id) ?? []
          const products = await Promise.all(own.map((found) => toProduct(ctx, found, currency)))
          return { ...toGroup(group), currency, products }
        })
      return { items: await Promise.all(items) }
    },
  )
  http.get(
    '/api/v1/shop/groups/:slug',
    {
      config: open,
      schema: {
        summary: 'One group with its products',
        tags,
        params: z.object({ slug: z.string().max(60) }),
        querystring: query,
        response: { 200: groupPage },
      },
    },
    async (request) => {
      const group = await groupBySlug(ctx, request.params.slug)
      if (!group) throw notFound()
      const currency = await shopCurrency(ctx, request, request.query.currency)
      const found = await listedProducts(ctx, [group.id], currency)
      const products = await Promise.all(found.map((one) => toProduct(ctx, one, currency)))
      return { ...toGroup(group), currency, products }
    },
  )
  productRoutes(http, ctx)
}

function productRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/shop/products/:id',
    {
      config: open,
      schema: {
        summary: 'One product with its prices, order form and availability',
        tags,
        params: z.object({ id: z.uuid() }),
        querystring: query,
        response: { 200: productPage },
      },
    },
    async (request) => {
      const found = await productForSale(ctx, request.params.id)
      const form = found && orderFormOf(ctx, found.product.type, found.product)
      if (!found || !form) throw notFound()
      const currency = await shopCurrency(ctx, request, request.query.currency)
      return {
        ...(await toProduct(ctx, found, currency)),
        group: toGroup(found.group),
        currency,
        orderForm: formSchema(form),
        optionForms: await optionFormsFor(ctx, found, currency),
      }
    },
  )
  http.get(
    '/api/v1/client/products/:id/choices/:name',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'A choice list of a product’s order form',
        tags,
        params: z.object({ id: z.uuid(), name: z.string().max(60) }),
        response: { 200: choicesJson },
      },
    },
    async (request) => {
      const { id, name } = request.params
      const found = await productForSale(ctx, id)
      const form = found && orderFormOf(ctx, found.product.type, found.product)
      if (!form || !asksFor(formSchema(form), name)) throw notFound()
      const { product } = found
      const servers = await placeCandidates(ctx.db, product)
      return { items: [...(await loadChoices(ctx, { type: product.type, name, servers }))] }
    },
  )
}

async function optionFormsFor(ctx: Context, found: CataloguedProduct, currency: string) {
  const { id } = found.product
  const options = (await loadProductOptions(ctx.db, [id])).get(id) ?? []
  const priced = found.prices.filter((price) => price.currency === currency)
  return optionFormsOf(options, { cycles: priced.map(({ cycle }) => cycle), currency })
}
