import type { ConnectionDetail, JsonObject } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Cycle } from '../../domain/cycle.ts'
import type { PolicyOverride } from '../../domain/policy.ts'
import type { ServiceStatus, SuspensionCause } from '../../domain/service-lifecycle.ts'
import type { ServiceDiscount, ServiceOption } from '../../domain/service-option.ts'
import { id, instant, minorUnits } from '../../platform/columns.ts'

/** One member of the set of reasons why a service does not run. */
export interface SuspensionEntry {
  cause: SuspensionCause
  note: string
  /** What the customer was told. */
  message: string
  /** ISO 8601. */
  since: string
  by: { kind: string; id: string | null; name: string }
}

/** A price change that was announced. It is for the cycle that the service had then. */
export interface StoredPlannedPrice {
  /** Minor units in the service's currency, as digits. */
  amount: string
  cycle: Cycle
  /** ISO 8601. */
  from: string
}

/** What the server holds for the service; secret fields are sealed. */
export interface StoredResource {
  remoteId: string
  /** The module's own facts: addresses, ports, volume names … */
  data: JsonObject
  /** What the customer needs to use it; names secrets, never holds one. */
  connection: readonly ConnectionDetail[]
  /** Credentials, each value sealed. */
  secrets: Record<string, string>
}

/** What most lists are about: the archive is asked for by name. */
const PRESENT = sql`archived_at is null`

