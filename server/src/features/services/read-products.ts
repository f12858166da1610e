import { eq, inArray } from 'drizzle-orm'
import type { PolicyOverride } from '../../domain/policy.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { productGroups, products } from '../catalog/tables.ts'

/** Of a product what its services' next periods depend on, with its group's level of the policy. */
export interface ServiceProduct
  extends Pick<
    typeof products.$inferSelect,
    'id' | 'name' | 'freeRenewalOnRequest' | 'metadata' | 'policy'
  > {
  groupPolicy: PolicyOverride
}

export async function readProducts(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, ServiceProduct>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: products.id,
      name: products.name,
      freeRenewalOnRequest: products.freeRenewalOnRequest,
      metadata: products.metadata,
      policy: products.policy,
      groupPolicy: productGroups.policy,
    })
    .from(products)
    .innerJoin(productGroups, eq(productGroups.id, products.groupId))
    .where(inArray(products.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row]))
}
