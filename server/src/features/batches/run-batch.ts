import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { permits, SYSTEM } from '../../platform/actor.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import type { Batch } from './batch-subject.ts'
import { countRows, finishRunning } from './count-rows.ts'
import { wakeBatch } from './create-batch.ts'
import { followSuperseded } from './follow-operations.ts'
import { implementationOf } from './implementation.ts'
import { notOn, type RunningBatch, runNextRow, UNPLACED } from './run-row.ts'
import { loadRunner } from './runner.ts'
import { batches } from './tables.ts'

/** Rows that one worker does side by side: the rest of the machine belongs to everybody else. */
const LANES = 4
/** Rows in one go, before other batches have their turn. */
const PER_TURN = 100
/**
 * Operations of one batch that wait or run on one server. What somebody else asks of the server
 * meanwhile waits behind these, not behind the whole batch; a server that is down stops its own
 * rows only.
 */
const AHEAD_PER_SERVER = 32

/** A turn of a running batch. Answers how many rows moved. */
export async function advance(ctx: Context, batch: Batch): Promise<number> {
  const actor = batch.runBy && (await loadRunner(ctx, batch.runBy))
  if (!actor || !permits(actor, implementationOf(batch).permission)) {
    await stopBatch(ctx, batch)
    return 1
  }
  const ran = await runLanes(ctx, { batch, actor })
  const followed = await followSuperseded(ctx.db, batch.id)
  if (isTurnToCount(batch)) await countRows(ctx.db, batch.id)
  if (ran === 0) await finish(ctx, batch)
  return ran + followed
}

/** Counting so many rows takes as long as doing one of them. */
const ROWS_PER_COUNT = 20_000
const turns = new Map<string, number>()

/** Small batches are counted at each turn, large ones at every few. */
function isTurnToCount({ id, total }: Batch): boolean {
  const turn = (turns.get(id) ?? 0) + 1
  turns.set(id, turn)
  return turn % Math.ceil(total / ROWS_PER_COUNT) === 0
}

async function runLanes(ctx: Context, running: RunningBatch): Promise<number> {
  const ahead = await countAhead(ctx, running.batch.id)
  let left = PER_TURN
  let ran = 0
  async function lane(): Promise<void> {
    while (left > 0) {
      left -= 1
      const row = await runNextRow(ctx, running, fullOf(ahead))
      if (row.kind === 'none_left') return
      ran += 1
      const { busyServer } = row
      if (busyServer !== null) ahead.set(busyServer, (ahead.get(busyServer) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return ran
}

/** How many operations of the batch each server has ahead of it. */
async function countAhead(ctx: Context, batchId: string): Promise<Map<string, number>> {
  const { rows } = await ctx.db.execute<{ server: string; n: number }>(sql`
    select coalesce(server_id::text, ${UNPLACED}) as server, count(*)::int as n
    from batch_rows where batch_id = ${batchId} and state = 'running' group by 1`)
  return new Map(rows.map(({ server, n }) => [server, n]))
}

const fullOf = (ahead: Map<string, number>) =>
  [...ahead].filter(([, n]) => n >= AHEAD_PER_SERVER).map(([server]) => server)

/** Whether a turn would move anything: a row that can be done, one that is over, or the end. */
export async function hasTurn(ctx: Context, batchId: string): Promise<boolean> {
  const full = fullOf(await countAhead(ctx, batchId))
  const { rows } = await ctx.db.execute<{ ready: boolean }>(sql`
    select exists (select from batch_rows
        where batch_id = ${batchId} and state = 'open' and ${notOn(full)})
      or exists (select from batch_rows r join operations o on o.id = r.operation_id
        where r.batch_id = ${batchId} and r.state = 'running'
          and o.state in ('superseded', 'abandoned'))
      or not exists (select from batch_rows
        where batch_id = ${batchId} and state in ('open', 'running', 'listed')) as ready`)
  return rows[0]?.ready === true
}

async function finish(ctx: Context, batch: Batch): Promise<void> {
  const state = await finishRunning(ctx, batch.id)
  if (state === null) return
  turns.delete(batch.id)
  ctx.log.info({ batchId: batch.id, number: batch.number, state }, 'batch finished')
}

/** Who confirmed it has lost the right: it waits for somebody who has it. */
async function stopBatch(ctx: Context, batch: Batch): Promise<void> {
  const name = batch.runBy?.name ?? ''
  const because = { key: 'problem.batch_stopped', params: { name } }
  await inTransaction(ctx, async (tx) => {
    const stopped = await tx
      .update(batches)
      .set({ state: 'paused', dueAt: null, stoppedBecause: because })
      .where(and(eq(batches.id, batch.id), eq(batches.state, 'running')))
      .returning({ id: batches.id })
    if (stopped.length === 0) return
    const env = { actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' as const } }
    await record(tx, env, [
      { subject: 'batch', subjectId: batch.id, kind: 'batch.stopped', after: { name } },
    ])
    await wakeBatch(tx, batch.id)
  })
}
