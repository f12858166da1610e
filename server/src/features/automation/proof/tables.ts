import { bigserial, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { DifferenceCause, DifferenceKind } from '../../../domain/proof.ts'
import { day, instant, minorUnits } from '../../../platform/columns.ts'

/** One row per business day: its forecast, kept before it began, and what came of it. */
export const forecastDays = pgTable('forecast_days', {
  day: day('day').primaryKey(),
  /** `keeping` while a worker writes it down. */
  state: text('state').$type<'keeping' | 'kept' | 'comparing' | 'compared'>().notNull(),
  /** When the forecast was finished: what was due before is not its matter. */
  keptAt: instant('kept_at').notNull(),
  /** When it was begun; taken over from a worker that has not been heard of since. */
  claimedAt: instant('claimed_at'),
  comparedAt: instant('compared_at'),
  services: integer('services').notNull().default(0),
  /** Steps forecast for the day, by kind. */
  forecast: jsonb('forecast').$type<Record<string, number>>().notNull().default({}),
  /** Money on the documents forecast for it, by currency, in minor units. */
  forecastMoney: jsonb('forecast_money').$type<Record<string, string>>().notNull().default({}),
  /** Steps done on the day, by kind. */
  done: jsonb('done').$type<Record<string, number>>().notNull().default({}),
  doneMoney: jsonb('done_money').$type<Record<string, string>>().notNull().default({}),
  /** Differences by cause. */
  differences: jsonb('differences').$type<Record<string, number>>().notNull().default({}),
})

/** The steps of a kept forecast; gone once the day is compared. */
export const forecastKept = pgTable(
  'forecast_kept',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    day: day('day').notNull(),
    serviceId: uuid('service_id').notNull(),
    /** `remind:7`, `invoice`, `suspend` … */
    step: text('step').notNull(),
    dueAt: instant('due_at').notNull(),
    blockedOn: text('blocked_on'),
    amount: minorUnits('amount'),
    currency: text('currency'),
  },
  (t) => [index('forecast_kept_by_day').on(t.day, t.serviceId)],
)

/** Where a day went another way than its forecast, and why. */
export const forecastDifferences = pgTable(
  'forecast_differences',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    day: day('day').notNull(),
    serviceId: uuid('service_id').notNull(),
    step: text('step').notNull(),
    kind: text('kind').$type<DifferenceKind>().notNull(),
    cause: text('cause').$type<DifferenceCause>().notNull(),
    /** What the cause was read from: a history entry's kind, an error's code. */
    evidence: text('evidence'),
    forecastAt: instant('forecast_at'),
    doneAt: instant('done_at'),
    forecastAmount: minorUnits('forecast_amount'),
    doneAmount: minorUnits('done_amount'),
    currency: text('currency'),
  },
  (t) => [index('forecast_differences_by_day').on(t.day, t.cause, t.id)],
)
