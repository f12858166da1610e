import { sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'

/** Writes the text that searches of customers compare. Called by whatever changes a part of it. */
export async function refreshCustomerSearch(tx: Tx, customerId: string): Promise<void> {
  await tx.execute(sql`
    update customers c set search = berth_search_text(concat_ws(' ',
      c.name, c.email, '#' || c.number,
      (select string_agg(u.name || ' ' || u.email, ' ') from users u where u.customer_id = c.id)))
    where c.id = ${customerId}`)
}
