import type { JsonObject, ObservedState } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import {
  bigserial,
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
import type { Text } from '../../platform/text.ts'
import type { BatchActor } from '../batches/tables.ts'

/** Every way in which the books and a server can disagree. */
export const DRIFT_KINDS = [
  /** It exists there and no service of ours has it. */
  'orphan_resource',
  /** A service runs by the books, and its resource is not there. */
  'missing_resource',
  /** One more resource than the books know carries a service's key. */
  'duplicate_resource',
  'running_though_suspended',
  'suspended_though_active',
  /** The service has ended, and its resource is still there. */
  'alive_though_ended',
  /** The server runs another plan than the service's product stands for. */
  'wrong_plan',
  /** It belongs to somebody else than when it was last confirmed. */
  'wrong_owner',
] as const
export type DriftKind = (typeof DRIFT_KINDS)[number]

/**
 * `open` waits for staff; `fixing`: a fix is under way; `fixed` by a fix; `gone`: its cause vanished
 * by itself. An ignored one opens again when its time is over.
 */
export const DRIFT_STATES = ['open', 'ignored', 'fixing', 'fixed', 'gone'] as const
export type DriftState = (typeof DRIFT_STATES)[number]

/** What the server was last seen to say. */
export interface ObservedFacts {
  name: string | null
  owner: string | null
  plan: string | null
  /** Null for what is not there. */
  state: ObservedState | null
  /** When it was made, in epoch milliseconds, where the provider says so. */
  createdAt: number | null
  /** The module's own facts, with which it finds the resource again. */
  data: JsonObject
}

/** What the books say of the same. */
export interface ExpectedFacts {
  status?: string
  plan?: string
  owner?: string
  /** The resource that the books know, where it is another one. */
  remoteId?: string
}

/** Live rows: one per server, kind and resource. */
const LIVE = sql`state in ('open', 'ignored', 'fixing')`

/** One disagreement between the books and a server. */
export const drift = pgTable(
  'drift',
  {
    id: id().primaryKey(),
    serverId: uuid('server_id').notNull(),
    /** The service that it is about; null for what belongs to nobody here. */
    serviceId: uuid('service_id'),
    kind: text('kind').$type<DriftKind>().notNull(),
    state: text('state').$type<DriftState>().notNull(),
    remoteId: text('remote_id').notNull(),
    /** The key that the resource carries. */
    resourceKey: text('resource_key'),
    /** That key is none of ours: the resource is shown and never touched. */
    otherInstallation: boolean('other_installation').notNull().default(false),
    observed: jsonb('observed').$type<ObservedFacts>().notNull(),
    expected: jsonb('expected').$type<ExpectedFacts>().notNull().default({}),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** The listing that saw it last; null for what was raised without one. */
    lastRunId: uuid('last_run_id'),
    /** Until when it is ignored; null while it is ignored: for good. */
    ignoredUntil: instant('ignored_until'),
    note: text('note'),
    settledAt: instant('settled_at'),
    /** The action that is fixing it or has fixed it: `fix_server`, `delete_there` … */
    fix: text('fix'),
    /** The operation that fixes it. */
    operationId: uuid('operation_id'),
    /** Why the last fix did not come about: the provider's words, without secrets. Staff only. */
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    /** Removal of a resource that has no service: when it is tried next, and how it went. */
    dueAt: instant('due_at'),
    claimNo: integer('claim_no').notNull().default(0),
    /** By the database's clock: it measures a worker, not the business. */
    leaseUntil: instant('lease_until'),
    failures: integer('failures').notNull().default(0),
    firstFailedAt: instant('first_failed_at'),
    /** Who asked for the fix, with what they may do. */
    fixedBy: jsonb('fixed_by').$type<BatchActor>(),
  },
  (t) => [
    uniqueIndex('drift_one_live').on(t.serverId, t.kind, t.remoteId).where(LIVE),
    index('drift_by_first_seen').on(t.firstSeenAt, t.id),
    index('drift_by_last_seen').on(t.lastSeenAt, t.id),
    index('drift_live_by_kind').on(t.kind, t.serverId).where(LIVE),
    index('drift_open_by_service')
      .on(t.serviceId)
      .where(sql`state in ('open', 'fixing') and service_id is not null`),
    index('drift_by_service').on(t.serviceId).where(sql`service_id is not null`),
    index('drift_by_operation').on(t.operationId).where(sql`operation_id is not null`),
    index('drift_due').on(t.dueAt).where(sql`due_at is not null`),
  ],
)

export const RUN_STATES = ['running', 'finished', 'failed'] as const

/** One comparison of a server with the books. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    id: id().primaryKey(),
    serverId: uuid('server_id').notNull(),
    state: text('state').$type<(typeof RUN_STATES)[number]>().notNull(),
    requestedBy: jsonb('requested_by')
      .$type<{ kind: string; id: string | null; name: string }>()
      .notNull(),
    /** Staff looked twice: what vanished is believed, however much it is. */
    confirmed: boolean('confirmed').notNull().default(false),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** What the listing answered. */
    pages: integer('pages').notNull().default(0),
    resources: integer('resources').notNull().default(0),
    /** Resources that the books expect there, and those of them that were not listed. */
    known: integer('known').notNull().default(0),
    vanished: integer('vanished').notNull().default(0),
    /** New rows, rows whose cause was gone, and fixes that the server's switch allowed. */
    found: integer('found').notNull().default(0),
    settled: integer('settled').notNull().default(0),
    autoFixed: integer('auto_fixed').notNull().default(0),
    /** Too much vanished at once: nothing was believed and nothing raised. */
    suspect: boolean('suspect').notNull().default(false),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
  },
  (t) => [index('reconciliations_by_server').on(t.serverId, t.startedAt, t.id)],
)

