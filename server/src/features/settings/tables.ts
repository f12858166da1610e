import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../../platform/columns.ts'

/** Settings of the installation, one row per section; what a section holds, its schema says. */
export const settings = pgTable('settings', {
  section: text('section').primaryKey(),
  value: jsonb('value').$type<Record<string, unknown>>().notNull(),
  /** Counts the changes, so that a stale form is noticed. */
  version: integer('version').notNull().default(1),
  updatedAt: instant('updated_at').notNull(),
})
