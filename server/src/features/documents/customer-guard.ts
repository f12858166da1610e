import { and, eq, gt, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { CustomerGuard } from '../customers/guards.ts'
import { documents } from './tables.ts'

/** A customer with something to pay is still needed, in the currency it is to be paid in. */
export const documentsOfCustomer: CustomerGuard = {
  whyNotAnonymise: async (db, customerId) =>
    (await hasUnpaid(db, customerId)) ? 'customer_has_unpaid_documents' : null,
  keepsCurrency: hasUnpaid,
}

async function hasUnpaid(db: Db | Tx, customerId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: documents.id })
    .from(documents)
    .where(
      and(
        eq(documents.customerId, customerId),
        eq(documents.kind, 'invoice'),
        ne(documents.state, 'void'),
        gt(sql`${documents.gross} - ${documents.credited} - ${documents.paid}`, 0),
      ),
    )
    .limit(1)
  return row !== undefined
}
