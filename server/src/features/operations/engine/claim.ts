import { and, asc, eq, inArray, isNotNull, isNull, lte, min, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { OperationState } from '../../../domain/operation-lifecycle.ts'
import { violatedConstraint } from '../../../platform/transaction.ts'
import { servers } from '../../servers/tables.ts'
import type { Operation } from '../settlement.ts'
import { operations } from '../tables.ts'

/** An operation in the hands of this process, under one claim number. */
export interface Claim {
  operation: Operation
  /** True when it was unknown: what became of it is asked before anything is done. */
  asking: boolean
}

/** Covers network partitions only: a worker that died is noticed by its lock. */
export const LEASE_MS = 15 * 60_000

/** What could be claimed but for its due moment: nothing else of the service is on the server. */
const claimable = and(
  inArray(operations.state, ['queued', 'failed', 'unknown']),
  isNotNull(operations.dueAt),
  isNull(servers.suspendedAt),
  sql`(${operations.state} = 'unknown' or not exists (
    select from operations other where other.service_id = ${operations.serviceId}
      and other.state in ('running', 'unknown')))`,
) as SQL

/** The earliest moment at which something can be claimed. */
export async function nextDueAt(ctx: Context): Promise<Instant | null> {
  const [row] = await ctx.db
    .select({ at: min(operations.dueAt) })
    .from(operations)
    .leftJoin(servers, eq(servers.id, operations.serverId))
    .where(claimable)
  return row?.at ?? null
}

/**
 * Commits `running` for up to `limit` operations that are due, the longest due first, in one
 * statement. Claims of
 * other workers are passed over; two for one service cannot be: the table allows one.
 */
export async function claimDue(ctx: Context, workerId: number, limit: number): Promise<Claim[]> {
  const due = ctx.db.$with('due').as(
    ctx.db
      .select({ id: operations.id, was: sql<OperationState>`${operations.state}`.as('was') })
      .from(operations)
      .leftJoin(servers, eq(servers.id, operations.serverId))
      .where(and(claimable, lte(operations.dueAt, ctx.clock.now())))
      .orderBy(asc(operations.dueAt), asc(operations.id))
      .limit(limit)
      .for('update', { of: operations, skipLocked: true }),
  )
  try {
    const rows = await ctx.db
      .with(due)
      .update(operations)
      .set({
        state: 'running',
        claimNo: sql`${operations.claimNo} + 1`,
        // Asking what became of it is no attempt at it.
        attempts: sql`${operations.attempts} + case when ${operations.state} = 'unknown' then 0 else 1 end`,
        workerId,
        leaseUntil: sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`,
        startedAt: ctx.clock.now(),
        dueAt: null,
        progress: null,
      })
      .from(due)
      .where(eq(operations.id, due.id))
      .returning({ operation: operations, was: due.was })
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

/** Work that the provider goes on with is followed, unless it is to be given up. */
function follows({ checkpoint, abortRequestedAt }: Operation): boolean {
  return checkpoint.following === true && abortRequestedAt === null
}

/** Whether something is due, without taking it: what an idle worker asks every second. */
export async function anythingDue(ctx: Context): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: operations.id })
    .from(operations)
    .leftJoin(servers, eq(servers.id, operations.serverId))
    .where(and(claimable, lte(operations.dueAt, ctx.clock.now())))
    .limit(1)
  return rows.length > 0
}
