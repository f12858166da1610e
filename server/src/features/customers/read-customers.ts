import { eq, sql } from 'drizzle-orm'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { customers } from './tables.ts'

/** Customers by their ids, in no order; who does not exist is missing. */
export async function customersOf(
  db: Db | Tx,
  ids: readonly string[],
): Promise<(typeof customers.$inferSelect)[]> {
  const [id] = ids
  if (id === undefined) return []
  if (ids.length === 1) return one(db).execute({ id })
  return db.select().from(customers).where(anyOf(customers.id, ids))
}

/** Read for each document and each mail. */
const one = preparedIn((db) =>
  db
    .select()
    .from(customers)
    .where(eq(customers.id, sql.placeholder('id')))
    .prepare('customer_by_id'),
)
