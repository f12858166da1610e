import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { runLocked } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound, Problem, refuse } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { retryOperation } from '../operations/actions/retry-operation.ts'
import { operations } from '../operations/tables.ts'
import type { ServiceSubject } from '../services/subject.ts'
import { services } from '../services/tables.ts'
import type { Batch } from './batch-subject.ts'
import { readBefore } from './before-values.ts'
import { implementationOf } from './implementation.ts'
import { readInputs } from './read-inputs.ts'
import { batchRows, type RowState } from './tables.ts'

/** What of a row is looked at to do it. */
const TAKEN = {
  batchId: batchRows.batchId,
  position: batchRows.position,
  serviceId: batchRows.serviceId,
  serverId: batchRows.serverId,
  operationId: batchRows.operationId,
  before: batchRows.before,
  version: batchRows.version,
}

type BatchRow = typeof batchRows.$inferSelect
type Row = Pick<BatchRow, keyof typeof TAKEN>

/** A confirmed batch in the hands of a worker. */
export interface RunningBatch {
  batch: Batch
  /** In whose name, with what they may do at this moment. */
  actor: Actor
}

/** Stands for the server of services that have none yet. */
export const UNPLACED = 'unplaced'

/** `busyServer` has work to do by the row; null when all was done here. */
export type RanRow = { kind: 'ran'; busyServer: string | null } | { kind: 'none_left' }

/** What a row came to, in its transaction. */
interface Done {
  /** The operation that goes on behind it. */
  operationId: string | null
  set?: Pick<BatchRow, 'before' | 'result'>
}

/**
 * Does the next open row of a batch, all in one transaction with its mark: whatever happens to the
 * worker, a row is done once or not at all. Rows on full servers are left for later.
 */
export async function runNextRow(
  ctx: Context,
  running: RunningBatch,
  fullServers: readonly string[],
): Promise<RanRow> {
  let taken: Row | undefined
  try {
    return await inTransaction(ctx, async (tx) => {
      const row = await takeOpen(tx, running.batch.id, fullServers)
      taken = row
      if (!row) return { kind: 'none_left' }
      const done = (await retryFailed(tx, ctx, running, row)) ?? (await act(tx, ctx, running, row))
      const state = await markDone(tx, ctx, row, done)
      const busyServer = state === 'running' ? (row.serverId ?? UNPLACED) : null
      return { kind: 'ran', busyServer }
    })
  } catch (error) {
    if (taken === undefined) throw error
    // What no row may do is stop the others: nothing of it was done, and it says why.
    await setAside(ctx, taken, reasonOf(ctx, taken, error))
    return { kind: 'ran', busyServer: null }
  }
}

async function takeOpen(
  tx: Tx,
  batchId: string,
  fullServers: readonly string[],
): Promise<Row | undefined> {
  const [row] = await tx
    .select(TAKEN)
    .from(batchRows)
    .where(and(eq(batchRows.batchId, batchId), eq(batchRows.state, 'open'), notOn(fullServers)))
    .orderBy(asc(batchRows.position))
    .limit(1)
    .for('update', { skipLocked: true })
  return row
}

/** The condition of a row whose server may have more to do. */
export function notOn(fullServers: readonly string[]): SQL {
  const full = fullServers.filter((server) => server !== UNPLACED)
  const placed = sql`${batchRows.serverId} <> all(${sql.param(full)}::uuid[])`
  if (fullServers.includes(UNPLACED)) return placed
  return sql`(${batchRows.serverId} is null or ${placed})`
}

type Reason = Pick<BatchRow, 'state' | 'reasonCode' | 'reason'>

/** A refusal skips the row; anything else is an error of ours. */
function reasonOf(ctx: Context, { batchId, position, serviceId }: Row, error: unknown): Reason {
  if (error instanceof Problem)
    return { state: 'skipped', reasonCode: error.code, reason: error.text }
  ctx.log.error({ err: error, batchId, position, serviceId }, 'batch row')
  return { state: 'failed', reasonCode: 'batch_error', reason: { key: 'batch.error' } }
}

/** An operation that waits for staff is tried again as it is: it knows how far it came. */
async function retryFailed(
  tx: Tx,
  ctx: Context,
  { batch, actor }: RunningBatch,
  { operationId }: Row,
): Promise<Done | null> {
  if (operationId === null) return null
  await retryOperation.on.lock(tx, [operationId])
  const now = ctx.clock.now()
  const subject = (await retryOperation.on.load(tx, [operationId], now)).get(operationId)
  if (subject?.operation.state !== 'failed') return null
  // Whoever may do it may try it again.
  await retryOperation.run(tx, subject, {}, { ctx, actor, now, cause: causeOf(batch) })
  return { operationId }
}

const causeOf = ({ id, number }: Batch) => ({ kind: 'batch' as const, batchId: id, number })

/** Checks on the facts as they are, and does it. Throws a Problem when it is refused. */
async function act(tx: Tx, ctx: Context, { batch, actor }: RunningBatch, row: Row): Promise<Done> {
  const { serviceId } = row
  const action = implementationOf(batch)
  const input = (await readInputs(tx, batch, [serviceId]))(serviceId)
  if (input === null) throw refuse('not_undoable')
  await action.on.lock(tx, [serviceId])
  const subjects = await action.on.load(tx, [serviceId], ctx.clock.now())
  const loaded = subjects.get(serviceId) as ServiceSubject | undefined
  if (!loaded) throw notFound()
  if (batch.undoes !== null && loaded.service.version !== row.version) throw refuse('changed_since')
  // What is put back once it was tried again is what stood before the first time.
  const before = row.before ?? { ...(await readBefore(tx, loaded.service)) }
  const call = { id: serviceId, input, actor, cause: causeOf(batch), loaded }
  const answer: unknown = await runLocked(ctx, tx, action, call)
  const result: Record<string, unknown> =
    typeof answer === 'object' && answer !== null ? { ...answer } : {}
  const operationId = typeof result.operationId === 'string' ? result.operationId : null
  return { operationId, set: { before, result } }
}

/** With an operation it goes on until that has settled; types without a server finish at once. */
async function markDone(
  tx: Tx,
  ctx: Context,
  row: Row,
  { operationId, set }: Done,
): Promise<RowState> {
  const goesOn = sql`exists (select from ${operations}
    where ${operations.id} = ${operationId} and ${operations.state} <> 'succeeded')`
  const now = instantToSql(ctx.clock.now())
  const [marked] = await tx
    .update(batchRows)
    .set({
      ...set,
      operationId,
      state: sql`case when ${goesOn} then 'running' else 'done' end`,
      finishedAt: sql`case when ${goesOn} then null else ${now}::timestamptz end`,
      reasonCode: null,
      reason: null,
      error: null,
      version: sql`(select ${services.version} from ${services}
        where ${services.id} = ${row.serviceId})`,
      attempts: sql`${batchRows.attempts} + 1`,
    })
    .where(rowIs(row))
    .returning({ state: batchRows.state })
  if (!marked) throw new Error(`row ${row.position} of batch ${row.batchId} vanished`)
  return marked.state
}

/** In a transaction of its own; another worker may have had the row meanwhile. */
async function setAside(ctx: Context, row: Row, reason: Reason): Promise<void> {
  await ctx.db
    .update(batchRows)
    .set({
      ...reason,
      error: null,
      attempts: sql`${batchRows.attempts} + 1`,
      finishedAt: ctx.clock.now(),
    })
    .where(and(rowIs(row), eq(batchRows.state, 'open')))
}

const rowIs = ({ batchId, position }: Row) =>
  and(eq(batchRows.batchId, batchId), eq(batchRows.position, position))
