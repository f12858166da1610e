import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import type { Operation, OperationSettlement } from '../operations/settlement.ts'
import { adopted } from '../services/outcomes/adopted.ts'
import { undoAdoption } from '../services/undo-adoption.ts'
import { importRows } from './tables.ts'

type Row = typeof importRows.$inferSelect

/**
 * adopt: the row of the import is done, or undone with its service when only staff could go on: a
 * refusal leaves no half service. An adoption outside of an import only tells its service.
 */
export const importSettlement: OperationSettlement = {
  async succeeded(tx, env, operation, report) {
    await adopted.succeeded(tx, env, operation, report)
    const row = await rowOf(tx, operation)
    if (row) await settleRow(tx, env, row, { state: 'done' })
  },
  async failed(tx, env, operation, waitsForStaff) {
    const row = await rowOf(tx, operation)
    const isOver = waitsForStaff || operation.state === 'abandoned'
    if (row && isOver && (await undone(tx, env, operation, row))) return
    await adopted.failed(tx, env, operation, waitsForStaff)
    if (row) await tellImport(tx, row)
  },
}

async function rowOf(tx: Tx, operation: Operation): Promise<Row | null> {
  const [row] = await tx.select().from(importRows).where(eq(importRows.operationId, operation.id))
  return row?.state === 'running' ? row : null
}

async function undone(tx: Tx, env: Env, operation: Operation, row: Row): Promise<boolean> {
  const { errorCode, errorMessage, state } = operation
  if (!(await undoAdoption(tx, env, row.serviceId, errorMessage))) return false
  const why =
    state === 'abandoned' ? { errorCode: 'given_up', errorMessage } : { errorCode, errorMessage }
  await settleRow(tx, env, row, { state: 'undone', ...why })
  return true
}

async function settleRow(
  tx: Tx,
  env: Env,
  row: Row,
  set: Partial<Row> & Pick<Row, 'state'>,
): Promise<void> {
  await tx
    .update(importRows)
    .set({ ...set, settledAt: env.now })
    .where(eq(importRows.id, row.id))
  await tellImport(tx, row)
}

async function tellImport(tx: Tx, { importId }: Row): Promise<void> {
  await tellChanged(tx, [{ subject: 'import', id: importId, customerId: null }])
}
