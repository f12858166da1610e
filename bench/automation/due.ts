import type pg from 'pg'

/** Services picked for one measurement stand in this table of the session. */
export const PICKED = 'picked_services'

/**
 * Picks so many active monthly services that nobody has asked to renew, spread over the whole fleet,
 * and lets them expire in six and a half days: their renewal is due at once. Answers how many.
 */
export async function comeDue(client: pg.Client, count: number): Promise<number> {
  await client.query(`drop table if exists ${PICKED}`)
  await client.query(
    `create temporary table ${PICKED} as
      select s.id from services s
      where s.status = 'active' and s.cycle = 'monthly' and s.price > 0 and s.expires_at > now()
        and not s.held_forever and s.hold_until is null and not s.automation_paused
        and s.cancellation_requested_at is null
        and not exists (select 1 from renewals r where r.service_id = s.id)
        and not exists (select 1 from operations o where o.service_id = s.id)
      order by md5(s.id::text) limit $1`,
    [count],
  )
  await client.query(
    `update services set expires_at = date_trunc('second', now()) + interval '6 days 12 hours',
      anchor_day = extract(day from now() + interval '6 days 12 hours')
    where id in (select id from ${PICKED})`,
  )
  return lookAtNow(client)
}

/** The next look of the sweep falls on them. */
export async function lookAtNow(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `update service_schedule set next_at = now(), blocked_on = null
    where service_id in (select id from ${PICKED})`,
  )
  await client.query('vacuum (analyze) service_schedule')
  await client.query('checkpoint')
  return rowCount ?? 0
}

/** True while something is due. */
export async function anythingDue(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ due: boolean }>(
    'select coalesce(min(next_at) <= now(), false) as due from service_schedule',
  )
  return rows[0]?.due === true
}

/** How many of the picked services had a step since a moment, by the first part of its key. */
export async function countSteps(client: pg.Client, step: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(distinct service_id)::int as n from automation_steps
    where service_id in (select id from ${PICKED}) and step ~ $1 and outcome = 'done'`,
    [`^${step}([:@]|$)`],
  )
  return rows[0]?.n ?? 0
}
