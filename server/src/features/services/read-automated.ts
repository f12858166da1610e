import { sql } from 'drizzle-orm'
import type { Cycle } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ServiceStatus } from '../../domain/service-lifecycle.ts'
import { idArray } from '../../platform/any-of.ts'
import { instantFromSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { parseStored } from '../../platform/stored-json.ts'
import type { operations } from '../operations/tables.ts'
import type { AutomatedCustomer, AutomatedRow } from './automated-subject.ts'

/** Columns as the driver gives them: instants and whole numbers of 64 bits as text, JSON unread. */
interface RawRow extends Record<string, unknown> {
  id: string
  number: string
  customer_id: string
  product_id: string | null
  type: string
  server_id: string | null
  order_id: string | null
  name: string
  status: ServiceStatus
  cycle: Cycle
  first_cycle: Cycle | null
  currency: string
  price: string
  planned_price: string | null
  expires_at: string | null
  anchor_day: number | null
  max_renewals: number | null
  renewal_count: number
  suspensions: string
  suspended_at: string | null
  cancellation_requested_at: string | null
  auto_pay: boolean
  auto_pay_at: string | null
  auto_pay_method_id: string | null
  auto_pay_credit: boolean
  metadata: string
  options: string
  discount: string | null
  policy: string
  deliver_on: AutomatedRow['deliverOn']
  hold_until: string | null
  held_forever: boolean
  automation_paused: boolean
  grace_until: string | null
  paid_at: string | null
  ended_at: string | null
  archived_at: string | null
  created_at: string
}

/** Rows by id, in id order, without the columns that only moves and screens need. */
export async function readAutomatedRows(
  db: Db | Tx,
  ids: readonly string[],
): Promise<AutomatedRow[]> {
  const { rows } = await db.execute<RawRow>(sql`
    select id, number, customer_id, product_id, type, server_id, order_id, name, status, cycle,
      first_cycle, currency, price, planned_price::text, expires_at, anchor_day, max_renewals, renewal_count, suspensions::text,
      suspended_at, cancellation_requested_at, auto_pay, auto_pay_at, auto_pay_method_id,
      auto_pay_credit, metadata::text, options::text, discount::text, policy::text, deliver_on,
      hold_until, held_forever, automation_paused, grace_until, paid_at, ended_at, archived_at,
      created_at
    from services where id = any(${idArray(ids)}) order by id`)
  return rows.map(automatedRow)
}

const moment = (text: string | null): Instant | null =>
  text === null ? null : instantFromSql(text)

function automatedRow(row: RawRow): AutomatedRow {
  return {
    id: row.id,
    number: Number(row.number),
    customerId: row.customer_id,
    productId: row.product_id,
    type: row.type,
    serverId: row.server_id,
    orderId: row.order_id,
    name: row.name,
    status: row.status,
    cycle: row.cycle,
    firstCycle: row.first_cycle,
    currency: row.currency,
    price: BigInt(row.price),
    plannedPrice: row.planned_price === null ? null : parseStored(row.planned_price),
    expiresAt: moment(row.expires_at),
    anchorDay: row.anchor_day,
    maxRenewals: row.max_renewals,
    renewalCount: row.renewal_count,
    suspensions: parseStored(row.suspensions),
    suspendedAt: moment(row.suspended_at),
    cancellationRequestedAt: moment(row.cancellation_requested_at),
    autoPay: row.auto_pay,
    autoPayAt: moment(row.auto_pay_at),
    autoPayMethodId: row.auto_pay_method_id,
    autoPayCredit: row.auto_pay_credit,
    metadata: parseStored(row.metadata),
    options: parseStored(row.options),
    discount: row.discount === null ? null : parseStored(row.discount),
    policy: parseStored(row.policy),
    deliverOn: row.deliver_on,
    holdUntil: moment(row.hold_until),
    heldForever: row.held_forever,
    automationPaused: row.automation_paused,
    graceUntil: moment(row.grace_until),
    paidAt: moment(row.paid_at),
    endedAt: moment(row.ended_at),
    archivedAt: moment(row.archived_at),
    createdAt: instantFromSql(row.created_at),
  }
}

/** Customers by id. */
export async function readCustomers(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, AutomatedCustomer>> {
  type Row = Omit<AutomatedCustomer, 'number' | 'policy' | 'holdUntil'> & {
    number: string
    policy: string
    holdUntil: string | null
  }
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select id, number, kind, name, language, country, vat_number as "vatNumber", policy::text,
      hold_until as "holdUntil", held_forever as "heldForever"
    from customers where id = any(${idArray(ids)})`)
  return new Map(
    rows.map(({ number, policy, holdUntil, ...row }) => [
      row.id,
      {
        ...row,
        number: Number(number),
        policy: parseStored(policy),
        holdUntil: moment(holdUntil),
      },
    ]),
  )
}

/** Of an open operation what decisions look at. */
export type OpenOperation = Pick<
  typeof operations.$inferSelect,
  'kind' | 'state' | 'dueAt' | 'requestedBy'
>

/** The open operations, by service. */
export async function readOpenOperations(
  db: Db | Tx,
  serviceIds: readonly string[],
): Promise<Map<string, OpenOperation[]>> {
  type Row = OpenOperation & { serviceId: string; due: string | null }
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select service_id as "serviceId", kind, state, due_at as due, requested_by as "requestedBy"
    from operations where service_id = any(${idArray(serviceIds)})
      and state in ('queued', 'running', 'unknown', 'failed')
    order by created_at, id`)
  const open = rows.map(({ due, ...row }) => ({ ...row, dueAt: moment(due) }))
  return Map.groupBy(open, (row) => row.serviceId)
}
