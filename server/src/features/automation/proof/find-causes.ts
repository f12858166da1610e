import { type SQL, sql } from 'drizzle-orm'
import type { DifferenceCause } from '../../../domain/proof.ts'
import type { Tx } from '../../../platform/db.ts'
import type { Compared } from './compare-day.ts'

interface CauseRule {
  cause: DifferenceCause
  /** Finds what explains the difference `d` of the service `s`; one text column, or no row. */
  evidence(compared: Compared): SQL
}

/** Since the forecast was kept, until the day was over. */
const during = (c: Compared, column: string) =>
  sql`${sql.raw(column)} >= ${c.begunAt}::timestamptz and ${sql.raw(column)} < ${c.until}::timestamptz`

/** History entries of a subject in that time; `by` narrows them. */
const entries = (c: Compared, subject: string, id: string, by: SQL) => sql`
  select h.kind from history h
  where h.subject = ${sql.raw(`'${subject}'`)} and h.subject_id = ${sql.raw(id)}
    and ${during(c, 'h.at')} and ${by}
  order by h.id limit 1`

/** Attempts to charge the document of a service's renewal, its own or another service's. */
const CHARGES = sql`
  charges c where c.document_id in (
    select r.document_id from renewals r where r.service_id = d.service_id)`

const BY_PEOPLE = sql`h.actor_kind not in ('automation', 'gateway')`

/**
 * What may explain a difference, in the order in which it is asked: the first that finds something
 * is the cause.
 */
const RULES: readonly CauseRule[] = [
  {
    cause: 'new',
    evidence: (c) => sql`
      select 'service.created' where s.created_at >= ${c.begunAt}::timestamptz`,
  },
  {
    cause: 'paid',
    evidence: (c) => sql`
      select 'renewal' from renewals r
      where r.service_id = d.service_id and r.document_id is not null and ${during(c, 'r.applied_at')}
      union all
      select 'order' where s.paid_at >= ${c.begunAt}::timestamptz and s.paid_at < ${c.until}::timestamptz
      union all
      (${entries(c, 'service', 's.id::text', sql`h.cause->>'kind' = 'payment' and h.kind not in ('charge.refused', 'charge.needs_customer')`)})
      limit 1`,
  },
  {
    cause: 'held',
    evidence: (c) => sql`
      select 'brake.' || b.reason from brake_held b
      where b.service_id = d.service_id and (${during(c, 'b.held_at')} or ${during(c, 'b.settled_at')})
      union all
      (${entries(
        c,
        'service',
        's.id::text',
        sql`h.kind in ('service.held', 'service.released',
        'service.brake_approved', 'service.brake_refused', 'service.automation_paused',
        'service.automation_resumed')`,
      )})
      union all
      (${entries(c, 'customer', 's.customer_id::text', sql`h.kind in ('customer.held', 'customer.released')`)})
      limit 1`,
  },
  {
    cause: 'failed',
    evidence: (c) => sql`
      select coalesce(o.error_code, o.state) from operations o
      where o.service_id = d.service_id and o.created_at < ${c.until}::timestamptz
        and (o.state in ('failed', 'unknown')
          or (o.state = 'abandoned' and ${during(c, 'o.settled_at')})
          or (o.first_failed_at is not null and ${during(c, 'o.first_failed_at')}))
      union all
      select 'charge.' || c.state from ${CHARGES}
        and c.state in ('refused', 'needs_customer') and ${during(c, 'c.settled_at')}
      union all
      select sch.last_error from service_schedule sch
      where sch.service_id = d.service_id and sch.failures > 0
      union all
      select e->>'message' from sweep_runs r, jsonb_array_elements(r.errors) e
      where ${during(c, 'r.started_at')} and r.failures > 0 and e->>'serviceId' = d.service_id::text
      limit 1`,
  },
  {
    // Under way at some time between the forecast and the step: what waits for it waits. A charge
    // that is due with the step goes first, in a sweep that may come a little later.
    cause: 'in_flight',
    evidence: (c) => sql`
      select 'charge.' || c.state from ${CHARGES}
        and c.created_at <= coalesce(d.forecast_at, d.done_at) + interval '1 hour'
        and (c.settled_at is null or c.settled_at > ${c.begunAt}::timestamptz)
      limit 1`,
  },
  {
    cause: 'edited',
    evidence: (c) => sql`
      (${entries(c, 'service', 's.id::text', BY_PEOPLE)})
      union all
      (${entries(c, 'customer', 's.customer_id::text', sql`${BY_PEOPLE} and not (h.after ? 'policy')`)})
      limit 1`,
  },
  {
    cause: 'policy_changed',
    evidence: (c) => sql`
      select h.kind || ' ' || h.subject_id from history h
      where h.subject = 'settings' and h.subject_id in ('services', 'business', 'brake', 'invoicing')
        and ${during(c, 'h.at')}
      union all
      (${entries(c, 'customer', 's.customer_id::text', sql`h.after ? 'policy'`)})
      union all
      (${entries(c, 'product', 's.product_id::text', sql`true`)})
      union all
      (${entries(c, 'product_group', '(select p.group_id::text from products p where p.id = s.product_id)', sql`true`)})
      limit 1`,
  },
  {
    cause: 'late',
    evidence: (c) => sql`
      select 'gap' from automation_gaps g
      where g.from_at < ${c.until}::timestamptz and g.to_at >= ${c.begunAt}::timestamptz
      union all
      select 'operation' from operations o
      where o.service_id = d.service_id and o.created_at < ${c.until}::timestamptz
        and (o.settled_at is null or o.settled_at >= ${c.from}::timestamptz)
        and o.created_at < coalesce(d.forecast_at, d.done_at)
      union all
      select 'done_later' from automation_steps a
      where a.service_id = d.service_id and d.kind = 'not_done' and a.outcome = 'done'
        and split_part(a.step, '@', 1) = d.step and a.done_at >= ${c.until}::timestamptz
      union all
      select 'not_done_before' from forecast_differences before
      where d.kind = 'not_forecast' and before.day = ${c.day}::date - 1
        and before.service_id = d.service_id and before.kind = 'not_done'
      union all
      -- The mail with the document left later than planned, so a reminder was dropped.
      select 'mail' from renewals r join documents m on m.id = r.document_id
      where r.service_id = d.service_id and d.step like 'remind:%'
        and m.mailed_at >= ${c.begunAt}::timestamptz
      union all
      select 'due' from service_schedule sch
      where sch.service_id = d.service_id and d.kind = 'not_done'
        and sch.next_at < ${c.until}::timestamptz
      limit 1`,
  },
]

/** Gives each difference of a day that has no cause yet the first one that is found. */
export async function findCauses(tx: Tx, compared: Compared): Promise<void> {
  for (const { cause, evidence } of RULES) {
    await tx.execute(sql`
      update forecast_differences target set cause = ${cause}, evidence = found.evidence
      from (
        select d.id, why.evidence
        from forecast_differences d join services s on s.id = d.service_id,
        lateral (${evidence(compared)}) why(evidence)
        where d.day = ${compared.day}::date and d.cause = 'unexplained') found
      where target.id = found.id`)
  }
}
