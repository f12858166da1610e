import { inArray } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { customers } from './tables.ts'

/** Locks customers in the order of their ids; those that do not exist are passed over. */
export async function lockCustomers(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .select({ id: customers.id })
    .from(customers)
    .where(inArray(customers.id, [...new Set(ids)]))
    .orderBy(customers.id)
    .for('no key update')
}
