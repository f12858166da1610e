import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { PauseCause } from '../../domain/server-gate.ts'
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
    /** Why, in their words. */
    suspendReason: text('suspend_reason'),
    /** Operations that may be under way on it at once, over all processes. */
    concurrency: integer('concurrency').notNull().default(4),
    /** Calls that it takes per minute; null = no limit. */
    callsPerMinute: integer('calls_per_minute'),
    /** Differences between its resources and the books that wait for a person. */
    openDrift: integer('open_drift').notNull().default(0),
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

/**
 * What holds the calls to a server back, one row per server, shared by all processes: whoever claims
 * operations locks it. A trigger makes it with its server and nothing removes it: what still names a
 * server that is gone comes to its end like everything else.
 */
export const serverGate = pgTable('server_gate', {
  serverId: uuid('server_id').primaryKey(),
  /** Raised by each claim: who has seen an older number has counted too few. */
  claims: integer('claims').notNull().default(0),
  /** Set while calls are paused; `pausedUntil` null means until staff or a good test lift it. */
  pauseCause: text('pause_cause').$type<PauseCause>(),
  pausedUntil: instant('paused_until'),
  /** As the provider said it, without secrets. */
  pauseReason: text('pause_reason'),
  /** Calls in a row that found the server unreachable or failing; any other answer ends the row. */
  failures: integer('failures').notNull().default(0),
  /** The breaker is open until here; then one claim is the probe. */
  openUntil: instant('open_until'),
  /** Where a call rate is set: the moment from which the next call conforms to it (GCRA). */
  nextCallAt: instant('next_call_at'),
  lastError: text('last_error'),
  lastErrorAt: instant('last_error_at'),
  lastErrorOperationId: uuid('last_error_operation_id'),
})
