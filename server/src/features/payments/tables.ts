import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, minorUnits } from '../../platform/columns.ts'

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
  (t) => [uniqueIndex('gateway_events_once').on(t.gateway, t.eventId)],
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
