import { and, eq, inArray } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { Batch } from './batch-subject.ts'
import type { BeforeValues } from './before-values.ts'
import { implementationOf } from './implementation.ts'
import { batches, batchRows } from './tables.ts'
import { undos } from './undos.ts'

/** The action's input for one service; null when its row cannot be taken back. */
export type InputOf = (serviceId: string) => unknown | null

/**
 * What each of these services is asked: the batch's one input, or what an undo puts back for each.
 */
export async function readInputs(
  db: Db | Tx,
  batch: Batch,
  serviceIds: readonly string[],
): Promise<InputOf> {
  const undo = batch.undoes === null ? null : undos.get(batch.undoes)
  if (!undo || batch.undoOf === null) {
    const input = implementationOf(batch).input.parse(batch.input)
    return () => input
  }
  const [undone] = await db
    .select({ input: batches.input })
    .from(batches)
    .where(eq(batches.id, batch.undoOf))
  const rows = await db
    .select({
      serviceId: batchRows.serviceId,
      before: batchRows.before,
      result: batchRows.result,
    })
    .from(batchRows)
    .where(and(eq(batchRows.batchId, batch.undoOf), inArray(batchRows.serviceId, [...serviceIds])))
  const done = new Map(rows.map((row) => [row.serviceId, row]))
  return (serviceId) => {
    const row = done.get(serviceId)
    if (!row?.before) return null
    const before = row.before as unknown as BeforeValues
    return undo.inputOf({ input: undone?.input ?? {}, before, result: row.result ?? {} })
  }
}
