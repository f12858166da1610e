import { sql } from 'drizzle-orm'
import type { BillingFacts, DocumentFact } from '../../../domain/automation/index.ts'
import { anyOf } from '../../../platform/any-of.ts'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import { customers } from '../../customers/tables.ts'
import { rateOf } from '../../documents/document-totals.ts'
import type { Invoicing } from '../../documents/invoicing-settings.ts'
import type { AutomationState } from '../load-states.ts'
import type { UnpaidOrder } from './load-unpaid-orders.ts'

interface Wanted {
  states: readonly AutomationState[]
  orders: ReadonlyMap<string, UnpaidOrder>
  /** By customer, in hundredths of a per cent. */
  rates: ReadonlyMap<string, number | null>
  invoicing: Invoicing
  zone: string
}

/** How the documents of services come to their amounts, and those that are open; by service. */
export async function loadBilling(
  db: Db,
  { states, orders, rates, invoicing, zone }: Wanted,
): Promise<Map<string, BillingFacts>> {
  const renewals = await loadRenewalDocuments(db, states)
  const { taxMode, paymentTermDays } = invoicing.invoicing
  return new Map(
    states.map(({ subject: { service } }) => [
      service.id,
      {
        ...{ taxMode, paymentTermDays, zone },
        rateBasisPoints: rates.get(service.customerId) ?? 0,
        renewal: renewals.get(service.id) ?? null,
        order: orders.get(service.orderId ?? '')?.document ?? null,
        credit: 0n,
      },
    ]),
  )
}

/** What customers are taxed by the settings in force, in hundredths of a per cent. */
export async function loadRates(
  db: Db,
  customerIds: readonly string[],
  invoicing: Invoicing,
): Promise<Map<string, number>> {
  const { id, kind, country, vatNumber } = customers
  const rows = await db
    .select({ id, kind, country, vatNumber })
    .from(customers)
    .where(anyOf(id, customerIds))
  return new Map(rows.map((row) => [row.id, rateOf(row, invoicing).rateBasisPoints]))
}

/** A row of a document with what it pays for. */
export interface DocumentRow extends Record<string, unknown> {
  id: string
  currency: string
  net: string
  tax: string
  gross: string
  due: string
  created_at: string
  due_at: string
}

/** A document's row as the forecast takes it. */
export function documentFact(row: DocumentRow, neededAt: number | null): DocumentFact {
  const { id, currency } = row
  return {
    id,
    amounts: { net: BigInt(row.net), tax: BigInt(row.tax), gross: BigInt(row.gross), currency },
    due: BigInt(row.due),
    openedAt: instantFromSql(row.created_at),
    dueAt: instantFromSql(row.due_at),
    neededAt,
  }
}

/** One document may ask for several services: it is needed before the first of them expires. */
async function loadRenewalDocuments(db: Db, states: readonly AutomationState[]) {
  const asked = states.filter(({ facts }) => facts.renewal).map(({ service }) => service.id)
  if (asked.length === 0) return new Map<string, DocumentFact>()
  const { rows } = await db.execute<DocumentRow & { service_id: string; needed_at: string | null }>(
    sql`
    select r.service_id, d.id, d.currency, d.net, d.tax, d.gross, d.created_at, d.due_at,
      greatest(d.gross - d.credited - d.paid, 0) as due,
      (select min(s.expires_at) from renewals o join services s on s.id = o.service_id
       where o.document_id = d.id and o.state = 'open') as needed_at
    from renewals r join documents d on d.id = r.document_id
    where r.service_id = any(${sql.param(asked)}::uuid[]) and r.state = 'open'
      and d.state in ('open', 'issued')`,
  )
  return new Map(
    rows.map((row) => [
      row.service_id,
      documentFact(row, row.needed_at === null ? null : instantFromSql(row.needed_at)),
    ]),
  )
}
