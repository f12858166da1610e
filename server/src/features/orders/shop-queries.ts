import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { type CataloguedProduct, loadProducts, type ProductGroup } from '../catalog/queries.ts'
import { productGroups, products } from '../catalog/tables.ts'
import { customers } from '../customers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'

/** The money that the shop shows: the customer's, else the wished one, else the company's first. */
export async function shopCurrency(
  ctx: Context,
  request: FastifyRequest,
  wished: string | undefined,
): Promise<string> {
  const customerId = request.actor?.customerId
  if (customerId) {
    const [row] = await ctx.db
      .select({ currency: customers.currency })
      .from(customers)
      .where(eq(customers.id, customerId))
    if (row) return row.currency
  }
  const { currencies } = await readSettings(ctx.db, businessSettings)
  return wished && currencies.includes(wished) ? wished : (currencies[0] ?? 'EUR')
}

/** The groups that the shop lists. */
export async function listedGroups(ctx: Context): Promise<ProductGroup[]> {
  return ctx.db
    .select()
    .from(productGroups)
    .where(eq(productGroups.visibility, 'public'))
    .orderBy(asc(productGroups.position), asc(productGroups.slug))
}

/** One group by its address, listed or not; null when it is hidden or not there. */
export async function groupBySlug(ctx: Context, slug: string): Promise<ProductGroup | null> {
  const [group] = await ctx.db.select().from(productGroups).where(eq(productGroups.slug, slug))
  return group && group.visibility !== 'hidden' ? group : null
}

/** The products that groups list, with a price in the currency, in their order. */
export async function listedProducts(
  ctx: Context,
  groupIds: readonly string[],
  currency: string,
): Promise<CataloguedProduct[]> {
  if (groupIds.length === 0) return []
  const rows = await ctx.db
    .select({ id: products.id })
    .from(products)
    .where(
      and(
        inArray(products.groupId, [...groupIds]),
        eq(products.visibility, 'public'),
        isNull(products.archivedAt),
      ),
    )
    .orderBy(asc(products.position), asc(products.id))
  const loaded = await loadProducts(
    ctx.db,
    rows.map((row) => row.id),
  )
  return rows
    .map((row) => loaded.get(row.id))
    .filter((row): row is CataloguedProduct => row !== undefined)
    .filter(({ prices }) => prices.some((price) => price.currency === currency))
}

/** One product for sale by its link, listed or not; null when hidden, archived or not there. */
export async function productForSale(ctx: Context, id: string): Promise<CataloguedProduct | null> {
  const found = (await loadProducts(ctx.db, [id])).get(id)
  if (!found || found.product.archivedAt !== null) return null
  const hidden = found.product.visibility === 'hidden' || found.group.visibility === 'hidden'
  return hidden ? null : found
}
