import { bigserial, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** The versions of the terms of sale; an order stores which one was accepted. */
export const termsVersions = pgTable('terms_versions', {
  id: id().primaryKey(),
  text: jsonb('text').$type<{ en: string; fr: string }>().notNull(),
  publishedAt: instant('published_at').notNull(),
})

/** What a customer buys in one go: services and one document. */
export const orders = pgTable(
  'orders',
  {
    id: id().primaryKey(),
    number: bigserial('number', { mode: 'number' }).notNull().unique(),
    customerId: uuid('customer_id').notNull(),
    state: text('state').$type<'open' | 'paid' | 'cancelled'>().notNull(),
    /** Null for orders by staff, accepted outside, and while no terms are published. */
    termsVersionId: uuid('terms_version_id'),
    placedBy: jsonb('placed_by')
      .$type<{ kind: string; id: string | null; name: string }>()
      .notNull(),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    /** The unpaid-order timeline: when the next step is due and which were done. */
    nextAt: instant('next_at'),
    remindedAt: instant('reminded_at'),
  },
  (t) => [
    index('orders_by_customer').on(t.customerId, t.createdAt, t.id),
    index('orders_by_created').on(t.createdAt, t.id),
    index('orders_due').on(t.nextAt),
  ],
)
