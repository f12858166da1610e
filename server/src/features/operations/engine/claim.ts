import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { OperationState } from '../../../domain/operation-lifecycle.ts'
import { instantFromSql, instantToSql } from '../../../platform/columns.ts'
import { kept } from '../../../platform/kept-query.ts'
import { violatedConstraint } from '../../../platform/transaction.ts'
import type { Operation } from '../settlement.ts'
import { operations } from '../tables.ts'
import {
  CONCURRENCY,
  callsAt,
  EARLY,
  NOT_BLOCKED,
  onServer,
  PROBING,
  STEP,
  WAITING,
} from './claimable.ts'

/** An operation in the hands of this process, under one claim number. */
export interface Claim {
  operation: Operation
  /** True when it was unknown: what became of it is asked before anything is done. */
  asking: boolean
}

/** Covers network partitions only: a worker that died is noticed by its lock. */
export const LEASE_MS = 15 * 60_000

/** What a worker has room for. */
export interface ClaimWish {
  workerId: number
  /** How many it takes at most. */
  limit: number
  /** How many of one server it may have in hand, so that one that hangs leaves room for others. */
  share: number
}

/**
 * The earliest moment at which something can be claimed, as far as servers let it. Null when nothing
 * waits, or only behind what staff or a running operation must end first.
 */
export async function nextDueAt(ctx: Context): Promise<Instant | null> {
  const { rows } = await ctx.db.execute<{ at: string | null }>(sql`
    select min(at) as at from (
      select greatest(least(asked.due_at, started.due_at), g.open_until,
        case when g.pause_cause is not null then g.paused_until end,
        g.next_call_at - ${EARLY}) as at
      from server_gate g
      left join servers s on s.id = g.server_id
      cross join lateral ${onServer(null)} there
      left join lateral (
        select min(o.due_at) as due_at from operations o
        where o.server_id = g.server_id and o.state = 'unknown'
      ) asked on true
      left join lateral (
        select o.due_at from operations o
        where o.server_id = g.server_id and ${WAITING} and ${NOT_BLOCKED}
          and there.running + there.asking < ${CONCURRENCY}
        order by o.due_at limit 1
      ) started on true
      where s.suspended_at is null and there.running < ${CONCURRENCY}
        and (g.pause_cause is null or g.paused_until is not null)
        and not (${PROBING} and there.running > 0)
        and (asked.due_at is not null or started.due_at is not null)
      union all
      select min(o.due_at) from operations o
      where o.server_id is null and ${NOWHERE}
    ) moments`)
  const at = rows[0]?.at ?? null
  return at === null ? null : instantFromSql(at)
}

/** Whose server is not chosen: it is claimed to be refused. */
const NOWHERE = sql`((${WAITING} and ${NOT_BLOCKED}) or (o.state = 'unknown' and o.due_at is not null))`

/** Whether something can be claimed, without taking it: what an idle worker asks every second. */
export async function anythingDue(ctx: Context): Promise<boolean> {
  const at = await nextDueAt(ctx)
  return at !== null && at <= ctx.clock.now()
}

/**
 * Commits `running` for up to `limit` operations that are due, in one statement: of each server what
 * its limits leave, those that are asked about first, then the longest due; servers with the least
 * under way go first. Gates that another worker holds are passed over, and so is one that it has
 * claimed through since this statement began (`claims` tells): it would count too few.
 */