/** One sold thing that lives through time. */
export const services = pgTable(
  'services',
  {
    id: id().primaryKey(),
    /** The short number: `#1042`. */
    number: bigserial('number', { mode: 'number' }).notNull().unique(),
    customerId: uuid('customer_id').notNull(),
    /** Null for a custom service. */
    productId: uuid('product_id'),
    type: text('type').notNull(),
    serverId: uuid('server_id'),
    orderId: uuid('order_id'),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    notes: text('notes').notNull().default(''),
    status: text('status').$type<ServiceStatus>().notNull(),
    cycle: text('cycle').$type<Cycle>().notNull(),
    /** What its first period was bought in, once it has another cycle. */
    firstCycle: text('first_cycle').$type<Cycle>(),
    currency: text('currency').notNull(),
    /** What the next period costs. */
    price: minorUnits('price').notNull(),
    initialPrice: minorUnits('initial_price').notNull(),
    /** What it will be from a moment on, of which the customer was told. */
    plannedPrice: jsonb('planned_price').$type<StoredPlannedPrice>(),
    /** Null = for life, or pending before its first period. */
    expiresAt: instant('expires_at'),
    /** 1–31: the day of the month that renewals come back to. */
    anchorDay: smallint('anchor_day'),
    maxRenewals: integer('max_renewals'),
    renewalCount: integer('renewal_count').notNull().default(0),
    suspensions: jsonb('suspensions').$type<SuspensionEntry[]>().notNull().default([]),
    /** Moment of the confirmed suspension that is in force. */
    suspendedAt: instant('suspended_at'),
    /** A cancellation at the end of the period is scheduled. */
    cancellationRequestedAt: instant('cancellation_requested_at'),
    cancellationReasonId: uuid('cancellation_reason_id'),
    cancellationDetails: text('cancellation_details'),
    cancellationBy: jsonb('cancellation_by').$type<{
      kind: string
      id: string | null
      name: string
    }>(),
    trial: boolean('trial').notNull().default(false),
    autoPay: boolean('auto_pay').notNull().default(false),
    /** Since when: attempts of a renewal are counted from there. */
    autoPayAt: instant('auto_pay_at'),
    /** What is charged; null = the customer's default. */
    autoPayMethodId: uuid('auto_pay_method_id'),
    /** The customer's credit pays first. */
    autoPayCredit: boolean('auto_pay_credit').notNull().default(false),
    metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
    orderData: jsonb('order_data').$type<Record<string, unknown>>().notNull().default({}),
    /** Secret fields of the order data, each sealed. */
    orderSecrets: jsonb('order_secrets').$type<Record<string, string>>().notNull().default({}),
    /** What it was ordered with, as it was then. */
    options: jsonb('options').$type<ServiceOption[]>().notNull().default([]),
    /** What a coupon takes off its renewals. */
    discount: jsonb('discount').$type<ServiceDiscount>(),
    resource: jsonb('resource').$type<StoredResource>(),
    policy: jsonb('policy').$type<PolicyOverride>().notNull().default({}),
    deliverOn: text('deliver_on')
      .$type<'payment' | 'approval' | 'manual'>()
      .notNull()
      .default('manual'),
    /** No suspension and no end until then; `heldForever` = open-ended. */
    holdUntil: instant('hold_until'),
    heldForever: boolean('held_forever').notNull().default(false),
    holdReason: text('hold_reason'),
    /** Stops everything the automation would do. */
    automationPaused: boolean('automation_paused').notNull().default(false),
    /** No suspension before this moment, after an edit made the service overdue. */
    graceUntil: instant('grace_until'),
    /** When its first unit was paid for; delivery on payment waits for it. */
    paidAt: instant('paid_at'),
    deliveredAt: instant('delivered_at'),
    endedAt: instant('ended_at'),
    /** Set when the end's removal of the resource was confirmed (or there was none). */
    removedAt: instant('removed_at'),
    archivedAt: instant('archived_at'),
    /** True while stock or a place is held for it; returned once. */
    placeHeld: boolean('place_held').notNull().default(false),
    stockHeld: boolean('stock_held').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    /** Raised by every change. */
    version: integer('version').notNull().default(1),
    /** lower(unaccent(name, customer, e-mails, remote id, domain, #number)), kept by the writers. */
    search: text('search').notNull().default(''),
    expiresSort: instant('expires_sort').generatedAlwaysAs(
      sql`coalesce(expires_at, 'infinity'::timestamptz)`,
    ),
  },
  (t) => [
    // The orders of the list. Ascending, so that they are read both ways; archived ones stand apart.
    index('services_by_created').on(t.createdAt, t.id).where(PRESENT),
    index('services_by_expiry').on(t.expiresSort, t.id).where(PRESENT),
    index('services_by_price').on(t.price, t.id).where(PRESENT),
    index('services_by_name').on(t.name, t.id).where(PRESENT),
    index('services_archived').on(t.createdAt, t.id).where(sql`archived_at is not null`),
    // Its filters, each in the order that the list has by itself.
    index('services_by_status_created').on(t.status, t.createdAt, t.id).where(PRESENT),
    index('services_by_status_expiry').on(t.status, t.expiresSort, t.id).where(PRESENT),
    index('services_by_customer').on(t.customerId, t.createdAt, t.id),
    // With the archive at the end, so that a count never leaves the index.
    index('services_by_product').on(t.productId, t.createdAt, t.id, t.archivedAt),
    index('services_by_server').on(t.serverId, t.createdAt, t.id, t.archivedAt),
    index('services_by_type').on(t.type, t.createdAt, t.id).where(PRESENT),
    index('services_by_cycle').on(t.cycle, t.createdAt, t.id).where(PRESENT),
    index('services_by_currency').on(t.currency, t.createdAt, t.id).where(PRESENT),
    index('services_custom').on(t.createdAt, t.id).where(sql`product_id is null and ${PRESENT}`),
    index('services_endless').on(t.createdAt, t.id).where(sql`expires_at is null and ${PRESENT}`),
    index('services_on_auto_pay').on(t.createdAt, t.id).where(sql`auto_pay and ${PRESENT}`),
    index('services_on_trial').on(t.createdAt, t.id).where(sql`trial and ${PRESENT}`),
    index('services_cancelling')
      .on(t.createdAt, t.id)
      .where(sql`cancellation_requested_at is not null and ended_at is null and ${PRESENT}`),
    index('services_held').on(t.createdAt, t.id).where(sql`held_forever or hold_until is not null`),
    index('services_left_to_staff').on(t.id).where(sql`held_forever or automation_paused`),
    index('services_by_metadata').using('gin', t.metadata).where(sql`metadata <> '{}'::jsonb`),
    index('services_by_order').on(t.orderId),
    index('services_by_cancellation')
      .on(t.cancellationRequestedAt, t.cancellationReasonId)
      .where(sql`cancellation_requested_at is not null`),
    uniqueIndex('services_one_per_resource')
      .on(t.serverId, sql`(resource->>'remoteId')`)
      .where(sql`resource is not null and removed_at is null`),
  ],
)

/**
 * The causes in `suspensions`, for the list's filter; triggers keep it. No index of `services` names
 * that column, so a suspension rewrites the row in its place and none of the other indexes.
 */
export const serviceCauses = pgTable(
  'service_causes',
  {
    cause: text('cause').$type<SuspensionCause>().notNull(),
    serviceId: uuid('service_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.cause, t.serviceId] })],
)

/**
 * When the automation looks at a service again. A wake-up hint only: it may be early, never late.
 */
export const serviceSchedule = pgTable(
  'service_schedule',
  {
    serviceId: uuid('service_id').primaryKey(),
    nextAt: instant('next_at'),
    blockedOn: text('blocked_on'),
    /** The step that comes next, and why. */
    step: text('step'),
    because: jsonb('because').$type<Record<string, unknown>>(),
    failures: smallint('failures').notNull().default(0),
    lastError: text('last_error'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    index('service_schedule_due').on(t.nextAt).where(sql`next_at is not null`),
    index('service_schedule_blocked').on(t.blockedOn).where(sql`blocked_on is not null`),
  ],
)

/** Insert-only ledger of counts per status, summed on read and compacted by the worker. */
export const serviceCountDelta = pgTable('service_count_delta', {
  status: text('status').notNull(),
  archived: boolean('archived').notNull(),
  n: integer('n').notNull(),
})
