import type { Context } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Product } from '../catalog/queries.ts'
import { placeCandidates } from '../servers/places.ts'

/** Whether so many units could be had right now. Only an order reserves them. */
export type Availability = 'available' | 'out_of_stock' | 'servers_full'

export async function availabilityOf(
  ctx: Context,
  db: Db | Tx,
  product: Pick<Product, 'stock' | 'type' | 'serverGroupId'>,
  units: number,
): Promise<Availability> {
  if (product.stock !== null && product.stock < units) return 'out_of_stock'
  if (!ctx.modules.get(product.type)?.needsServer) return 'available'
  const free = (await placeCandidates(db, product)).reduce(
    (sum, server) =>
      sum +
      (server.placeLimit === null
        ? Number.POSITIVE_INFINITY
        : server.placeLimit - server.placesUsed),
    0,
  )
  return free < units ? 'servers_full' : 'available'
}
