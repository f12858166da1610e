import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'
import { staff } from '../staff/tables.ts'
import type { ViewQuery } from './schemas.ts'
import type { Screen } from './screens.ts'

/** A list as a staff member wants to find it again: its filters, its order, its columns. */
export const views = pgTable(
  'views',
  {
    id: id().primaryKey(),
    screen: text('screen').$type<Screen>().notNull(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The screen's query as its address has it. */
    query: jsonb('query').$type<ViewQuery>().notNull(),
    /** Null = the screen's own columns. */
    columns: jsonb('columns').$type<string[]>(),
    isShared: boolean('is_shared').notNull().default(false),
    /** Order among the owner's views of the screen; gaps mean nothing. */
    position: integer('position').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('views_name_once').on(t.ownerId, t.screen, sql`lower(${t.name})`),
    index('views_shared').on(t.screen).where(sql`is_shared`),
  ],
)

/** The view that a screen opens with, for those who chose one. */
export const viewDefaults = pgTable(
  'view_defaults',
  {
    staffId: uuid('staff_id')
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    screen: text('screen').$type<Screen>().notNull(),
    viewId: uuid('view_id')
      .notNull()
      .references(() => views.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.staffId, t.screen] }),
    index('view_defaults_by_view').on(t.viewId),
  ],
)
