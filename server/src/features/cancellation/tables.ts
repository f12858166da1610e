import { boolean, integer, jsonb, pgTable } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** The reasons customers choose from when they cancel. */
export const cancellationReasons = pgTable('cancellation_reasons', {
  id: id().primaryKey(),
  name: jsonb('name').$type<{ en: string; fr: string }>().notNull(),
  position: integer('position').notNull().default(0),
  /** Retired reasons stay for the statistics and are no longer offered. */
  retired: boolean('retired').notNull().default(false),
  createdAt: instant('created_at').notNull(),
})
