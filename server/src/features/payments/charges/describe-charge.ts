import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db, Tx } from '../../../platform/db.ts'
import { customers } from '../../customers/tables.ts'
import { services } from '../../services/tables.ts'
import { staffChargeJson, toChargeJson } from '../auto-pay/auto-pay-json.ts'
import { charges, paymentMethods } from '../tables.ts'

const named = z.object({ id: z.uuid(), number: z.int(), name: z.string() })

/** One attempt to charge a stored method, by itself: with whom and what it is about. */
export const describedChargeJson = staffChargeJson.extend({ service: named, customer: named })

/** Null when there is no such attempt. */
export async function describeCharge(
  db: Db | Tx,
  id: string,
): Promise<z.infer<typeof describedChargeJson> | null> {
  const [row] = await db
    .select({
      charge: charges,
      label: paymentMethods.label,
      service: { id: services.id, number: services.number, name: services.name },
      customer: { id: customers.id, number: customers.number, name: customers.name },
    })
    .from(charges)
    .innerJoin(services, eq(services.id, charges.serviceId))
    .innerJoin(customers, eq(customers.id, charges.customerId))
    .leftJoin(paymentMethods, eq(paymentMethods.id, charges.methodId))
    .where(eq(charges.id, id))
  if (!row) return null
  const { charge, label, service, customer } = row
  return { ...toChargeJson(charge, label), service, customer }
}
