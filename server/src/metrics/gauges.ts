import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { HOUR, type Instant, MINUTE, SECOND } from '../domain/instant.ts'
import { OPERATION_STATES } from '../domain/operation-lifecycle.ts'
import { lastSweepAt } from '../features/automation/gaps.ts'
import { DRIFT_STATES } from '../features/drift/tables.ts'
import { MAIL_STATES } from '../features/mail/tables.ts'
import { countGates } from '../features/servers/gate.ts'
import { DELIVERY_STATES } from '../features/webhooks/tables.ts'
import { instantToSql } from '../platform/columns.ts'

/** A figure, and what it is of when there are several of its name. */
export interface Reading {
  of?: string
  value: number
}

/** One name in the answer, read from the database each time: every process answers the same. */
export interface GaugeDefinition {
  name: string
  help: string
  /** The label that `of` stands under. */
  label?: string
  /** Shown as 0 when nothing was read. */
  always?: readonly string[]
  read(ctx: Context): Promise<Reading[]>
}

/** Due for longer than this is late: a look comes every ten seconds. */
const LATE_MS = 5 * MINUTE

const at = (moment: Instant) => sql`${instantToSql(moment)}::timestamptz`

async function figures({ db }: Context, query: SQL): Promise<Reading[]> {
  const { rows } = await db.execute<{ of: string | null; value: string | number }>(query)
  return rows.map(({ of, value }) => ({ of: of ?? undefined, value: Number(value) }))
}

const one = (query: (now: Instant) => SQL) => (ctx: Context) =>
  figures(ctx, sql`select null as of, (${query(ctx.clock.now())}) as value`)

const several = (query: (now: Instant) => SQL) => (ctx: Context) =>
  figures(ctx, query(ctx.clock.now()))

/** What the runs of the last hour add up to. */
const ofLastHour = (column: SQL) =>
  one(
    (now) =>
      sql`select coalesce(sum(${column}), 0) from sweep_runs where started_at > ${at(now - HOUR)}`,
  )

const eachOfLastHour = (column: SQL) =>
  several(
    (
      now,
    ) => sql`select key as of, sum(value::int) as value from sweep_runs, jsonb_each_text(${column})
      where started_at > ${at(now - HOUR)} group by key`,
  )

const byState = (table: SQL) =>
  several(() => sql`select state as of, count(*) as value from ${table} group by 1`)

/** What is counted, in the order of the answer. */
export const GAUGES: readonly GaugeDefinition[] = [
  {
    name: 'berth_due_services',
    help: 'Services whose next step of the automation is due.',
    read: one((now) => sql`select count(*) from service_schedule where next_at <= ${at(now)}`),
  },
  {
    name: 'berth_late_services',
    help: 'Services whose next step has been due for more than five minutes.',
    read: one(
      (now) => sql`select count(*) from service_schedule where next_at <= ${at(now - LATE_MS)}`,
    ),
  },
  {
    name: 'berth_resync_late_services',
    help: 'Services that the schedule would have had looked at too late, found by the last resync of a night.',
    read: one(
      () => sql`select coalesce((select late from automation_resyncs
        where finished_at is not null order by day desc limit 1), 0) as count`,
    ),
  },
  {
    name: 'berth_blocked_services',
    help: 'Services whose due step waits for something, by what it waits for.',
    label: 'on',
    always: ['approval', 'charge', 'hold', 'operation', 'staff'],
    read: several(
      () => sql`select blocked_on as of, count(*) as value from service_schedule
        where blocked_on is not null group by 1`,
    ),
  },
  {
    name: 'berth_failing_services',
    help: 'Services set aside because their step could not be done.',
    read: one(
      () => sql`select count(*) from service_schedule where blocked_on = 'staff' and failures > 0`,
    ),
  },
  {
    name: 'berth_last_sweep_timestamp',
    help: 'When the automation last looked for due services, in seconds since 1970; 0 before the first time.',
    read: async ({ db }) => [{ value: ((await lastSweepAt(db)) ?? 0) / SECOND }],
  },
  {
    name: 'berth_steps_last_hour',
    help: 'Steps that the automation did in the last hour.',
    label: 'step',
    read: eachOfLastHour(sql`steps`),
  },
  {
    name: 'berth_sweep_failures_last_hour',
    help: 'Steps that could not be done in the last hour.',
    read: ofLastHour(sql`failures`),
  },
  {
    name: 'berth_sweep_seconds_last_hour',
    help: 'How long the workers swept in the last hour, all together.',
    read: async (ctx) =>
      (await ofLastHour(sql`took_ms`)(ctx)).map(({ value }) => ({ value: value / SECOND })),
  },
  {
    name: 'berth_brake_held',
    help: 'Suspensions and ends that the brake holds until staff approve them.',
    label: 'step',
    always: ['suspend', 'expire', 'cancel'],
    read: several(
      () =>
        sql`select step as of, count(*) as value from brake_held where state = 'held' group by 1`,
    ),
  },
  {
    name: 'berth_safe_mode',
    help: '1 while nothing is sent, charged, numbered or done until an owner has confirmed.',
    read: one(() => sql`select count(*) from installation where safe_since is not null`),
  },
  {
    name: 'berth_operations',
    help: 'Operations by state.',
    label: 'state',
    always: OPERATION_STATES,
    read: byState(sql`operations`),
  },
  {
    name: 'berth_operations_waiting_seconds',
    help: 'For how long the operation that is due for longest has waited.',
    read: one(
      (now) => sql`select coalesce(greatest(0, extract(epoch from ${at(now)} - min(due_at))), 0)
        from operations where state in ('queued', 'failed', 'unknown') and due_at <= ${at(now)}`,
    ),
  },
  {
    name: 'berth_server_gates',
    help: 'Servers by what holds their calls back.',
    label: 'state',
    read: async ({ db, clock }) =>
      Object.entries(await countGates(db, clock.now())).map(([of, value]) => ({ of, value })),
  },
  {
    name: 'berth_drift',
    help: 'Differences between the books and the servers, by state.',
    label: 'state',
    always: DRIFT_STATES,
    read: byState(sql`drift`),
  },
  {
    name: 'berth_jobs',
    help: 'Jobs that wait or run, by name.',
    label: 'job',
    read: several(
      () => sql`select q.name as of, count(j.id) as value from pgboss.queue q
        left join pgboss.job j on j.name = q.name and j.state in ('created', 'retry', 'active')
        where q.name not like '\\_\\_pgboss%' group by 1`,
    ),
  },
  {
    name: 'berth_mails',
    help: 'Mails by state.',
    label: 'state',
    always: MAIL_STATES,
    read: byState(sql`mails`),
  },
  {
    name: 'berth_webhook_deliveries',
    help: 'Deliveries to webhooks by state.',
    label: 'state',
    always: DELIVERY_STATES,
    read: byState(sql`webhook_deliveries`),
  },
  {
    name: 'berth_charges',
    help: 'Automatic charges that are not decided yet, by state.',
    label: 'state',
    always: ['queued', 'running', 'unknown', 'pending'],
    read: several(
      () => sql`select state as of, count(*) as value from charges
        where state in ('queued', 'running', 'unknown', 'pending') group by 1`,
    ),
  },
]
