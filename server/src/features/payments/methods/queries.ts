import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { paymentMethods } from '../tables.ts'
import type { PaymentMethod } from './store-method.ts'

/** The open methods of customers, each one's default first, then the newest. */
export async function openMethods(
  db: Db | Tx,
  customerIds: readonly string[],
): Promise<Map<string, PaymentMethod[]>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .select()
    .from(paymentMethods)
    .where(
      and(inArray(paymentMethods.customerId, [...customerIds]), isNull(paymentMethods.closedAt)),
    )
    .orderBy(desc(paymentMethods.isDefault), desc(paymentMethods.createdAt))
  return Map.groupBy(rows, (row) => row.customerId)
}

/** An open method by its id; null when it is not there or not theirs. */
export async function openMethod(
  db: Db | Tx,
  id: string,
  customerId: string,
): Promise<PaymentMethod | null> {
  const [row] = await db
    .select()
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.id, id),
        eq(paymentMethods.customerId, customerId),
        isNull(paymentMethods.closedAt),
      ),
    )
  return row ?? null
}

/** An open method by the gateway's own id of it; null when none is ours. */
export async function openMethodAt(
  db: Db | Tx,
  gateway: string,
  remoteId: string,
): Promise<PaymentMethod | null> {
  const [row] = await db
    .select()
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.gateway, gateway),
        eq(paymentMethods.remoteId, remoteId),
        isNull(paymentMethods.closedAt),
      ),
    )
  return row ?? null
}

/** What a service is charged with: the method it names while that is open, else the default. */
export function methodFor(
  service: { autoPayMethodId: string | null },
  methods: readonly PaymentMethod[],
): PaymentMethod | null {
  const named = methods.find(({ id }) => id === service.autoPayMethodId)
  return named ?? methods[0] ?? null
}
