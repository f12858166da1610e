import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { BatchState, BatchSummary } from './tables.ts'

/**
 * Counts the rows by state and keeps the counts with the batch, so that nobody counts while
 * reading. Tells the streams when something changed.
 */
export async function countRows(db: Db | Tx, batchId: string): Promise<void> {
  const { rowCount } = await db.execute(sql`
    update batches b set counts = c.counts
    from (select coalesce(jsonb_object_agg(state, n), '{}') as counts from (
      select state, count(*) as n from batch_rows where batch_id = ${batchId} group by state
    ) by_state) c
    where b.id = ${batchId} and b.counts <> c.counts`)
  if (rowCount) await tellChanged(db, [{ subject: 'batch', id: batchId, customerId: null }])
}

/** Each service was asked: the preview is whole. One worker does this, once. */
export async function finishPlanning(ctx: Context, batchId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update batches b set state = 'planned', due_at = null,
        planned_at = ${instantToSql(ctx.clock.now())}
      where b.id = ${batchId} and b.state = 'planning' and not exists (
        select from batch_rows where batch_id = b.id and state = 'listed')`)
    if (!rowCount) return
    await countRows(tx, batchId)
    await tx.execute(sql`update batches
      set summary = ${JSON.stringify(await summaryOf(tx, batchId))}::jsonb where id = ${batchId}`)
    await tellChanged(tx, [{ subject: 'batch', id: batchId, customerId: null }])
  })
}

/** Nothing is open and nothing goes on any more. Answers whether it has ended by this. */
export async function finishRunning(ctx: Context, batchId: string): Promise<BatchState | null> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ state: BatchState }>(sql`
      update batches b set due_at = null, finished_at = ${instantToSql(ctx.clock.now())},
        state = case when exists (
          select from batch_rows where batch_id = b.id and state = 'cancelled'
        ) then 'cancelled' else 'finished' end
      where b.id = ${batchId} and b.state = 'running' and not exists (
        select from batch_rows where batch_id = b.id and state in ('open', 'running', 'listed'))
      returning b.state`)
    if (rows.length === 0) return null
    await countRows(tx, batchId)
    const skips = await skipsOf(tx, batchId)
    await tx.execute(sql`update batches
      set summary = jsonb_set(coalesce(summary, '{}'), '{skips}', ${JSON.stringify(skips)}::jsonb)
      where id = ${batchId}`)
    await tellChanged(tx, [{ subject: 'batch', id: batchId, customerId: null }])
    return rows[0]?.state ?? null
  })
}

/** So many different reasons are said; the rows say the rest. */
const SHOWN_SKIPS = 20

async function summaryOf(tx: Tx, batchId: string): Promise<BatchSummary> {
  const open = sql`from batch_rows where batch_id = ${batchId} and state = 'open'`
  const grouped = async <T>(query: ReturnType<typeof sql>) =>
    (await tx.execute(query)).rows as unknown as T[]
  return {
    statuses: await grouped(sql`
      select outcome->>'statusFrom' as "from", outcome->>'statusTo' as "to", count(*)::int as n
      ${open} and outcome ? 'statusTo' group by 1, 2 order by 3 desc, 1, 2`),
    operations: await grouped(sql`
      select outcome->>'operation' as kind, count(*)::int as n
      ${open} and outcome ? 'operation' group by 1 order by 2 desc, 1`),
    servers: await grouped(sql`
      select outcome->>'serverId' as id, min(outcome->>'serverName') as name, count(*)::int as n
      ${open} and outcome ? 'serverId' group by 1 order by 3 desc, 2`),
    mails: await grouped(sql`
      select outcome->>'mail' as kind, count(*)::int as n
      ${open} and outcome ? 'mail' group by 1 order by 2 desc, 1`),
    money: await grouped(sql`
      select outcome->'money'->>'currency' as currency,
        sum((outcome->'money'->>'amount')::bigint)::text as amount, count(*)::int as n
      ${open} and outcome ? 'money' group by 1 order by 1`),
    skips: await skipsOf(tx, batchId),
  }
}

async function skipsOf(tx: Tx, batchId: string): Promise<BatchSummary['skips']> {
  const { rows } = await tx.execute(sql`
    select reason_code as code, reason, count(*)::int as n
    from batch_rows where batch_id = ${batchId} and state = 'skipped'
    group by 1, 2 order by 3 desc, 1 limit ${SHOWN_SKIPS}`)
  return rows as unknown as BatchSummary['skips']
}
