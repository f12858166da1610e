import { bigserial, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../platform/columns.ts'

/** What the automation did for a service, once per period and step, with the reason. */
export const automationSteps = pgTable(
  'automation_steps',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
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
  (t) => [uniqueIndex('automation_steps_once').on(t.serviceId, t.periodStart, t.step)],
)

/** Stretches of time in which no sweep ran; destructive steps that fell into one wait a day. */
export const automationGaps = pgTable('automation_gaps', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  fromAt: instant('from_at').notNull(),
  toAt: instant('to_at').notNull(),
})

/** A report per run that did something. */
export const sweepRuns = pgTable('sweep_runs', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at'),
  decided: integer('decided').notNull().default(0),
  steps: jsonb('steps').$type<Record<string, number>>().notNull().default({}),
  errors: jsonb('errors').$type<{ serviceId: string; message: string }[]>().notNull().default([]),
})

/** One row: when the last good sweep ended. */
export const sweepHeartbeat = pgTable('sweep_heartbeat', {
  id: integer('id').primaryKey(),
  lastAt: instant('last_at').notNull(),
})
