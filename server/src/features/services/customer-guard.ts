import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { CustomerGuard } from '../customers/guards.ts'
import { services } from './tables.ts'

/** A customer with services that go on is still needed, in the currency they are paid in. */
export const servicesOfCustomer: CustomerGuard = {
  whyNotAnonymise: async (db, customerId) =>
    (await hasLiving(db, customerId)) ? 'customer_has_services' : null,
  keepsCurrency: hasLiving,
}

async function hasLiving(db: Db | Tx, customerId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: services.id })
    .from(services)
    .where(and(eq(services.customerId, customerId), isNull(services.endedAt)))
    .limit(1)
  return row !== undefined
}
