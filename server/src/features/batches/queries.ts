import { and, asc, desc, eq, gt, lt, ne, type SQL } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { decodeCursor, toPage } from '../../platform/pagination.ts'
import { type Batch, batchSubject } from './batch-subject.ts'
import type { ROW_STATES } from './schemas.ts'
import { batches, batchRows, type RowState } from './tables.ts'

interface Page {
  limit: number
  cursor?: string
}

/** Batches, the newest first. */
export async function listBatches(db: Db, { limit, cursor }: Page) {
  const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0])
  const rows = await db
    .select({ id: batches.id, number: batches.number })
    .from(batches)
    .where(before === undefined ? undefined : lt(batches.number, before))
    .orderBy(desc(batches.number))
    .limit(limit + 1)
  const { items, nextCursor } = toPage(rows, limit, (row) => [row.number])
  const subjects = await batchSubject.load(
    db,
    items.map((row) => row.id),
    0,
  )
  const found = items.map((row) => subjects.get(row.id)).filter((subject) => subject !== undefined)
  const count = await db.$count(batches)
  return { items: found, nextCursor, total: { count, exact: true } }
}

/** Rows of a batch in their order; those that were not asked yet are left out. */
export async function listRows(
  db: Db,
  batch: Batch,
  { limit, cursor, state }: Page & { state?: (typeof ROW_STATES)[number] },
) {
  const after = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0])
  const rows = await db
    .select()
    .from(batchRows)
    .where(
      and(
        eq(batchRows.batchId, batch.id),
        stateIs(state),
        after === undefined ? undefined : gt(batchRows.position, after),
      ),
    )
    .orderBy(asc(batchRows.position))
    .limit(limit + 1)
  return toPage(rows, limit, (row) => [row.position])
}

/** `willDo` before the confirmation and `waiting` after it are the same rows. */
function stateIs(state: (typeof ROW_STATES)[number] | undefined): SQL {
  if (state === undefined) return ne(batchRows.state, 'listed')
  const stored: RowState = state === 'willDo' || state === 'waiting' ? 'open' : state
  return eq(batchRows.state, stored)
}
