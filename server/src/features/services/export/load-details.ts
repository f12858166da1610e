import { eq } from 'drizzle-orm'
import type { Instant } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Db } from '../../../platform/db.ts'
import { customers } from '../../customers/tables.ts'
import { services } from '../tables.ts'

/** What a file may hold of a service beyond its row in the list. */
export interface ServiceDetails {
  customerEmail: string
  initialPrice: bigint
  renewalCount: number
  deliveredAt: Instant | null
  autoPay: boolean
  trial: boolean
}

export async function loadDetails(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, ServiceDetails>> {
  const rows = await db
    .select({
      id: services.id,
      customerEmail: customers.email,
      initialPrice: services.initialPrice,
      renewalCount: services.renewalCount,
      deliveredAt: services.deliveredAt,
      autoPay: services.autoPay,
      trial: services.trial,
    })
    .from(services)
    .innerJoin(customers, eq(customers.id, services.customerId))
    .where(anyOf(services.id, ids))
  return new Map(rows.map(({ id, ...details }) => [id, details]))
}
