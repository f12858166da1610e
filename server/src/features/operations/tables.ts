import type { Text } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Instant } from '../../domain/instant.ts'
import type { OperationKind, OperationState } from '../../domain/operation-lifecycle.ts'
import { id, instant } from '../../platform/columns.ts'

/** What earlier attempts established for certain. */
export interface Checkpoint {
  /** redeliver: the old resource is confirmed gone. */
  removed?: true
  /** Nothing carried our key when it was looked for at this moment, after a lost answer. */
  absentAt?: Instant
  /** The provider goes on by itself: the same call is made again and follows its task. */
  following?: true
  /** Servers that had no capacity for it. */
  fullServerIds?: string[]
}

/**
 * One row per intended change of a resource. The row is the truth: workers claim from here, and no
 * second queue knows about it. Two places per service: what is on the server at this moment
 * (running or unknown) and the one next intent (queued or failed).
 */
export const operations = pgTable(
  'operations',
  {
    id: id().primaryKey(),
    serviceId: uuid('service_id').notNull(),
    /** Null for operations whose server is not chosen yet, and for types without one. */
    serverId: uuid('server_id'),
    kind: text('kind').$type<OperationKind>().notNull(),
    state: text('state').$type<OperationState>().notNull(),
    /** What the kind needs: suspension causes, new plan, password (sealed), message … */
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    /** How often the change itself was tried; asking what became of it does not count. */
    attempts: integer('attempts').notNull().default(0),
    /** Failures in a row that the retry ladder counts; waiting for unfinished work is none. */
    failures: integer('failures').notNull().default(0),
    /** Raised by each claim; an outcome with an older number changes nothing. */
    claimNo: integer('claim_no').notNull().default(0),
    /** The process that runs it: key of its advisory lock. */
    workerId: integer('worker_id'),
    /**
     * A running operation whose lease has passed is unknown, even if its worker seems alive. By the
     * database's clock: it measures a connection, not the business.
     */
    leaseUntil: instant('lease_until'),
    /** When the next claim may be made; null for one that is open = it waits for staff. */
    dueAt: instant('due_at'),
    firstFailedAt: instant('first_failed_at'),
    errorCode: text('error_code'),
    /** As the provider said it, without secrets. Staff only. */
    errorMessage: text('error_message'),
    /** A remote id that was reserved before the call, and task ids to follow. */
    reserved: jsonb('reserved')
      .$type<{ remoteId?: string; taskIds?: string[] }>()
      .notNull()
      .default({}),
    /** How far it came, so that the next attempt goes on from there after a crash. */
    checkpoint: jsonb('checkpoint').$type<Checkpoint>().notNull().default({}),
    /** A newer intent or staff asked the running attempt to give up. */
    abortRequestedAt: instant('abort_requested_at'),
    progress: jsonb('progress').$type<{ percent: number | null; text: Text } | null>(),
    requestedBy: jsonb('requested_by')
      .$type<{ kind: string; id: string | null; name: string }>()
      .notNull(),
    cause: jsonb('cause').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    uniqueIndex('operations_one_on_server')
      .on(t.serviceId)
      .where(sql`state in ('running', 'unknown')`),
    uniqueIndex('operations_one_next').on(t.serviceId).where(sql`state in ('queued', 'failed')`),
    index('operations_waiting')
      .on(t.serverId, t.dueAt, t.id)
      .where(sql`state in ('queued', 'failed') and due_at is not null`),
    index('operations_on_server')
      .on(t.serverId, t.dueAt)
      .where(sql`state in ('running', 'unknown')`),
    index('operations_by_service').on(t.serviceId, t.createdAt),
    index('operations_by_state').on(t.state, t.createdAt),
    index('operations_by_settled').on(t.settledAt).where(sql`settled_at is not null`),
    index('operations_by_created').on(t.createdAt, t.id),
  ],
)

/** What happened in each attempt: the module's log, requests and answers with secrets masked. */
export const operationLog = pgTable(
  'operation_log',
  {
    id: id().primaryKey(),
    operationId: uuid('operation_id')
      .notNull()
      .references(() => operations.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull(),
    level: text('level').$type<'info' | 'warn' | 'error'>().notNull(),
    message: text('message').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>(),
  },
  (t) => [index('operation_log_by_operation').on(t.operationId, t.at)],
)

/** Hands out the advisory lock keys of worker processes. */
export const workers = pgTable('workers', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  startedAt: instant('started_at').notNull(),
})
