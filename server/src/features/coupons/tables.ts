import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, minorUnits } from '../../platform/columns.ts'

/** Minor units as digits, by currency. */
export type Amounts = Record<string, string>

/** A code that takes something off an order, and off the renewals that follow. */
export const coupons = pgTable(
  'coupons',
  {
    id: id().primaryKey(),
    /** As staff wrote it; upper and lower case are the same. */
    code: text('code').notNull(),
    notes: text('notes').notNull().default(''),
    kind: text('kind').$type<'percent' | 'fixed'>().notNull(),
    /** Hundredths of a percent; 0 for a fixed one. */
    basisPoints: integer('basis_points').notNull().default(0),
    /** What a fixed one takes off an order, per currency. */
    amounts: jsonb('amounts').$type<Amounts>().notNull().default({}),
    /** Renewals it holds for after the first period: 0 = the order only, null = for ever. */
    renewals: integer('renewals').default(0),
    /** Empty = every product. */
    productIds: uuid('product_ids').array().notNull().default([]),
    /** What an order must come to before the discount and tax, per currency. */
    minimums: jsonb('minimums').$type<Amounts>().notNull().default({}),
    validFromAt: instant('valid_from_at'),
    validUntilAt: instant('valid_until_at'),
    /** null = unlimited. */
    maxUses: integer('max_uses'),
    maxUsesPerCustomer: integer('max_uses_per_customer'),
    /** Orders that it was used for and that were not given up. */
    useCount: integer('use_count').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  () => [uniqueIndex('coupons_code').on(sql`lower(code)`)],
)

/** One order that a coupon was used for; given back when the order is cancelled unpaid. */
export const couponUses = pgTable(
  'coupon_uses',
  {
    id: id().primaryKey(),
    couponId: uuid('coupon_id')
      .notNull()
      .references(() => coupons.id),
    customerId: uuid('customer_id').notNull(),
    orderId: uuid('order_id').notNull(),
    currency: text('currency').notNull(),
    /** What it took off the order, in the document's tax mode. */
    amount: minorUnits('amount').notNull(),
    usedAt: instant('used_at').notNull(),
    releasedAt: instant('released_at'),
  },
  (t) => [
    uniqueIndex('coupon_uses_one_per_order').on(t.couponId, t.orderId),
    index('coupon_uses_by_customer').on(t.couponId, t.customerId),
    index('coupon_uses_by_order').on(t.orderId),
  ],
)