export async function claimDue(ctx: Context, wish: ClaimWish): Promise<Claim[]> {
  const at = ctx.clock.now()
  const now = sql`${instantToSql(at)}::timestamptz`
  const picked = ctx.db.$with('picked', {}).as(pick(wish, now))
  const passed = ctx.db.$with('passed', {}).as(sql`
    update server_gate g set claims = g.claims + 1,
      next_call_at = greatest(g.next_call_at, ${now}) + taken.n * ${STEP}
    from (select server_id, count(*) as n from picked group by server_id) taken
    left join servers s on s.id = taken.server_id
    where g.server_id = taken.server_id
    returning g.server_id`)
  try {
    const claimed = ctx.db
      .with(picked, passed)
      .update(operations)
      .set({
        state: 'running',
        claimNo: sql`${operations.claimNo} + 1`,
        // Asking what became of it is no attempt at it.
        attempts: sql`${operations.attempts} + case when ${operations.state} = 'unknown' then 0 else 1 end`,
        workerId: wish.workerId,
        leaseUntil: sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`,
        startedAt: at,
        // The day of trying again leaves out the time that it was held back.
        firstFailedAt: sql`${operations.firstFailedAt} + greatest(${now} - ${operations.dueAt}, interval '0')`,
        dueAt: null,
        progress: null,
      })
      .from(sql`picked`)
      .where(sql`${operations.id} = picked.id`)
      .returning({ operation: operations, was: sql<OperationState>`picked.was` })
    const rows = await kept(claimed)
    return rows.map(({ operation, was }) => ({
      operation,
      asking: was === 'unknown' && !follows(operation),
    }))
  } catch (error) {
    // Another worker took the service's place on the server a moment before.
    if (violatedConstraint(error) === 'operations_one_on_server') return []
    throw error
  }
}

function pick({ workerId, limit, share }: ClaimWish, now: SQL): SQL {
  const due = (state: SQL, most: SQL) => sql`
    select * from (
      select o.id, o.state as was, o.due_at from operations o
      where o.server_id = g.server_id and ${state} and o.due_at <= ${now}
      order by o.due_at, o.id limit ${most} for update skip locked
    ) due`
  return sql`
    with gates as materialized (
      select g.server_id, g.claims, there.running, room.total, room.starts
      from server_gate g
      left join servers s on s.id = g.server_id
      cross join lateral ${onServer(workerId)} there
      cross join lateral (
        select least(${CONCURRENCY} - there.running, ${share}::int - there.mine, ${callsAt(now)},
          case when ${PROBING} then 1 - there.running end) as total) whole
      cross join lateral (
        select whole.total,
          least(whole.total, ${CONCURRENCY} - there.running - there.asking) as starts) room
      where s.suspended_at is null
        and (g.pause_cause is null or g.paused_until <= ${now})
        and (g.open_until is null or g.open_until <= ${now})
        and room.total > 0
        and (exists (select from operations o
            where o.server_id = g.server_id and o.state = 'unknown' and o.due_at <= ${now})
          or (room.starts > 0 and exists (select from operations o
            where o.server_id = g.server_id and ${WAITING} and o.due_at <= ${now} and ${NOT_BLOCKED})))
      order by there.running, random()
      limit ${limit}
      for update of g skip locked
    )
    select id, was, server_id from (
      select d.id, d.was, d.due_at, g.server_id, g.running, g.total, row_number() over (
        partition by g.server_id order by d.was <> 'unknown', d.due_at, d.id) as place
      from gates g
      join server_gate seen on seen.server_id = g.server_id and seen.claims = g.claims
      cross join lateral (
        ${due(sql`o.state = 'unknown'`, sql`g.total`)}
        union all
        ${due(sql`${WAITING} and ${NOT_BLOCKED}`, sql`greatest(g.starts, 0)`)}
      ) d
      union all
      select id, was, due_at, null, 0, 1, 1 from (
        select o.id, o.state as was, o.due_at from operations o
        where o.server_id is null and ${NOWHERE} and o.due_at <= ${now}
        order by o.due_at, o.id limit ${limit} for update skip locked
      ) nowhere
    ) ranked
    where place <= total
    order by running + place, due_at, id
    limit ${limit}`
}

/** Work that the provider goes on with is followed, unless it is to be given up. */
function follows({ checkpoint, abortRequestedAt }: Operation): boolean {
  return checkpoint.following === true && abortRequestedAt === null
}
