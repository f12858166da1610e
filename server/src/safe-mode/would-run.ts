import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { decide, timeline } from '../domain/automation/index.ts'
import type { Instant } from '../domain/instant.ts'
import { loadCalendar } from '../features/automation/load-calendar.ts'
import { loadStates } from '../features/automation/load-states.ts'
import { readInvoicing } from '../features/documents/invoicing-settings.ts'
import { instantToSql } from '../platform/columns.ts'

/** Of more services that are due the first so many are decided; the rest is only counted. */
const MOST_DECIDED = 20_000
const CHUNK = 1000

export interface WouldRun {
  /** Services whose moment has come. */
  dueServices: number
  /** What the automation would do for them at once, by kind. */
  steps: { step: string; n: number }[]
  /** More are due than were decided: the steps are at least so many. */
  isMore: boolean
  mails: number
  operations: { kind: string; n: number }[]
  charges: number
  /** Documents that would get a number at once. */
  documents: number
  /** Notices of gateways that came in and wait. */
  gatewayEvents: number
  webhooks: number
}

/** What would happen in the first minute after a confirmation. Nothing is written. */
export async function wouldRun(ctx: Context, now: Instant): Promise<WouldRun> {
  const { db } = ctx
  const due = sql`next_at <= ${instantToSql(now)}::timestamptz`
  const { rows } = await db.execute<Record<string, string>>(sql`
    select (select count(*) from service_schedule where ${due}) as due,
      (select count(*) from mails where state = 'queued')
        + (select count(*) from pgboss.job where state in ('created', 'retry')
          and name in ('mail.write', 'mail.write.many', 'mail.write_awaited'))
        as mails,
      (select count(*) from gateway_events where processed_at is null) as events,
      (select count(*) from charges where due_at is not null) as charges,
      (select count(*) from webhook_deliveries where state = 'queued') as webhooks`)
  const operations = await db.execute<{ kind: string; n: number }>(sql`
    select kind, count(*)::int as n from operations
    where state in ('running', 'unknown') or state in ('queued', 'failed') and due_at is not null
    group by kind order by kind`)
  const dueServices = Number(rows[0]?.due ?? 0)
  const steps = await stepsOf(ctx, now)
  const { invoicing } = await readInvoicing(db)
  const planned = steps.get('charge') ?? 0
  return {
    dueServices,
    steps: [...steps].map(([step, n]) => ({ step, n })).sort((a, b) => b.n - a.n),
    isMore: dueServices > MOST_DECIDED,
    mails: Number(rows[0]?.mails ?? 0),
    operations: operations.rows,
    charges: Number(rows[0]?.charges ?? 0) + planned,
    documents: invoicing.numberAt === 'open' ? (steps.get('invoice') ?? 0) : 0,
    gatewayEvents: Number(rows[0]?.events ?? 0),
    webhooks: Number(rows[0]?.webhooks ?? 0),
  }
}

async function stepsOf({ db }: Context, now: Instant): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select service_id as id from service_schedule
    where next_at <= ${instantToSql(now)}::timestamptz
    order by next_at limit ${sql.raw(String(MOST_DECIDED))}`)
  const calendar = await loadCalendar(db, now)
  const steps = new Map<string, number>()
  for (let from = 0; from < rows.length; from += CHUNK) {
    const ids = rows.slice(from, from + CHUNK).map(({ id }) => id)
    for (const { service, facts, subject } of (await loadStates(db, ids, now)).values()) {
      const decision = decide(service, timeline(service, subject.policy, calendar), facts, now)
      if (decision.kind !== 'do') continue
      for (const step of decision.steps) {
        // A reminder that another one has overtaken is only noted.
        if (step.kind === 'remind' && !step.send) continue
        steps.set(step.kind, (steps.get(step.kind) ?? 0) + 1)
      }
    }
  }
  return steps
}
