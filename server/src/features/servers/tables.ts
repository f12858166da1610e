import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** Servers that can stand in for each other; products are placed on a group. */
export const serverGroups = pgTable('server_groups', {
  id: id().primaryKey(),
  name: text('name').notNull().unique(),
  createdAt: instant('created_at').notNull(),
})

/** One machine or panel end-point, with its credentials. */
export const servers = pgTable(
  'servers',
  {
    id: id().primaryKey(),
    name: text('name').notNull().unique(),
    /** The delivery module that speaks to it. */
    type: text('type').notNull(),
    groupId: uuid('group_id').references(() => serverGroups.id),
    /** The module's server settings without the secret fields. */
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull(),
    /** Secret fields, each sealed. */
    secrets: jsonb('secrets').$type<Record<string, string>>().notNull(),
    /** How many services it may hold; null = no limit. */
    placeLimit: integer('place_limit'),
    /** Services placed or being placed on it; moves only by compare-and-set with the limit. */
    placesUsed: integer('places_used').notNull().default(0),
    /** New services may be placed on it. */
    acceptsNew: boolean('accepts_new').notNull().default(true),
    /** Staff paused all calls to it. */
    suspendedAt: instant('suspended_at'),
    /** What the last connection test or call found. */
    health: text('health')
      .$type<'unknown' | 'healthy' | 'unhealthy'>()
      .notNull()
      .default('unknown'),
    healthMessage: text('health_message'),
    checkedAt: instant('checked_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('servers_by_group').on(t.groupId)],
)