/** When each server is compared next, and which run has it in hand. */
export const reconciliationSchedule = pgTable(
  'reconciliation_schedule',
  {
    serverId: uuid('server_id').primaryKey(),
    dueAt: instant('due_at').notNull(),
    runId: uuid('run_id'),
    /** By the database's clock; moved on with every page. A run past it is given up. */
    leaseUntil: instant('lease_until'),
    /** What staff asked for while waiting for the next run. */
    requestedBy: jsonb('requested_by').$type<{ kind: string; id: string | null; name: string }>(),
    confirmed: boolean('confirmed').notNull().default(false),
    /** The loop may suspend again by itself what runs though it is suspended. */
    autoFixRunning: boolean('auto_fix_running').notNull().default(false),
  },
  (t) => [index('reconciliation_schedule_due').on(t.dueAt)],
)

/**
 * What the listing of one run has answered so far; emptied when it ends. A migration makes it
 * unlogged: after a crash of the database the run starts over.
 */
export const reconciliationSeen = pgTable(
  'reconciliation_seen',
  {
    runId: uuid('run_id').notNull(),
    remoteId: text('remote_id').notNull(),
    key: text('key'),
    name: text('name'),
    owner: text('owner'),
    plan: text('plan'),
    state: text('state').$type<ObservedState>().notNull(),
    createdAt: instant('created_at'),
    data: jsonb('data').$type<JsonObject>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.remoteId] }),
    index('reconciliation_seen_by_key').on(t.runId, t.key).where(sql`key is not null`),
  ],
)

/** Whose a resource was when it was first listed after the last change of its owner by us. */
export const confirmedOwners = pgTable(
  'confirmed_owners',
  {
    serviceId: uuid('service_id').primaryKey(),
    serverId: uuid('server_id').notNull(),
    remoteId: text('remote_id').notNull(),
    owner: text('owner').notNull(),
    /** The start of the listing that said so. */
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [index('confirmed_owners_by_server').on(t.serverId)],
)

export const DRIFT_BATCH_STATES = [
  'planning',
  'planned',
  'running',
  'finished',
  'cancelled',
] as const

/** One fix for many rows: the frozen list with its preview, its progress and its results. */
export const driftBatches = pgTable(
  'drift_batches',
  {
    id: id().primaryKey(),
    number: bigserial('number', { mode: 'number' }).notNull().unique(),
    action: text('action').notNull(),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<(typeof DRIFT_BATCH_STATES)[number]>().notNull(),
    /** When a worker looks at it; null while it waits for a person or is over. */
    dueAt: instant('due_at'),
    total: integer('total').notNull(),
    createdBy: jsonb('created_by').$type<BatchActor>().notNull(),
    /** In whose name it runs: whoever confirmed it. */
    runBy: jsonb('run_by').$type<BatchActor>(),
    /** Why it stopped by itself. */
    stoppedBecause: jsonb('stopped_because').$type<Text>(),
    createdAt: instant('created_at').notNull(),
    plannedAt: instant('planned_at'),
    confirmedAt: instant('confirmed_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [index('drift_batches_due').on(t.dueAt).where(sql`due_at is not null`)],
)

/** `listed`: not asked yet. `open`: it may be done, and waits for its turn once confirmed. */
export type DriftBatchRowState = 'listed' | 'open' | 'skipped' | 'done' | 'failed' | 'cancelled'

export const driftBatchRows = pgTable(
  'drift_batch_rows',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => driftBatches.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    driftId: uuid('drift_id').notNull(),
    state: text('state').$type<DriftBatchRowState>().notNull(),
    effects: jsonb('effects').$type<Text[]>().notNull().default([]),
    reasonCode: text('reason_code'),
    reason: jsonb('reason').$type<Text>(),
    operationId: uuid('operation_id'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.position] }),
    uniqueIndex('drift_batch_rows_one_per_row').on(t.batchId, t.driftId),
    index('drift_batch_rows_by_state').on(t.batchId, t.state, t.position),
  ],
)
