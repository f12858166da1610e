import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** Who may give a reason. */
export const REASON_AUDIENCES = ['customer', 'staff', 'both'] as const
export type ReasonAudience = (typeof REASON_AUDIENCES)[number]

/** For which of the two ways to cancel a reason is offered. */
export const REASON_MODES = ['end_of_period', 'now', 'both'] as const
export type ReasonMode = (typeof REASON_MODES)[number]

/** The reasons that people choose from when they cancel. */
export const cancellationReasons = pgTable('cancellation_reasons', {
  id: id().primaryKey(),
  name: jsonb('name').$type<{ en: string; fr: string }>().notNull(),
  position: integer('position').notNull().default(0),
  /** Retired reasons stay for the statistics and are no longer offered. */
  retired: boolean('retired').notNull().default(false),
  audience: text('audience').$type<ReasonAudience>().notNull().default('both'),
  mode: text('mode').$type<ReasonMode>().notNull().default('both'),
  createdAt: instant('created_at').notNull(),
})
