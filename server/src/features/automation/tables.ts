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
import { day, instant } from '../../platform/columns.ts'

/** What the automation did for a service, once per period and step, with the reason. */
export const automationSteps = pgTable(
  'automation_steps',
  {
    /** The order in which they were done. */
    id: bigserial('id', { mode: 'number' }).notNull(),
    serviceId: uuid('service_id').notNull(),
    /** Identifies the period: the expiry at its end. */
    periodStart: instant('period_start').notNull(),
    /** `invoice`, `remind:7`, `suspend` … */
    step: text('step').notNull(),
    outcome: text('outcome').$type<'done' | 'skipped'>().notNull(),
    dueAt: instant('due_at').notNull(),
    doneAt: instant('done_at').notNull(),
    because: jsonb('because').$type<Record<string, unknown>>().notNull(),
    runId: integer('run_id'),
  },
  (t) => [
    primaryKey({ name: 'automation_steps_once', columns: [t.serviceId, t.periodStart, t.step] }),
    // Written in the order of time, so that a day is found without a word per row.
    index('automation_steps_by_done').using('brin', t.doneAt),
  ],
)

/** Stretches of time in which no sweep ran; destructive steps that fell into one wait a day. */
export const automationGaps = pgTable('automation_gaps', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  fromAt: instant('from_at').notNull(),
  toAt: instant('to_at').notNull(),
})

/**
 * A night's look at every service: whether the schedule has it looked at later than its facts ask
 * for. One per business day.
 */
export const automationResyncs = pgTable('automation_resyncs', {
  day: day('day').primaryKey(),
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at'),
  /** Services up to this id were looked at. */
  upTo: uuid('up_to'),
  services: integer('services').notNull().default(0),
  /** Of them: those that would have been looked at too late. */
  late: integer('late').notNull().default(0),
})

/** A report per worker and minute in which something was done, however many chunks that took. */
export const sweepRuns = pgTable(
  'sweep_runs',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Host and process of the worker. */
    worker: text('worker').notNull().default(''),
    chunks: integer('chunks').notNull().default(1),
    decided: integer('decided').notNull().default(0),
    /** How long its chunks took, in ms of the machine's own clock. */
    tookMs: integer('took_ms').notNull().default(0),
    steps: jsonb('steps').$type<Record<string, number>>().notNull().default({}),
    /** Held back by the brake, by reason. */
    held: jsonb('held').$type<Record<string, number>>().notNull().default({}),
    /** The first of them, with the service; `failures` counts all. */
    errors: jsonb('errors').$type<{ serviceId: string; message: string }[]>().notNull().default([]),
    failures: integer('failures').notNull().default(0),
  },
  (t) => [
    uniqueIndex('sweep_runs_by_minute').on(t.startedAt, t.worker).where(sql`worker <> ''`),
    index('sweep_runs_by_start').on(t.startedAt, t.id),
  ],
)

/** One row: when the last good sweep ended. */
export const sweepHeartbeat = pgTable('sweep_heartbeat', {
  id: integer('id').primaryKey(),
  lastAt: instant('last_at').notNull(),
  /** When staff were last told that it is late. */
  lateToldAt: instant('late_told_at'),
})
