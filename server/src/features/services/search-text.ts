import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'

/**
 * Writes the text that searches compare: name, customer, e-mails, remote id, domain, number. Called
 * by whatever changes one of them.
 */
export async function refreshSearch(db: Db | Tx, serviceIds: readonly string[]): Promise<void> {
  if (serviceIds.length === 0) return
  await db.execute(sql`
    update services s set search = berth_search_text(concat_ws(' ',
      s.name, c.name, c.email,
      (select string_agg(u.email, ' ') from users u where u.customer_id = c.id),
      s.resource->>'remoteId', s.order_data->>'domain', s.order_data->>'hostname',
      '#' || s.number))
    from customers c
    where c.id = s.customer_id and s.id = any(${sql.param([...serviceIds])}::uuid[])`)
}
