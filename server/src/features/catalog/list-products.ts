import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../platform/db.ts'
import { decodeCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { invalidField } from '../../platform/problem.ts'
import { type CataloguedProduct, loadProducts } from './queries.ts'
import { productGroups, products } from './tables.ts'

export const productFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  groupId: z.uuid().optional(),
  type: z.string().max(60).optional(),
  visibility: z.enum(['public', 'unlisted', 'hidden']).optional(),
  archived: z.enum(['true', 'false']).default('false'),
  /** Part of the name in either language. */
  search: z.string().trim().max(100).optional(),
})
export type ProductFilters = z.output<typeof productFilters>

/** Products in the order of the shop: by their group's position, then their own. */
export async function listProducts(db: Db, filters: ProductFilters) {
  const wanted = conditions(filters)
  const rows = await db
    .select({
      id: products.id,
      groupId: products.groupId,
      position: products.position,
      groupPosition: productGroups.position,
    })
    .from(products)
    .innerJoin(productGroups, eq(productGroups.id, products.groupId))
    .where(and(wanted, after(filters.cursor)))
    .orderBy(
      asc(productGroups.position),
      asc(products.groupId),
      asc(products.position),
      asc(products.id),
    )
    .limit(filters.limit + 1)
  const [total] = await db.select({ n: count() }).from(products).where(wanted)
  const page = toPage(rows, filters.limit, (row) => [
    row.groupPosition,
    row.groupId,
    row.position,
    row.id,
  ])
  const loaded = await loadProducts(
    db,
    page.items.map((row) => row.id),
  )
  return {
    items: page.items
      .map((row) => loaded.get(row.id))
      .filter((row): row is CataloguedProduct => row !== undefined),
    nextCursor: page.nextCursor,
    total: { count: total?.n ?? 0, exact: true },
  }
}

function conditions({ groupId, type, visibility, archived, search }: ProductFilters) {
  const part = `%${(search ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`
  return and(
    archived === 'true' ? isNotNull(products.archivedAt) : isNull(products.archivedAt),
    groupId ? eq(products.groupId, groupId) : undefined,
    type ? eq(products.type, type) : undefined,
    visibility ? eq(products.visibility, visibility) : undefined,
    search
      ? or(ilike(sql`${products.name}->>'en'`, part), ilike(sql`${products.name}->>'fr'`, part))
      : undefined,
  )
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined
  const place = z.tuple([z.int(), z.uuid(), z.int(), z.uuid()]).safeParse(decodeCursor(cursor, 4))
  if (!place.success) throw invalidField('/query/cursor', 'invalid_cursor')
  const [groupPosition, groupId, position, id] = place.data
  return sql`(${productGroups.position}, ${products.groupId}, ${products.position}, ${products.id})
    > (${groupPosition}::int, ${groupId}::uuid, ${position}::int, ${id}::uuid)`
}
