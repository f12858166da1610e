import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { notify } from '../../platform/notifications.ts'
import type {
  Operation,
  OperationSettlement,
  OperationSettlements,
} from '../operations/settlement.ts'
import { services } from '../services/tables.ts'
import { countRows } from './count-rows.ts'
import { BATCHES_CHANNEL } from './create-batch.ts'
import { type BatchState, batches, batchRows } from './tables.ts'

/**
 * The same settlements, and the row of the batch that asked for the operation hears of the outcome
 * in the same transaction: the version it keeps is the one that the outcome made.
 */
export function heardByBatches(settlements: OperationSettlements): OperationSettlements {
  const heard = Object.entries(settlements).map(([kind, own]) => [kind, heardBy(own)] as const)
  return Object.fromEntries(heard) as OperationSettlements
}

function heardBy(own: OperationSettlement): OperationSettlement {
  return {
    ...own,
    async succeeded(tx, env, operation, report) {
      await own.succeeded(tx, env, operation, report)
      if (isOfBatch(operation)) await rowSettled(tx, env, operation, 'done')
    },
    async failed(tx, env, operation, waitsForStaff) {
      await own.failed(tx, env, operation, waitsForStaff)
      const isOver = waitsForStaff || operation.state === 'abandoned'
      if (isOver && isOfBatch(operation)) await rowSettled(tx, env, operation, 'failed')
    },
  }
}

const isOfBatch = ({ cause }: Operation) => cause.kind === 'batch'

/** Also a row that had failed: staff may have helped its operation along meanwhile. */
async function rowSettled(
  tx: Tx,
  { now }: Env,
  operation: Operation,
  state: 'done' | 'failed',
): Promise<void> {
  const { id, serviceId, errorMessage } = operation
  const given = operation.state === 'abandoned' ? 'operation_abandoned' : null
  const rows = await tx
    .update(batchRows)
    .set({
      state,
      error: state === 'failed' ? errorMessage : null,
      reasonCode: given,
      reason: given && { key: `problem.${given}` },
      finishedAt: now,
      version: sql`(select ${services.version} from ${services} where ${services.id} = ${serviceId})`,
    })
    .where(and(eq(batchRows.operationId, id), inArray(batchRows.state, ['running', 'failed'])))
    .returning({
      batchId: batchRows.batchId,
      batchState: sql<BatchState>`(select ${batches.state} from ${batches}
        where ${batches.id} = ${batchRows.batchId})`,
    })
  // A running batch is counted by its worker; nobody else looks at one that is paused or over.
  for (const { batchId, batchState } of rows)
    if (batchState !== 'running') await countRows(tx, batchId)
  if (rows.length > 0) await notify(tx, BATCHES_CHANNEL, '')
}

/**
 * Rows whose operation came to an end that nobody told: a newer change of the service took its
 * place. Answers how many.
 */
export async function followSuperseded(db: Db, batchId: string): Promise<number> {
  const { rowCount } = await db.execute(sql`
    update batch_rows r set state = 'failed', finished_at = o.settled_at,
      reason_code = 'operation_' || o.state,
      reason = jsonb_build_object('key', 'problem.operation_' || o.state)
    from operations o
    where r.batch_id = ${batchId} and r.state = 'running' and o.id = r.operation_id
      and o.state in ('superseded', 'abandoned')`)
  return rowCount ?? 0
}
