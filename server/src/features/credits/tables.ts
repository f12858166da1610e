import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, minorUnits } from '../../platform/columns.ts'

/** Money that a customer has with us, per currency; never below zero. */
export const creditBalances = pgTable(
  'credit_balances',
  {
    customerId: uuid('customer_id').notNull(),
    currency: text('currency').notNull(),
    balance: minorUnits('balance').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.currency] }),
    check('credit_balances_not_negative', sql`balance >= 0`),
  ],
)

/** Why a balance moved. */
export const CREDIT_REASONS = [
  'staff',
  'surplus',
  'refund',
  'payment',
  'payment_reversed',
  'ended_service',
  'unallocated',
  'charged_back',
] as const
export type CreditReason = (typeof CREDIT_REASONS)[number]

/** Every movement of the balance, with its reason. */
export const creditEntries = pgTable(
  'credit_entries',
  {
    id: id().primaryKey(),
    customerId: uuid('customer_id').notNull(),
    currency: text('currency').notNull(),
    /** Positive: received; negative: spent. */
    amount: minorUnits('amount').notNull(),
    balanceAfter: minorUnits('balance_after').notNull(),
    reason: text('reason').$type<CreditReason>().notNull(),
    note: text('note').notNull().default(''),
    documentId: uuid('document_id'),
    paymentId: uuid('payment_id'),
    by: jsonb('by').$type<{ kind: string; id: string | null; name: string }>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    index('credit_entries_by_customer').on(t.customerId, t.at, t.id),
    index('credit_entries_by_document').on(t.documentId),
  ],
)
