import { sql } from 'drizzle-orm'
import type { Instant } from '../../../domain/instant.ts'
import { instantFromSql, instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import type { AskedForecast } from './forecast-query.ts'

/** Money of a document that neither renews a service nor pays an order. */
export interface OtherPayment {
  at: Instant
  amount: bigint
  currency: string
  customer: { id: string; name: string }
}

/**
 * What is taken to come in for open documents that no step of the automation stands behind. Where
 * everybody pays on time each is paid on its due date, today when that has passed; how else customers
 * pay such documents, nobody knows. They belong to customers: nothing comes where services are chosen.
 */
export async function loadOtherPayments(
  db: Db,
  { now, until, assume, steps, documents }: AskedForecast,
): Promise<OtherPayment[]> {
  if (assume !== 'on_time' || documents === null || steps?.has('invoice') === false) return []
  type Row = { at: string; due: string; currency: string; customer_id: string; name: string }
  const { rows } = await db.execute<Row>(sql`
    select greatest(d.due_at, ${instantToSql(now)}::timestamptz) as at,
      d.gross - d.credited - d.paid as due, d.currency, d.customer_id, c.name
    from documents d join customers c on c.id = d.customer_id
    where ${documents} and d.kind = 'invoice' and d.state in ('open', 'issued')
      and d.order_id is null and d.gross - d.credited - d.paid > 0
      and d.due_at < ${instantToSql(until)}::timestamptz
      and not exists (select 1 from renewals r where r.document_id = d.id and r.state = 'open')
    order by at, d.id`)
  return rows.map(({ at, due, currency, customer_id: id, name }) => ({
    at: instantFromSql(at),
    amount: BigInt(due),
    currency,
    customer: { id, name },
  }))
}
