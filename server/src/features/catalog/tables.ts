import type { OrderField } from '@berth/sdk'
import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Cycle } from '../../domain/cycle.ts'
import type { PolicyOverride } from '../../domain/policy.ts'
import { id, instant, minorUnits } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

export type LocalText = Record<Language, string>
/** Shown in the shop; reachable by its link only; not for sale. */
export type Visibility = 'public' | 'unlisted' | 'hidden'

/** What customers browse: products belong to one group. */
export const productGroups = pgTable('product_groups', {
  id: id().primaryKey(),
  slug: text('slug').notNull().unique(),
  name: jsonb('name').$type<LocalText>().notNull(),
  description: jsonb('description').$type<LocalText>().notNull(),
  visibility: text('visibility').$type<Visibility>().notNull(),
  position: integer('position').notNull().default(0),
  policy: jsonb('policy').$type<PolicyOverride>().notNull().default({}),
  createdAt: instant('created_at').notNull(),
})

/** What is sold. */
export const products = pgTable('products', {
  id: id().primaryKey(),
  groupId: uuid('group_id')
    .notNull()
    .references(() => productGroups.id),
  name: jsonb('name').$type<LocalText>().notNull(),
  description: jsonb('description').$type<LocalText>().notNull(),
  /** The delivery module that looks after the services. */
  type: text('type').notNull(),
  moduleSettings: jsonb('module_settings').$type<Record<string, unknown>>().notNull(),
  /** What its order form asks beyond the module's own, as a server said when it was last read. */
  orderFields: jsonb('order_fields').$type<OrderField[]>().notNull().default([]),
  /** Why they could not be read the last time; null when they could. */
  orderFieldsProblem: text('order_fields_problem'),
  orderFieldsReadAt: instant('order_fields_read_at'),
  /** Where services are placed; null for types without a server. */
  serverGroupId: uuid('server_group_id'),
  deliverOn: text('deliver_on').$type<'payment' | 'approval' | 'manual'>().notNull(),
  /** Units left; null = unlimited. Reserved at checkout. */
  stock: integer('stock'),
  maxRenewals: integer('max_renewals'),
  /** How many one customer may have; null = any number. */
  customerLimit: integer('customer_limit'),
  /** What counts for it: those that have not ended, or every one there ever was. */
  customerLimitCounts: text('customer_limit_counts')
    .$type<'active' | 'all'>()
    .notNull()
    .default('active'),
  /** A price of 0 with a term renews only when the customer asks. */
  freeRenewalOnRequest: boolean('free_renewal_on_request').notNull().default(false),
  metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
  policy: jsonb('policy').$type<PolicyOverride>().notNull().default({}),
  visibility: text('visibility').$type<Visibility>().notNull(),
  position: integer('position').notNull().default(0),
  createdAt: instant('created_at').notNull(),
  archivedAt: instant('archived_at'),
})

/** What a product costs in one cycle and currency. */
export const productPrices = pgTable(
  'product_prices',
  {
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    cycle: text('cycle').$type<Cycle>().notNull(),
    currency: text('currency').notNull(),
    price: minorUnits('price').notNull(),
    setupFee: minorUnits('setup_fee').notNull(),
  },
  (t) => [primaryKey({ columns: [t.productId, t.cycle, t.currency] })],
)
