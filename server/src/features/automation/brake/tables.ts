import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Because } from '../../../domain/automation/index.ts'
import type { BrakedStep, BrakeReason, CountedStep, DayLimit } from '../../../domain/brake.ts'
import { day, id, instant, minorUnits } from '../../../platform/columns.ts'

/**
 * How many suspensions and ends of a business day were let through, and how many may be. Workers
 * share it: each writes its part in the transaction of the steps.
 */
export const brakeLedger = pgTable(
  'brake_ledger',
  {
    day: day('day').notNull(),
    step: text('step').$type<CountedStep>().notNull(),
    used: integer('used').notNull().default(0),
    limit: integer('limit').notNull(),
    /** What the limit was worked out from. */
    limitFrom: text('limit_from').$type<DayLimit['from']>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.step] })],
)

export type BrakeState = 'held' | 'approved' | 'refused' | 'dropped' | 'done'

/** A step that the brake held back, from then until it was settled. */
export const brakeHeld = pgTable(
  'brake_held',
  {
    id: id().primaryKey(),
    serviceId: uuid('service_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    step: text('step').$type<BrakedStep>().notNull(),
    reason: text('reason').$type<BrakeReason>().notNull(),
    /** The rule that wants the step. */
    because: jsonb('because').$type<Because>().notNull(),
    /** The period it belongs to: an approval is good for this one only. */
    periodStart: instant('period_start').notNull(),
    /** What a period of the service brings. */
    amount: minorUnits('amount').notNull(),
    currency: text('currency').notNull(),
    state: text('state').$type<BrakeState>().notNull().default('held'),
    /** The business day it was held on. */
    day: day('day').notNull(),
    heldAt: instant('held_at').notNull(),
    /** When it was approved, refused, done, or fell away by itself. */
    settledAt: instant('settled_at'),
    answerId: uuid('answer_id'),
  },
  (t) => [
    uniqueIndex('brake_held_open').on(t.serviceId).where(sql`state in ('held', 'approved')`),
    index('brake_held_waiting').on(t.step, t.heldAt, t.id).where(sql`state = 'held'`),
    index('brake_held_by_service').on(t.serviceId, t.heldAt),
    index('brake_held_by_day').on(t.day),
  ],
)

/** What staff said to a frozen list of held steps. */
export const brakeAnswers = pgTable('brake_answers', {
  id: id().primaryKey(),
  answer: text('answer').$type<'approved' | 'refused'>().notNull(),
  step: text('step').$type<BrakedStep>().notNull(),
  at: instant('at').notNull(),
  by: jsonb('by').$type<{ kind: string; id: string | null; name: string }>().notNull(),
  /** The answer was carried out for so many; the others had moved on. */
  carriedOut: integer('carried_out').notNull().default(0),
  dropped: integer('dropped').notNull().default(0),
  /** A refusal holds the services until then; null with a refusal: open-ended. */
  until: instant('until'),
  note: text('note').notNull().default(''),
})

/** One row per day and reason: who asked for it was told once. */
export const brakeAlarms = pgTable(
  'brake_alarms',
  {
    day: day('day').notNull(),
    /** A reason of the brake, or a gateway that does not answer. */
    reason: text('reason').$type<BrakeReason | `gateway:${string}`>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.reason] })],
)
