import { sql } from 'drizzle-orm'
import {
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
import { id, instant, minorUnits } from '../../platform/columns.ts'

/** Outcome of a notice of a chargeback whose payment was not on record. */
export const UNMATCHED_CHARGEBACK = 'charged_back:unknown_payment'

/** What a gateway sent, stored as it came before anything is done with it. */
export const gatewayEvents = pgTable(
  'gateway_events',
  {
    id: id().primaryKey(),
    gateway: text('gateway').notNull(),
    /** The gateway's own id of the event. */
    eventId: text('event_id').notNull(),
    body: text('body').notNull(),
    receivedAt: instant('received_at').notNull(),
    processedAt: instant('processed_at'),
    outcome: text('outcome'),
  },
  (t) => [
    uniqueIndex('gateway_events_once').on(t.gateway, t.eventId),
    index('gateway_events_unmatched')
      .on(t.gateway, t.receivedAt)
      .where(sql`outcome = ${sql.raw(`'${UNMATCHED_CHARGEBACK}'`)}`),
  ],
)

/** An attempt to pay a document: a hosted pay page that was opened, a transfer announced. */
export const paymentIntents = pgTable(
  'payment_intents',
  {
    id: id().primaryKey(),
    documentId: uuid('document_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    gateway: text('gateway').notNull(),
    /** What the customer puts on a transfer, or the gateway's session id. */
    reference: text('reference').notNull(),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').notNull(),
    state: text('state').$type<'open' | 'paid' | 'refused' | 'abandoned'>().notNull(),
    /** The customer agreed that the method is kept for later charges. */
    keepMethod: boolean('keep_method').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    uniqueIndex('payment_intents_once').on(t.gateway, t.reference),
    index('payment_intents_by_document').on(t.documentId),
  ],
)

/** Why money could not be set against the document it names. */
export type PaymentProblem = 'currency' | 'void' | 'not_payable' | 'unknown_document'

/**
 * Money received (positive) or given back (negative). Unique by gateway and reference: the same
 * notice many times is one payment.
 */
export const payments = pgTable(
  'payments',
  {
    id: id().primaryKey(),
    gateway: text('gateway').notNull(),
    reference: text('reference').notNull(),
    kind: text('kind').$type<'payment' | 'refund' | 'chargeback'>().notNull(),
    customerId: uuid('customer_id'),
    documentId: uuid('document_id'),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').notNull(),
    /** What of it is set against the document; the rest is credit or waits for staff. */
    allocated: minorUnits('allocated').notNull(),
    state: text('state').$type<'allocated' | 'unallocated' | 'resolved'>().notNull(),
    /** Why it is unallocated. */
    problem: text('problem').$type<PaymentProblem>(),
    /** The payment that a refund or chargeback takes back. */
    reversesId: uuid('reverses_id'),
    /** For refunds: whether the gateway has been told to send the money back. */
    transfer: text('transfer')
      .$type<'none' | 'queued' | 'sent' | 'failed'>()
      .notNull()
      .default('none'),
    transferError: text('transfer_error'),
    receivedAt: instant('received_at').notNull(),
    recordedBy: jsonb('recorded_by')
      .$type<{ kind: string; id: string | null; name: string }>()
      .notNull(),
    note: text('note').notNull().default(''),
  },
  (t) => [
    uniqueIndex('payments_once').on(t.gateway, t.reference),
    index('payments_by_document').on(t.documentId),
    index('payments_by_customer').on(t.customerId, t.receivedAt),
    index('payments_by_received').on(t.receivedAt, t.id),
    index('payments_waiting').on(t.receivedAt, t.id).where(sql`state = 'unallocated'`),
    index('payments_by_reversed').on(t.reversesId),
  ],
)

/** Whether a gateway answers, noted at each call of it. A gateway without a row was never called. */
export const gatewayHealth = pgTable('gateway_health', {
  gateway: text('gateway').primaryKey(),
  lastOkAt: instant('last_ok_at'),
  /** Since when no call was answered; null while it answers. */
  failingSince: instant('failing_since'),
  /** What the last call failed with, masked. */
  lastError: text('last_error'),
})

/** Why a stored method cannot be charged any more. */
export type MethodClosed = 'customer' | 'staff' | 'gateway' | 'refused' | 'anonymised'

/** A stored way to pay of a customer. What is charged is kept by the gateway, never here. */
export const paymentMethods = pgTable(
  'payment_methods',
  {
    id: id().primaryKey(),
    customerId: uuid('customer_id').notNull(),
    gateway: text('gateway').notNull(),
    /** The gateway's own id of the method. */
    remoteId: text('remote_id').notNull(),
    /** The gateway's own id of its holder. */
    customerRemoteId: text('customer_remote_id'),
    kind: text('kind').notNull(),
    label: text('label').notNull(),
    /** Last month in which it can be charged, `2027-04`. */
    expiresOn: text('expires_on'),
    isDefault: boolean('is_default').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    closedAt: instant('closed_at'),
    closedBecause: text('closed_because').$type<MethodClosed>(),
    /** Whether the gateway has been told to forget it. */
    forget: text('forget').$type<'none' | 'queued' | 'done'>().notNull().default('none'),
    /** When the customer was told that it expires soon. */
    expiryToldAt: instant('expiry_told_at'),
  },
  (t) => [
    uniqueIndex('payment_methods_once').on(t.gateway, t.remoteId).where(sql`closed_at is null`),
    uniqueIndex('payment_methods_default')
      .on(t.customerId)
      .where(sql`is_default and closed_at is null`),
    index('payment_methods_by_customer').on(t.customerId, t.createdAt),
    index('payment_methods_by_remote').on(t.gateway, t.remoteId),
    index('payment_methods_expiring')
      .on(t.expiresOn)
      .where(sql`closed_at is null and expires_on is not null and expiry_told_at is null`),
  ],
)

/** A page on which a customer stores a method, opened at a gateway. */
export const methodSetups = pgTable(
  'method_setups',
  {
    id: id().primaryKey(),
    customerId: uuid('customer_id').notNull(),
    gateway: text('gateway').notNull(),
    /** Unguessable; comes back with the notice. */
    reference: text('reference').notNull(),
    /** Auto-pay of this service is switched on with the method that is stored. */
    serviceId: uuid('service_id'),
    state: text('state').$type<'open' | 'stored'>().notNull().default('open'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('method_setups_once').on(t.gateway, t.reference)],
)

/**
 * `queued` waits for its moment; `running` is asked of the gateway; `unknown`: the answer was lost;
 * `pending`: the gateway decides later, by notice. These four are in flight. `abandoned`: nothing was
 * left to charge, so nothing was asked.
 */
export type ChargeState =
  | 'queued'
  | 'running'
  | 'unknown'
  | 'pending'
  | 'succeeded'
  | 'refused'
  | 'needs_customer'
  | 'abandoned'

/** One automatic attempt to be paid. Its id is the gateway's idempotency key: one row, one charge. */
export const charges = pgTable(
  'charges',
  {
    id: id().primaryKey(),
    renewalId: uuid('renewal_id').notNull(),
    serviceId: uuid('service_id').notNull(),
    documentId: uuid('document_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    /** When auto-pay was switched on: attempts are counted from there. */
    mandateAt: instant('mandate_at').notNull(),
    attempt: smallint('attempt').notNull(),
    /** How many attempts the policy allowed then. */
    attempts: smallint('attempts').notNull(),
    /** Set at the first call, and the same for every further one. */
    methodId: uuid('method_id'),
    amount: minorUnits('amount'),
    currency: text('currency').notNull(),
    /** What was paid with the customer's credit beside it. */
    creditUsed: minorUnits('credit_used').notNull().default(sql`0`),
    state: text('state').$type<ChargeState>().notNull(),
    /** When the next claim may be made; null when it is over. */
    dueAt: instant('due_at'),
    /** By the database's clock: it measures a process, not the business. */
    leaseUntil: instant('lease_until'),
    tries: integer('tries').notNull().default(0),
    /** The gateway's own id of the payment. */
    reference: text('reference'),
    code: text('code'),
    /** In the gateway's own words, masked. Staff only. */
    message: text('message'),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    uniqueIndex('charges_once')
      .on(t.renewalId, t.mandateAt, t.attempt)
      .where(sql`state <> 'abandoned'`),
    uniqueIndex('charges_one_in_flight')
      .on(t.documentId)
      .where(sql`state in ('queued', 'running', 'unknown', 'pending')`),
    index('charges_due').on(t.dueAt).where(sql`due_at is not null`),
    index('charges_by_service').on(t.serviceId, t.createdAt),
    index('charges_by_document').on(t.documentId, t.createdAt),
  ],
)

/** What the sandbox gateway keeps at its own end, as a gateway far away would. */
export const sandboxGatewayObjects = pgTable(
  'sandbox_gateway_objects',
  {
    kind: text('kind').$type<'charge' | 'method' | 'script' | 'refund'>().notNull(),
    id: text('id').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id] })],
)
