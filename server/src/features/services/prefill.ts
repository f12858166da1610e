import { formSchema } from '@berth/sdk'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../context.ts'
import { CYCLES, type Cycle, isRecurring } from '../../domain/cycle.ts'
import { firstPeriod } from '../../domain/renewal.ts'
import type { Db } from '../../platform/db.ts'
import {
  currencyJson,
  instantJson,
  moneyJson,
  toInstantJson,
  toMoneyJson,
} from '../../platform/json.ts'
import { invalidField } from '../../platform/problem.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { type CataloguedProduct, loadProducts, priceFor } from '../catalog/queries.ts'
import { customers } from '../customers/tables.ts'
import { acceptsNew } from '../servers/places.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'

/** What is chosen in the first step of making a service. */
export const prefillQuery = z.strictObject({
  customerId: z.uuid(),
  /** Left out for a custom service, which needs a type. */
  productId: z.uuid().optional(),
  /** The product's by default; another one is refused. */
  type: z.string().min(1).max(60).optional(),
  /** The product's first by default, else monthly. */
  cycle: z.enum(CYCLES).optional(),
  /** The customer's by default. */
  currency: currencyJson.optional(),
})
export type PrefillQuery = z.output<typeof prefillQuery>

const text = z.object({ en: z.string(), fr: z.string() })

/** What the second step starts with. */
export const prefillJson = z.object({
  customer: z.object({ id: z.uuid(), number: z.int(), name: z.string() }),
  product: z.object({ id: z.uuid(), name: text }).nullable(),
  type: z.object({
    id: z.string(),
    name: text,
    needsServer: z.boolean(),
    /** The module can take over what exists on a server. */
    canImport: z.boolean(),
    /** JSON Schema of the order form. */
    orderForm: z.record(z.string(), z.unknown()),
  }),
  /** In the customer's language; empty for a custom service. */
  name: z.string(),
  currency: currencyJson,
  /** Those that a service of this customer may have, the customer's first. */
  currencies: z.array(currencyJson),
  cycle: z.enum(CYCLES),
  /** Every cycle, with the product's price for it in the currency. */
  cycles: z.array(z.object({ cycle: z.enum(CYCLES), price: moneyJson.nullable() })),
  price: moneyJson.nullable(),
  /** One cycle from this moment; null for life. */
  expiresAt: instantJson.nullable(),
  maxRenewals: z.int().nullable(),
  /** The servers of the type; `takesNew`: a new service can be placed there at this moment. */
  servers: z.array(
    z.object({ id: z.uuid(), name: z.string(), takesNew: z.boolean(), isInGroup: z.boolean() }),
  ),
})

/**
 * The second step's fields as the first step's choice fills them. 422 naming the field of the query
 * that is wrong, a type that is not the product's among them.
 */
export async function prefillService(
  env: Env,
  query: PrefillQuery,
): Promise<z.input<typeof prefillJson>> {
  const { ctx, now } = env
  const [customer] = await ctx.db.select().from(customers).where(eq(customers.id, query.customerId))
  if (!customer || customer.anonymisedAt !== null)
    throw invalidField('/query/customerId', 'unknown_customer')
  const product = await productOf(ctx.db, query)
  const type = product?.product.type ?? query.type
  if (type === undefined) throw invalidField('/query/type', 'type_needed')
  if (query.type !== undefined && query.type !== type)
    throw invalidField('/query/type', 'not_the_products_type', { type })
  const module = ctx.modules.get(type)
  if (!module) throw invalidField('/query/type', 'unknown_type')
  const business = await readSettings(ctx.db, businessSettings)
  const currencies = [...new Set([customer.currency, ...business.currencies])]
  const currency = query.currency ?? customer.currency
  if (!currencies.includes(currency)) {
    const offered = { currencies: currencies.join(', ') }
    throw invalidField('/query/currency', 'currency_not_offered', offered)
  }
  const cycles = CYCLES.map((cycle) => ({ cycle, price: listPrice(product, cycle, currency) }))
  const cycle = query.cycle ?? cycles.find(({ price }) => price !== null)?.cycle ?? 'monthly'
  return {
    customer: { id: customer.id, number: customer.number, name: customer.name },
    product: product && { id: product.product.id, name: product.product.name },
    type: {
      id: type,
      name: module.name,
      needsServer: module.needsServer,
      canImport: module.needsServer && module.adopt !== undefined,
      orderForm: formSchema(orderFormOf(ctx, type, product?.product) ?? module.orderForm),
    },
    name: product?.product.name[customer.language] ?? '',
    ...{ currency, currencies, cycle, cycles },
    price: listPrice(product, cycle, currency),
    expiresAt: isRecurring(cycle)
      ? toInstantJson(firstPeriod(now, cycle, business.timeZone).expiresAt)
      : null,
    maxRenewals: product?.product.maxRenewals ?? null,
    servers: await serversOf(ctx.db, type, product?.product.serverGroupId ?? null),
  }
}

async function productOf(db: Db, { productId }: PrefillQuery): Promise<CataloguedProduct | null> {
  if (productId === undefined) return null
  const found = (await loadProducts(db, [productId])).get(productId)
  if (found && found.product.archivedAt === null) return found
  throw invalidField('/query/productId', 'unknown_product')
}

function listPrice(product: CataloguedProduct | null, cycle: Cycle, currency: string) {
  const listed = product && priceFor(product, cycle, currency)
  return listed ? toMoneyJson({ amount: listed.price, currency }) : null
}

async function serversOf(db: Db, type: string, groupId: string | null) {
  const rows = await db
    .select({ id: servers.id, name: servers.name, groupId: servers.groupId, takesNew: acceptsNew })
    .from(servers)
    .where(eq(servers.type, type))
    .orderBy(asc(servers.name))
  return rows.map(({ groupId: group, ...server }) => ({
    ...server,
    isInGroup: groupId === null || group === groupId,
  }))
}
