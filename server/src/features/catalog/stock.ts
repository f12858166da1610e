import { and, eq, gte, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { products } from './tables.ts'

/**
 * `held`: the units were taken off the stock and must be returned once. `unlimited`: the product
 * counts no stock, nothing to return. `out_of_stock`: nothing was taken.
 */
export type StockReservation = 'held' | 'unlimited' | 'out_of_stock'

/**
 * Takes units off a product's stock by compare-and-set: two parallel checkouts never share the last
 * one. Callers that reserve several products do so in order of their ids.
 */
export async function reserveStock(
  tx: Tx,
  productId: string,
  n: number,
): Promise<StockReservation> {
  const taken = await tx
    .update(products)
    .set({ stock: sql`${products.stock} - ${n}` })
    .where(and(eq(products.id, productId), gte(products.stock, n)))
    .returning({ id: products.id })
  if (taken.length > 0) return 'held'
  const unlimited = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.id, productId), isNull(products.stock)))
  return unlimited.length > 0 ? 'unlimited' : 'out_of_stock'
}

/** Gives held units back. A product that counts no stock any more takes none. */
export async function releaseStock(tx: Tx, productId: string, n: number): Promise<void> {
  await tx
    .update(products)
    .set({ stock: sql`${products.stock} + ${n}` })
    .where(and(eq(products.id, productId), isNotNull(products.stock)))
}
