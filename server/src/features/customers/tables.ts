import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { PolicyOverride } from '../../domain/policy.ts'
import { id, instant } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

/** The company or person who buys. */
export const customers = pgTable(
  'customers',
  {
    id: id().primaryKey(),
    /** The short number people say. */
    number: bigserial('number', { mode: 'number' }).notNull().unique(),
    kind: text('kind').$type<'consumer' | 'business'>().notNull(),
    /** The person's name, or the company's. */
    name: text('name').notNull(),
    /** Lower case; where invoices go. */
    email: text('email').notNull(),
    phone: text('phone'),
    street: text('street').notNull().default(''),
    postalCode: text('postal_code').notNull().default(''),
    city: text('city').notNull().default(''),
    /** ISO 3166-1 alpha-2. */
    country: text('country').notNull(),
    vatNumber: text('vat_number'),
    currency: text('currency').notNull(),
    language: text('language').$type<Language>().notNull(),
    /** Staff only. */
    notes: text('notes').notNull().default(''),
    /** The delays of this customer's services, where they differ. */
    policy: jsonb('policy').$type<PolicyOverride>().notNull().default({}),
    /** No suspension and no end of any service until then; `heldForever` = open-ended. */
    holdUntil: instant('hold_until'),
    heldForever: boolean('held_forever').notNull().default(false),
    holdReason: text('hold_reason'),
    /** May the automation pay renewals from the credit? */
    creditPaysRenewals: boolean('credit_pays_renewals').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    anonymisedAt: instant('anonymised_at'),
    /** Counts the changes, so that a stale form is noticed. */
    version: integer('version').notNull().default(1),
    /** Name, number, e-mails as searches compare them; kept by the writers of this feature. */
    search: text('search').notNull().default(''),
  },
  (t) => [
    uniqueIndex('customers_email_unique').on(t.email).where(sql`anonymised_at is null`),
    index('customers_by_created').on(t.createdAt, t.id),
    index('customers_by_name').on(t.name, t.id),
  ],
)

/** Somebody who logs in to the client area for a customer. */
export const users = pgTable(
  'users',
  {
    id: id().primaryKey(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    /** Lower case. */
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    passwordHash: text('password_hash'),
    language: text('language').$type<Language>().notNull(),
    emailConfirmedAt: instant('email_confirmed_at'),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('users_by_customer').on(t.customerId)],
)
