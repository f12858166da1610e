import { asc } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { CYCLES } from '../../domain/cycle.ts'
import type { Http } from '../../platform/feature.ts'
import { currencyJson } from '../../platform/json.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { loadProducts } from '../catalog/queries.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { optionFormsOf, singleForm } from './option-form.ts'
import { loadOptions, loadProductOptions, productsOfOptions, toOptionJson } from './queries.ts'
import {
  newOption,
  optionChanges,
  optionForms,
  optionJson,
  optionPage,
  productOptionsBody,
} from './schemas.ts'
import { options } from './tables.ts'
import { createOption, deleteOption, setProductOptions, updateOption } from './write-option.ts'

const read = { access: { kind: 'staff', permission: 'products:read' } } as const
const write = { access: { kind: 'staff', permission: 'products:update' } } as const
const URL = '/api/v1/admin/options'
const OF_PRODUCT = '/api/v1/admin/products/:id/options'
const tags = ['products']
const params = z.object({ id: z.uuid() })
const itemsOf = z.object({ items: z.array(optionJson) })
/** The company's first currency by default. */
const currency = currencyJson.optional()

async function currencyOf(ctx: Context, wish: { currency?: string | undefined }): Promise<string> {
  if (wish.currency) return wish.currency
  const { currencies } = await readSettings(ctx.db, businessSettings)
  return currencies[0] ?? 'EUR'
}

/** Staff: what products can be ordered with. */
export function optionRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'All options with the products that have them',
        tags,
        response: { 200: pageSchema(optionPage) },
      },
    },
    async () => {
      const rows = await ctx.db
        .select({ id: options.id })
        .from(options)
        .orderBy(asc(options.key), asc(options.id))
      const ids = rows.map((row) => row.id)
      const loaded = await loadOptions(ctx.db, ids)
      const products = await productsOfOptions(ctx.db, ids)
      const items = ids.flatMap((id) => {
        const found = loaded.get(id)
        return found ? [{ ...toOptionJson(found), products: products.get(id) ?? [] }] : []
      })
      return { items, nextCursor: null, total: { count: items.length, exact: true } }
    },
  )
  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Create an option',
        tags,
        body: newOption,
        response: { 201: optionJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const made = await inTransaction(ctx, (tx) => createOption(tx, env, request.body))
      return reply.code(201).send(toOptionJson(made))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change an option; services keep what they were sold with',
        tags,
        params,
        body: optionChanges,
        response: { 200: optionJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      return toOptionJson(await inTransaction(ctx, (tx) => updateOption(tx, env, id, request.body)))
    },
  )
  http.delete(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Delete an option; services that have it keep it',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteOption(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )
  http.get(
    `${URL}/:id/form`,
    {
      config: read,
      schema: {
        summary: 'What one option asks for on some terms; without a price where it has none there',
        tags,
        params,
        querystring: z.strictObject({ cycle: z.enum(CYCLES).default('monthly'), currency }),
        response: { 200: z.object({ form: z.record(z.string(), z.unknown()) }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = (await loadOptions(ctx.db, [id])).get(id)
      if (!found) throw notFound()
      const { cycle } = request.query
      return { form: singleForm(found, { cycle, currency: await currencyOf(ctx, request.query) }) }
    },
  )
  productOptionRoutes(http, ctx)
}

function productOptionRoutes(http: Http, ctx: Context): void {
  const itemsFor = async (id: string) => {
    if (!(await loadProducts(ctx.db, [id])).has(id)) throw notFound()
    const own = (await loadProductOptions(ctx.db, [id])).get(id) ?? []
    return { items: own.map(toOptionJson) }
  }
  http.get(
    OF_PRODUCT,
    {
      config: read,
      schema: {
        summary: 'The options of a product, in its order',
        tags,
        params,
        response: { 200: itemsOf },
      },
    },
    (request) => itemsFor(request.params.id),
  )
  http.put(
    OF_PRODUCT,
    {
      config: write,
      schema: {
        summary: 'Set the options of a product',
        tags,
        params,
        body: productOptionsBody,
        response: { 200: itemsOf },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      const { optionIds } = request.body
      await inTransaction(ctx, (tx) => setProductOptions(tx, env, id, optionIds))
      return itemsFor(id)
    },
  )
  http.get(
    '/api/v1/admin/products/:id/option-forms',
    {
      config: read,
      schema: {
        summary: 'What a product’s options ask for, by cycle, with the prices in a currency',
        tags,
        params,
        querystring: z.strictObject({ currency }),
        response: { 200: z.object({ forms: optionForms }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = (await loadProducts(ctx.db, [id])).get(id)
      if (!found) throw notFound()
      const own = (await loadProductOptions(ctx.db, [id])).get(id) ?? []
      const cycles = found.prices.map((price) => price.cycle)
      const terms = { cycles, currency: await currencyOf(ctx, request.query) }
      return { forms: optionFormsOf(own, terms) }
    },
  )
}
