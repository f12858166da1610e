import type { Text } from '@berth/sdk'
import { and, eq, type Placeholder, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { operationEnv } from '../operation-env.ts'
import type { Operation } from '../settlement.ts'
import { operations } from '../tables.ts'
import { LEASE_MS } from './claim.ts'

/** Thrown into a module whose claim is not the running one any more: it must not go on. */
export class GivenUp extends Error {
  constructor() {
    super('This attempt was given up; another one has taken its place')
  }
}

type Columns = Partial<typeof operations.$inferInsert>

/** What names a claim; or a query's place for it. */
interface Held {
  id: string | Placeholder
  claimNo: number | Placeholder
}

/** The row of a claim that still holds. */
export function heldBy({ id, claimNo }: Held) {
  return and(
    eq(operations.id, id),
    eq(operations.claimNo, claimNo),
    eq(operations.state, 'running'),
  )
}

/** Changes the row while the claim holds, and the copy that the call works with. */
async function write(db: Db | Tx, operation: Operation, set: Columns): Promise<void> {
  const rows = await db.update(operations).set(set).where(heldBy(operation)).returning()
  const [row] = rows
  if (!row) throw new GivenUp()
  Object.assign(operation, row)
}

export async function reserve(ctx: Context, operation: Operation, remoteId: string): Promise<void> {
  await write(ctx.db, operation, { reserved: { ...operation.reserved, remoteId } })
}

export async function remember(ctx: Context, operation: Operation, taskId: string): Promise<void> {
  const taskIds = [...(operation.reserved.taskIds ?? []), taskId]
  await write(ctx.db, operation, { reserved: { ...operation.reserved, taskIds } })
}

/** A step as a module tells it. */
export interface Step {
  readonly text: Text
  readonly percent?: number
}

/** Shows how far a call has come. */
export interface ProgressWriter {
  /** Not awaited by the module: a step that cannot be shown is no reason to stop. */
  show(step: Step): void
  /** The call is over: what is not shown yet never is. */
  stop(): void
}

/** What is over sooner is not shown at all. */
const SHOWN_AFTER_MS = 250

export function progressWriter(ctx: Context, operation: Operation): ProgressWriter {
  let last: Step | undefined
  let timer: NodeJS.Timeout | undefined

  function store(): void {
    timer = undefined
    if (!last) return
    storeProgress(ctx, operation, last).catch((err) =>
      ctx.log.warn({ err, operationId: operation.id }, 'progress'),
    )
  }

  return {
    show(step) {
      last = step
      timer ??= setTimeout(store, SHOWN_AFTER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

async function storeProgress(
  ctx: Context,
  operation: Operation,
  { text, percent = null }: { text: Text; percent?: number | null },
): Promise<void> {
  const { id, serviceId } = operation
  const rows = await ctx.db
    .update(operations)
    .set({ progress: { percent, text } })
    .where(heldBy(operation))
    .returning({ id: operations.id })
  if (rows.length === 0) return
  const service = (await ctx.settlements.subjects.names(ctx.db, [serviceId])).get(serviceId)
  await tellChanged(ctx.db, [
    { subject: 'operation', id, customerId: null },
    { subject: 'service', id: serviceId, customerId: service?.customerId ?? null },
  ])
}

/** For modules that may take longer than a claim is believed by default. */
export async function extendLease(ctx: Context, operation: Operation, ms: number): Promise<void> {
  if (ms <= LEASE_MS) return
  await ctx.db
    .update(operations)
    .set({ leaseUntil: sql`clock_timestamp() + ${ms} * interval '1 millisecond'` })
    .where(heldBy(operation))
}

export async function countAttempt(ctx: Context, operation: Operation): Promise<void> {
  const set = { attempts: operation.attempts + 1 }
  await write(ctx.db, operation, set)
}

/** The end of the first stage of a redelivery, with what it does to the service. */
export async function confirmRemoved(ctx: Context, operation: Operation): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await ctx.settlements.subjects.lock(tx, [operation.serviceId])
    await write(tx, operation, {
      checkpoint: { ...operation.checkpoint, removed: true },
      reserved: {},
      // It came further: the ladder counts failures without progress.
      failures: 0,
      firstFailedAt: null,
    })
    await ctx.settlements.operations[operation.kind].removed?.(
      tx,
      operationEnv(ctx, operation),
      operation,
    )
  })
}
