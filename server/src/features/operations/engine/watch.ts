import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { operations } from '../tables.ts'
import { settle } from './record-outcome.ts'
import { WORKER_LOCKS } from './worker-session.ts'

/** What this process knows of itself. */
export interface OwnClaims {
  workerId: number | null
  /** Operations that it is carrying out. */
  ids: readonly string[]
}

/** Asked whenever there may be something to do. */
const allRunning = preparedIn((db) =>
  db
    .select({
      id: operations.id,
      workerId: operations.workerId,
      expired: sql<boolean>`${operations.leaseUntil} < clock_timestamp()`,
      abortRequestedAt: operations.abortRequestedAt,
    })
    .from(operations)
    .where(sql`${operations.state} = 'running'`)
    .prepare('operations_running'),
)

/**
 * Looks at all that runs. What runs in nobody's hands becomes unknown: its worker's lock is free,
 * its lease has passed, or it is said to run here and does not. Answers which operations of this
 * process are asked to give up.
 */
export async function watchRunning(ctx: Context, own: OwnClaims): Promise<string[]> {
  const running = await allRunning(ctx.db).execute()
  await releaseLost(ctx, running, own)
  return running
    .filter(({ id, abortRequestedAt }) => abortRequestedAt !== null && own.ids.includes(id))
    .map(({ id }) => id)
}

interface RunningRow {
  id: string
  workerId: number | null
  expired: boolean
}

async function releaseLost(
  ctx: Context,
  running: readonly RunningRow[],
  own: OwnClaims,
): Promise<void> {
  const isOwn = (row: { workerId: number | null }) => row.workerId === own.workerId
  const lost = running.filter((row) => row.expired || (isOwn(row) && !own.ids.includes(row.id)))
  const others = [...new Set(running.filter((row) => !isOwn(row)).map((row) => row.workerId))]
  const dead: number[] = []
  for (const workerId of others)
    if (workerId !== null && (await isDead(ctx, workerId))) dead.push(workerId)
  const conditions: (SQL | undefined)[] = [
    lost.length > 0
      ? inArray(
          operations.id,
          lost.map(({ id }) => id),
        )
      : undefined,
    dead.length > 0 ? inArray(operations.workerId, dead) : undefined,
  ]
  if (lost.length > 0 || dead.length > 0) await makeUnknown(ctx, or(...conditions) as SQL)
}

/** A lock that we get is a lock that nobody holds; it is given back at once. */
async function isDead(ctx: Context, workerId: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock(${WORKER_LOCKS}, ${workerId}) as free`,
    )
    return rows[0]?.free === true
  })
}

async function makeUnknown(ctx: Context, which: SQL): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(operations)
      .where(and(eq(operations.state, 'running'), which))
      .orderBy(operations.id)
      .for('update', { skipLocked: true })
    const message = 'The process that carried it out ended before it had an answer'
    for (const row of rows)
      await settle(ctx, tx, row, { outcome: { kind: 'died', message }, told: null })
  })
}
