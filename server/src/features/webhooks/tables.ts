import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

export const WEBHOOK_FORMATS = ['standard', 'discord'] as const
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

/** Why nothing is sent: staff wanted it so, the receiver said 410, or it failed for days. */
export const DISABLED_BECAUSE = ['staff', 'gone', 'failing'] as const
export type DisabledBecause = (typeof DISABLED_BECAUSE)[number]

/** An address that is told what happens. */
export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: id().primaryKey(),
  name: text('name').notNull(),
  /** Sealed: the path of many receivers is a password of its own. */
  url: text('url').notNull(),
  /** What may be shown of the address: its origin. */
  origin: text('origin').notNull(),
  format: text('format').$type<WebhookFormat>().notNull(),
  /** Event types, or `*`. */
  events: jsonb('events').$type<string[]>().notNull(),
  enabled: boolean('enabled').notNull(),
  disabledBecause: text('disabled_because').$type<DisabledBecause>(),
  /** Sealed. */
  secret: text('secret').notNull(),
  /** Sealed; signs beside the new one until `previousUntil`. */
  previousSecret: text('previous_secret'),
  previousUntil: instant('previous_until'),
  /** Since when no delivery has got through; null while they do. */
  failingSince: instant('failing_since'),
  lastDeliveredAt: instant('last_delivered_at'),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** Something that happened, as it is told: once for all endpoints. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    /** The `webhook-id` of every delivery. */
    id: id().primaryKey(),
    /** The happening: a second telling of it writes nothing. */
    dedupeKey: text('dedupe_key').notNull(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    uniqueIndex('webhook_events_once').on(t.dedupeKey),
    index('webhook_events_by_at').on(t.at),
  ],
)

/** `abandoned`: its endpoint was switched off or removed meanwhile. */
export const DELIVERY_STATES = ['queued', 'delivered', 'failed', 'abandoned'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One event for one endpoint. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id().primaryKey(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    /** The event's type, to filter by. */
    type: text('type').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Attempts made before the ladder began anew, by a replay. */
    attemptsBefore: integer('attempts_before').notNull().default(0),
    /** When to send it, or to try again; null once nothing is to be done. */
    dueAt: instant('due_at'),
    lastStatus: smallint('last_status'),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_once').on(t.endpointId, t.eventId),
    index('webhook_deliveries_due').on(t.dueAt).where(sql`state = 'queued'`),
    index('webhook_deliveries_by_endpoint').on(t.endpointId, t.createdAt, t.id),
    index('webhook_deliveries_by_created').on(t.createdAt, t.id),
    index('webhook_deliveries_by_event').on(t.eventId),
  ],
)

/** One request and what came of it. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    id: id().primaryKey(),
    deliveryId: uuid('delivery_id').notNull(),
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** Null without an answer. */
    status: smallint('status'),
    /** What was sent, its beginning. */
    request: text('request').notNull(),
    /** What was answered, its beginning. */
    answer: text('answer'),
    /** Why there is no answer, or none that counts. */
    error: text('error'),
  },
  (t) => [uniqueIndex('webhook_attempts_once').on(t.deliveryId, t.attempt)],
)
