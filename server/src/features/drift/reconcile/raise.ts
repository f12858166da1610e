import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { countOpenDrift } from '../count-open.ts'
import type { DriftKind } from '../tables.ts'
import { tellDrift } from '../tell.ts'
import type { Run } from './claim.ts'
import { type Compared, findings } from './findings.ts'
import { matched } from './matched.ts'

/** What a comparison changed in the inbox. */
export interface Raised {
  /** New rows by kind, and those that are open again. */
  found: Partial<Record<DriftKind, number>>
  total: number
  settled: number
}

/**
 * Fills the inbox of one server, set-based: rows that are new, rows that are still so, and rows whose
 * cause is gone.
 */
export async function raiseDrift(
  tx: Tx,
  ctx: Context,
  { run, ...compared }: Omit<Compared, 'serverId'> & { run: Run },
): Promise<Raised> {
  const { serverId } = run
  const at = sql`${instantToSql(run.startedAt)}::timestamptz`
  const { rows } = await tx.execute<{
    id: string
    kind: DriftKind
    service_id: string | null
    is_news: boolean
  }>(sql`
    with ${matched(run)},
    found (kind, service_id, remote_id, resource_key, other_installation, observed, expected)
      as materialized (${findings({ serverId, ...compared })}),
    was as (select d.id, d.state from drift d where d.server_id = ${serverId}
      and d.state in ('open', 'ignored', 'fixing')),
    raised as (
      insert into drift as d (id, server_id, service_id, kind, state, remote_id, resource_key,
        other_installation, observed, expected, first_seen_at, last_seen_at, last_run_id)
      select gen_random_uuid(), ${serverId}, f.service_id, f.kind, 'open', f.remote_id,
        f.resource_key, f.other_installation, f.observed, f.expected, ${at}, ${at}, ${run.id}
      from found f
      on conflict (server_id, kind, remote_id) where state in ('open', 'ignored', 'fixing')
      do update set service_id = excluded.service_id, resource_key = excluded.resource_key,
        other_installation = excluded.other_installation, observed = excluded.observed,
        expected = excluded.expected, last_seen_at = excluded.last_seen_at,
        last_run_id = excluded.last_run_id,
        state = case
          when d.state = 'ignored' and d.ignored_until <= ${at} then 'open'
          when d.state = 'fixing' and d.due_at is null and d.lease_until is null then 'open'
          else d.state end
      returning d.id, d.kind, d.service_id, d.state)
    select r.id, r.kind, r.service_id, (w.id is null
      or (w.state = 'ignored' and r.state = 'open')) as is_news
    from raised r left join was w on w.id = r.id`)
  const settled = (await hasOlder(tx, run)) ? await settleGone(tx, ctx, run) : []
  const news = rows.filter((row) => row.is_news)
  if (rows.length + settled.length > 0) await countOpenDrift(tx, serverId)
  await tellDrift(tx, [...news.map(({ id }) => id), ...settled])
  await tellServices(
    tx,
    news.flatMap(({ service_id }) => service_id ?? []),
  )
  const found: Raised['found'] = {}
  for (const { kind } of news) found[kind] = (found[kind] ?? 0) + 1
  return { found, total: news.length, settled: settled.length }
}

/** On a server that agrees with the books there is nothing to settle, and nothing to plan for it. */
async function hasOlder(tx: Tx, { id, serverId }: Run): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select from drift d where d.server_id = ${serverId}
      and d.state in ('open', 'ignored', 'fixing') and d.last_run_id is distinct from ${id} limit 1`)
  return rows.length > 0
}

/** What is being changed was not compared; what a fix has in hand is settled by that fix. */
async function settleGone(tx: Tx, ctx: Context, run: Run): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    with ${matched(run)}
    update drift d set
      state = case when d.state = 'fixing' then 'fixed' else 'gone' end,
      settled_at = ${instantToSql(ctx.clock.now())}::timestamptz, ignored_until = null
    where d.server_id = ${run.serverId} and d.state in ('open', 'ignored', 'fixing')
      and d.last_run_id is distinct from ${run.id}
      and d.due_at is null and d.lease_until is null
      and (d.service_id is null or d.service_id not in (select service_id from busy))
      and not exists (select from operations o where o.id = d.operation_id and d.state = 'fixing'
        and o.state in ('queued', 'running', 'unknown', 'failed'))
    returning d.id`)
  return rows.map(({ id }) => id)
}

/** Their pages show it. */
async function tellServices(tx: Tx, ids: readonly string[]): Promise<void> {
  const MOST = 50
  const told = [...new Set(ids)].slice(0, MOST)
  await tellChanged(
    tx,
    told.map((id) => ({ subject: 'service', id, customerId: null })),
  )
}
