import type { GatewayCustomer } from '@berth/sdk'
import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '../../../platform/db.ts'
import { customers } from '../../customers/tables.ts'
import { paymentMethods } from '../tables.ts'

/** A customer as a gateway is told of them, with the id it knows them by once it gave one. */
export async function payerOf(
  db: Db,
  customerId: string,
  gateway: string,
): Promise<GatewayCustomer> {
  const [customer] = await db
    .select({ name: customers.name, email: customers.email })
    .from(customers)
    .where(eq(customers.id, customerId))
  if (!customer) throw new Error(`no customer ${customerId}`)
  const [known] = await db
    .select({ remoteId: paymentMethods.customerRemoteId })
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.customerId, customerId),
        eq(paymentMethods.gateway, gateway),
        isNotNull(paymentMethods.customerRemoteId),
      ),
    )
    .orderBy(desc(paymentMethods.createdAt))
    .limit(1)
  return { key: customerId, ...customer, remoteId: known?.remoteId ?? null }
}
