import { and, eq, gt } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { CustomerGuard } from '../customers/guards.ts'
import { creditBalances } from './tables.ts'

/** Money that a customer has with us is given back before the customer is forgotten. */
export const creditOfCustomer: CustomerGuard = {
  whyNotAnonymise: async (db, customerId) =>
    (await hasCredit(db, customerId)) ? 'customer_has_credit' : null,
  keepsCurrency: hasCredit,
}

async function hasCredit(db: Db | Tx, customerId: string): Promise<boolean> {
  const [row] = await db
    .select({ balance: creditBalances.balance })
    .from(creditBalances)
    .where(and(eq(creditBalances.customerId, customerId), gt(creditBalances.balance, 0n)))
    .limit(1)
  return row !== undefined
}
