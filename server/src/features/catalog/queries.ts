import { formSchema } from '@berth/sdk'
import { asc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { CYCLES, type Cycle } from '../../domain/cycle.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { orderFormOf } from './order-form.ts'
import type { groupJson, productJson } from './schemas.ts'
import { productGroups, productPrices, products } from './tables.ts'

export type ProductGroup = typeof productGroups.$inferSelect
export type Product = typeof products.$inferSelect
export type ProductPrice = typeof productPrices.$inferSelect

/** A product with its group and all its prices, shortest cycle first. */
export interface CataloguedProduct {
  product: Product
  group: ProductGroup
  prices: ProductPrice[]
}

/** Reads many at once; those that do not exist are missing from the map. */
export async function loadProducts(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, CataloguedProduct>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ product: products, group: productGroups })
    .from(products)
    .innerJoin(productGroups, eq(productGroups.id, products.groupId))
    .where(inArray(products.id, [...ids]))
  const prices = await db
    .select()
    .from(productPrices)
    .where(inArray(productPrices.productId, [...ids]))
    .orderBy(asc(productPrices.currency))
  const byProduct = Map.groupBy(prices, (price) => price.productId)
  const rank = (price: ProductPrice) => CYCLES.indexOf(price.cycle)
  return new Map(
    rows.map(({ product, group }) => [
      product.id,
      {
        product,
        group,
        prices: (byProduct.get(product.id) ?? []).sort((a, b) => rank(a) - rank(b)),
      },
    ]),
  )
}

/** What the product costs, or null when it is not sold for this cycle in this currency. */
export function priceFor(
  { prices }: Pick<CataloguedProduct, 'prices'>,
  cycle: Cycle,
  currency: string,
): ProductPrice | null {
  return prices.find((price) => price.cycle === cycle && price.currency === currency) ?? null
}

export function toGroupJson(group: ProductGroup): z.input<typeof groupJson> {
  return { ...group, createdAt: toInstantJson(group.createdAt) }
}

export function toPriceJson({ cycle, currency, price, setupFee }: ProductPrice) {
  return {
    cycle,
    price: { amount: price.toString(), currency },
    setupFee: { amount: setupFee.toString(), currency },
  }
}

/** What staff set of a product: what its history compares. */
export function productFacts({ product, prices }: CataloguedProduct) {
  return {
    ...product,
    prices: prices.map(toPriceJson),
    createdAt: toInstantJson(product.createdAt),
    archivedAt: toInstantJson(product.archivedAt),
    orderFieldsReadAt: toInstantJson(product.orderFieldsReadAt),
  }
}

export function toProductJson(ctx: Context, found: CataloguedProduct): z.input<typeof productJson> {
  const form = orderFormOf(ctx, found.product.type, found.product)
  return { ...productFacts(found), orderForm: form ? formSchema(form) : {} }
}
