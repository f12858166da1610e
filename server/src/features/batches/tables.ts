import { sql } from 'drizzle-orm'
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ExpectedOutcome } from '../../platform/action.ts'
import type { ActorKind } from '../../platform/actor.ts'
import { id, instant } from '../../platform/columns.ts'
import type { Language, Text } from '../../platform/text.ts'

/** `planning` asks each service; `planned` waits for a person; `cancelled`: not all was done. */
export const BATCH_STATES = [
  'planning',
  'planned',
  'running',
  'paused',
  'finished',
  'cancelled',
] as const
export type BatchState = (typeof BATCH_STATES)[number]

/**
 * `listed`: not asked yet. `open`: it may be done, and waits for its turn once the batch is
 * confirmed. `running`: done here, its operation goes on.
 */
export type RowState = 'listed' | 'open' | 'skipped' | 'running' | 'done' | 'failed' | 'cancelled'

/** Somebody who acts through a batch, with what they may do as it was when they confirmed it. */
export interface BatchActor {
  kind: ActorKind
  id: string | null
  name: string
  language: Language
  permissions: string[]
}

/** What the preview of a batch adds up. Amounts are whole minor units as text. */
export interface BatchSummary {
  statuses: { from: string; to: string; n: number }[]
  operations: { kind: string; n: number }[]
  servers: { id: string; name: string; n: number }[]
  mails: { kind: string; n: number }[]
  money: { currency: string; amount: string; n: number }[]
  skips: { code: string; reason: Text; n: number }[]
}

/** How the list of services was chosen: by hand, by the list's filters, or as another batch's. */
export type BatchSelection =
  | { ids: number }
  | { filters: Record<string, unknown> }
  | { batchId: string }

/** One action on many services: the frozen list with its preview, its progress and its results. */
export const batches = pgTable(
  'batches',
  {
    id: id().primaryKey(),
    /** The short number: batch 17. */
    number: bigserial('number', { mode: 'number' }).notNull().unique(),
    action: text('action').notNull(),
    /** As it was sent; read again by the action's schema. */
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    selection: jsonb('selection').$type<BatchSelection>().notNull(),
    state: text('state').$type<BatchState>().notNull(),
    /** When a worker looks at it; null while it waits for a person or is over. */
    dueAt: instant('due_at'),
    /** The rows by state, counted by the worker while it goes on. */
    total: integer('total').notNull(),
    counts: jsonb('counts').$type<Partial<Record<RowState, number>>>().notNull().default({}),
    summary: jsonb('summary').$type<BatchSummary>(),
    /** Why it stopped by itself. */
    stoppedBecause: jsonb('stopped_because').$type<Text>(),
    /** The batch that this one undoes, and what that one did. */
    undoOf: uuid('undo_of'),
    undoes: text('undoes'),
    createdBy: jsonb('created_by').$type<BatchActor>().notNull(),
    /** In whose name it runs: whoever confirmed or resumed it last. */
    runBy: jsonb('run_by').$type<BatchActor>(),
    createdAt: instant('created_at').notNull(),
    plannedAt: instant('planned_at'),
    confirmedAt: instant('confirmed_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    index('batches_due').on(t.dueAt).where(sql`due_at is not null`),
    index('batches_by_undone').on(t.undoOf).where(sql`undo_of is not null`),
  ],
)

/** The service of a row as people call it, also when it is gone. */
export interface RowService {
  number: number | null
  name: string
  customerName: string
}

/** One service of a batch: what will happen or why not, then what came of it. Kept for good. */
export const batchRows = pgTable(
  'batch_rows',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    /** Services of one customer stand side by side. */
    position: integer('position').notNull(),
    serviceId: uuid('service_id').notNull(),
    customerId: uuid('customer_id'),
    /** Where the action has work to do; null for none. */
    serverId: uuid('server_id'),
    service: jsonb('service').$type<RowService>().notNull(),
    state: text('state').$type<RowState>().notNull(),
    effects: jsonb('effects').$type<Text[]>().notNull().default([]),
    outcome: jsonb('outcome').$type<ExpectedOutcome>(),
    /** Why it is skipped. */
    reasonCode: text('reason_code'),
    reason: jsonb('reason').$type<Text>(),
    operationId: uuid('operation_id'),
    /** Why it failed: the provider's words, without secrets. Staff only. */
    error: text('error'),
    attempts: integer('attempts').notNull().default(0),
    /** The values that an undo puts back, as they were before. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    /** What the action answered. */
    result: jsonb('result').$type<Record<string, unknown>>(),
    /** The service's version when the row was done; in a batch that undoes, the one it must have. */
    version: integer('version'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.position] }),
    uniqueIndex('batch_rows_one_per_service').on(t.batchId, t.serviceId),
    index('batch_rows_by_state').on(t.batchId, t.state, t.position),
    index('batch_rows_by_operation').on(t.operationId).where(sql`operation_id is not null`),
    index('batch_rows_by_service').on(t.serviceId),
  ],
)
