import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Cycle } from '../../domain/cycle.ts'
import type { OptionKind } from '../../domain/service-option.ts'
import { id, instant, minorUnits } from '../../platform/columns.ts'
import { type LocalText, products } from '../catalog/tables.ts'

/** One value of a choice. */
export interface OptionChoice {
  value: string
  label: LocalText
}

/** What products can be ordered with. One option may belong to many products. */
export const options = pgTable('options', {
  id: id().primaryKey(),
  /** What the delivery module knows it by; one of each per product. */
  key: text('key').notNull(),
  label: jsonb('label').$type<LocalText>().notNull(),
  help: jsonb('help').$type<LocalText>().notNull(),
  kind: text('kind').$type<OptionKind>().notNull(),
  required: boolean('required').notNull(),
  /** Paid with every period, or once. */
  recurring: boolean('recurring').notNull(),
  /** Of a quantity: its limits and step, and what it is counted in. */
  min: integer('min'),
  max: integer('max'),
  step: integer('step'),
  unit: text('unit').notNull().default(''),
  /** Of a choice. */
  choices: jsonb('choices').$type<OptionChoice[]>().notNull().default([]),
  createdAt: instant('created_at').notNull(),
})

/**
 * What an option costs: per value of a choice, per unit of a quantity, else as a whole. An option
 * without any price is free; one with prices is offered only where it has one.
 */
export const optionPrices = pgTable(
  'option_prices',
  {
    optionId: uuid('option_id')
      .notNull()
      .references(() => options.id, { onDelete: 'cascade' }),
    /** The value of a choice; empty for the other kinds. */
    choice: text('choice').notNull().default(''),
    /** `onetime` for an option that is paid once, whatever the service's cycle. */
    cycle: text('cycle').$type<Cycle>().notNull(),
    currency: text('currency').notNull(),
    price: minorUnits('price').notNull(),
    setupFee: minorUnits('setup_fee').notNull(),
  },
  (t) => [primaryKey({ columns: [t.optionId, t.choice, t.cycle, t.currency] })],
)

/** The options of a product, in its order. */
export const productOptions = pgTable(
  'product_options',
  {
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    optionId: uuid('option_id')
      .notNull()
      .references(() => options.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.productId, t.optionId] }),
    index('product_options_by_option').on(t.optionId),
  ],
)
