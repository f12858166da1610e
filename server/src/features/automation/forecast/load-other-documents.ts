import { type SQL, sql } from 'drizzle-orm'
import { type PaymentHabit, paidByHabit } from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import type { AskedForecast } from './forecast-query.ts'
import { loadHabits } from './load-habits.ts'

/** Money of a document that neither renews a service nor pays an order. */
export interface OtherPayment {
  at: Instant
  amount: bigint
  currency: string
  customer: { id: string; name: string }
}

/**
 * What is taken to come in for open documents that no step of the automation stands behind: where
 * everybody pays on time each is paid on its due date, else as its customer did before; today when
 * that has passed. They belong to customers: nothing comes where services are chosen.
 */
export async function loadOtherPayments(db: Db, asked: AskedForecast): Promise<OtherPayment[]> {
  const { now, until, assume, steps, documents, zone } = asked
  if (assume === 'nobody' || documents === null || steps?.has('invoice') === false) return []
  const rows = await readOpenDocuments(db, documents)
  const customerIds = [...new Set(rows.map((row) => row.customer_id))]
  const habits = assume === 'as_before' ? await loadHabits(db, customerIds, { now, zone }) : null
  const payments = rows.flatMap((row): OtherPayment[] => {
    const paidAt = paidOn(row, habits?.get(row.customer_id) ?? 'on_time', asked)
    if (paidAt === null || paidAt >= until) return []
    const { due, currency, customer_id: id, name } = row
    return [{ at: Math.max(now, paidAt), amount: BigInt(due), currency, customer: { id, name } }]
  })
  return payments.sort((a, b) => a.at - b.at)
}

interface OpenDocument extends Record<string, unknown> {
  created_at: string
  due_at: string
  due: string
  currency: string
  customer_id: string
  name: string
}

async function readOpenDocuments(db: Db, documents: SQL): Promise<OpenDocument[]> {
  const { rows } = await db.execute<OpenDocument>(sql`
    select d.created_at, d.due_at, d.gross - d.credited - d.paid as due, d.currency, d.customer_id,
      c.name
    from documents d join customers c on c.id = d.customer_id
    where ${documents} and d.kind = 'invoice' and d.state in ('open', 'issued')
      and d.order_id is null and d.gross - d.credited - d.paid > 0
      and not exists (select 1 from renewals r where r.document_id = d.id and r.state = 'open')
    order by d.due_at, d.id`)
  return rows
}

function paidOn(row: OpenDocument, habit: PaymentHabit, { zone }: AskedForecast): Instant | null {
  if (habit === 'nobody') return null
  if (habit === 'on_time') return instantFromSql(row.due_at)
  return paidByHabit(instantFromSql(row.created_at), habit, zone)
}
