import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { type ActionCall, runActionIn } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { AnyAction } from '../../platform/feature.ts'
import { notFound, Problem, refuse } from '../../platform/problem.ts'
import type { Text } from '../../platform/text.ts'
import { inSavepoint, inTransaction, sqlState } from '../../platform/transaction.ts'
import { retryOperation } from '../operations/actions/retry-operation.ts'
import { operations } from '../operations/tables.ts'
import type { Batch } from './batch-subject.ts'
import { readBefore } from './before-values.ts'
import { implementationOf } from './implementation.ts'
import { readInputs } from './read-inputs.ts'
import { batchRows } from './tables.ts'

type Row = typeof batchRows.$inferSelect

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

/** What a row came to in its transaction. */
type Result = Partial<Row> & Pick<Row, 'state'>

/** Asked of PostgreSQL again as a whole: see `inTransaction`. */
const AGAIN = new Set(['40001', '40P01'])

/**
 * Does the next open row of a batch, all in one transaction with its mark: whatever happens to the
 * worker, a row is done once or not at all. Rows on full servers are left for later.
 */
export async function runNextRow(
  ctx: Context,
  running: RunningBatch,
  fullServers: readonly string[],
): Promise<RanRow> {
  let taken: number | undefined
  try {
    return await inTransaction(ctx, async (tx) => {
      const row = await takeOpen(tx, running.batch.id, fullServers)
      taken = row?.position
      if (!row) return { kind: 'none_left' }
      const result = await carryOutRow(tx, ctx, running, row)
      await writeResult(tx, ctx, row, result)
      const busyServer = result.state === 'running' ? (row.serverId ?? UNPLACED) : null
      return { kind: 'ran', busyServer }
    })
  } catch (error) {
    // What no row may do is stop the others: it stands aside with its error.
    if (taken === undefined) throw error
    ctx.log.error({ err: error, batchId: running.batch.id, position: taken }, 'batch row')
    await setAside(ctx, running.batch.id, taken)
    return { kind: 'ran', busyServer: null }
  }
}

async function takeOpen(
  tx: Tx,
  batchId: string,
  fullServers: readonly string[],
): Promise<Row | undefined> {
  const [row] = await tx
    .select()
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

async function carryOutRow(tx: Tx, ctx: Context, running: RunningBatch, row: Row): Promise<Result> {
  try {
    const retried = await retryFailed(tx, ctx, running, row)
    return retried ?? (await inSavepoint(tx, (inner) => runAction(inner, ctx, running, row)))
  } catch (error) {
    if (error instanceof Problem) return skipped(error.code, error.text)
    if (AGAIN.has(sqlState(error) ?? '')) throw error
    ctx.log.error({ err: error, batchId: row.batchId, serviceId: row.serviceId }, 'batch row')
    return failedHere()
  }
}

const skipped = (reasonCode: string, reason: Text): Result => ({
  state: 'skipped',
  reasonCode,
  reason,
})

const failedHere = (): Result => ({
  state: 'failed',
  reasonCode: 'batch_error',
  reason: { key: 'batch.error' },
})

/** An operation that waits for staff is tried again as it is: it knows how far it came. */
async function retryFailed(
  tx: Tx,
  ctx: Context,
  { batch, actor }: RunningBatch,
  { operationId }: Row,
): Promise<Result | null> {
  if (operationId === null) return null
  await retryOperation.on.lock(tx, [operationId])
  const now = ctx.clock.now()
  const subject = (await retryOperation.on.load(tx, [operationId], now)).get(operationId)
  if (subject?.operation.state !== 'failed') return null
  // Whoever may do it may try it again.
  await retryOperation.run(tx, subject, {}, { ctx, actor, now, cause: causeOf(batch) })
  return { state: 'running' }
}

const causeOf = ({ id, number }: Batch) => ({ kind: 'batch' as const, batchId: id, number })

/** Checks on the facts as they are, and does it. Throws a Problem when it is refused. */
async function runAction(
  tx: Tx,
  ctx: Context,
  { batch, actor }: RunningBatch,
  row: Row,
): Promise<Result> {
  const { serviceId } = row
  const action = implementationOf(batch)
  const input = (await readInputs(tx, batch, [serviceId]))(serviceId)
  if (input === null) throw refuse('not_undoable')
  await action.on.lock(tx, [serviceId])
  const there = await readBefore(tx, serviceId)
  if (!there) throw notFound()
  if (batch.undoes !== null && there.version !== row.version) throw refuse('changed_since')
  const call = { id: serviceId, input, actor, cause: causeOf(batch) }
  const result = await answerOf(tx, ctx, action, call)
  const before = row.before ?? { ...there.before }
  const operationId = typeof result.operationId === 'string' ? result.operationId : null
  const state = operationId === null ? 'done' : await stateOf(tx, operationId)
  return { state, before, result, operationId, reasonCode: null, reason: null }
}

async function answerOf(
  tx: Tx,
  ctx: Context,
  action: AnyAction,
  call: ActionCall<unknown>,
): Promise<Record<string, unknown>> {
  const answer = await runActionIn(ctx, tx, action, call)
  return typeof answer === 'object' && answer !== null ? { ...answer } : {}
}

/** Types without a server finish at once. */
async function stateOf(tx: Tx, operationId: string): Promise<'done' | 'running'> {
  const done = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(and(eq(operations.id, operationId), eq(operations.state, 'succeeded')))
  return done.length > 0 ? 'done' : 'running'
}

async function writeResult(tx: Tx, ctx: Context, row: Row, result: Result): Promise<void> {
  const isOver = result.state !== 'running'
  await tx
    .update(batchRows)
    .set({
      ...result,
      version: sql`(select s.version from services s where s.id = ${row.serviceId})`,
      error: null,
      attempts: sql`${batchRows.attempts} + 1`,
      finishedAt: isOver ? ctx.clock.now() : null,
    })
    .where(rowIs(row.batchId, row.position))
}

async function setAside(ctx: Context, batchId: string, position: number): Promise<void> {
  await ctx.db
    .update(batchRows)
    .set({
      ...failedHere(),
      attempts: sql`${batchRows.attempts} + 1`,
      finishedAt: ctx.clock.now(),
    })
    .where(and(rowIs(batchId, position), eq(batchRows.state, 'open')))
}

const rowIs = (batchId: string, position: number) =>
  and(eq(batchRows.batchId, batchId), eq(batchRows.position, position))
