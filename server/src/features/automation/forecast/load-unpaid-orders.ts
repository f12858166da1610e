import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { DocumentFact, OrderFact } from '../../../domain/automation/index.ts'
import { addDays } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { orders } from '../../orders/tables.ts'
import { loadServices } from '../../services/subject.ts'
import { services } from '../../services/tables.ts'
import type { AutomationState } from '../load-states.ts'
import { type DocumentRow, documentFact } from './load-billing.ts'

/** An order that is still open, as its pending services wait for it. */
export interface UnpaidOrder {
  state: OrderFact['state']
  document: DocumentFact | null
  /** When it was reminded; an issued invoice is left to staff from the start. */
  remindedAt: Instant | null
  remindDays: number
  cancelDays: number
  /** The first of its pending services that are looked at: what is done for the order is said there. */
  firstServiceId: string | null
}

/** The open orders of pending services, by id. Of several services the most patient decides. */
export async function loadUnpaidOrders(
  db: Db,
  states: readonly AutomationState[],
  { now, zone, condition }: { now: Instant; zone: string; condition: SQL },
): Promise<Map<string, UnpaidOrder>> {
  const wanted = states.map(({ subject: { service } }) =>
    service.status === 'pending' && service.paidAt === null ? service.orderId : null,
  )
  const ids = [...new Set(wanted)].filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(orders)
    .where(and(inArray(orders.id, ids), eq(orders.state, 'open')))
  const documents = await loadDocuments(db, ids)
  const days = await loadDays(db, ids, now)
  const firsts = await loadFirsts(db, ids, condition)
  return new Map(
    rows.map((order) => {
      const { remindDays = 0, cancelDays = 0 } = days.get(order.id) ?? {}
      const row = documents.get(order.id)
      const neededAt = addDays(order.createdAt, cancelDays, zone)
      const isIssued = row?.state === 'issued'
      return [
        order.id,
        {
          ...{ remindDays, cancelDays },
          firstServiceId: firsts.get(order.id) ?? null,
          state: row?.paid_at ? 'paid' : isIssued ? 'issued' : 'unpaid',
          document: row ? documentFact(row, neededAt) : null,
          remindedAt: isIssued ? order.createdAt : order.remindedAt,
        },
      ]
    }),
  )
}

type OrderDocument = DocumentRow & { order_id: string; state: string; paid_at: string | null }

async function loadDocuments(db: Db, ids: readonly string[]) {
  const { rows } = await db.execute<OrderDocument>(sql`
    select d.order_id, d.state, d.paid_at, d.id, d.currency, d.net, d.tax, d.gross,
      d.created_at, d.due_at, greatest(d.gross - d.credited - d.paid, 0) as due
    from documents d
    where d.order_id = any(${sql.param([...ids])}::uuid[]) and d.kind = 'invoice'`)
  return new Map(rows.map((row) => [row.order_id, row]))
}

/** By the services' ids, the walk's own order; so that it is the same one on every page of a list. */
async function loadFirsts(db: Db, ids: readonly string[], condition: SQL) {
  const { rows } = await db.execute<{ order_id: string; id: string }>(sql`
    select distinct on (s.order_id) s.order_id, s.id from services s
    where s.order_id = any(${sql.param([...ids])}::uuid[]) and s.status = 'pending'
      and s.paid_at is null and ${condition}
    order by s.order_id, s.id`)
  return new Map(rows.map((row) => [row.order_id, row.id]))
}

async function loadDays(db: Db, ids: readonly string[], now: Instant) {
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(inArray(services.orderId, [...ids]))
  const subjects = await loadServices(
    db,
    rows.map((row) => row.id),
    now,
  )
  const byOrder = Map.groupBy(subjects.values(), ({ service }) => service.orderId ?? '')
  return new Map(
    [...byOrder].map(([id, own]) => {
      const values = own.map(({ policy }) => policy.values)
      const remindDays = Math.max(...values.map((value) => value.unpaidOrderReminderDays))
      const cancelDays = Math.max(...values.map((value) => value.unpaidOrderDays))
      return [id, { remindDays, cancelDays }]
    }),
  )
}
