import { and, inArray, isNotNull, ne, or } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import { batches, type RowState } from './tables.ts'

export type Batch = typeof batches.$inferSelect

/** A batch with the one that takes it back, if there is one. */
export interface BatchSubject {
  batch: Batch
  /** The batches that undo it, the latest last; discarded ones are left out. */
  undoneBy: Pick<Batch, 'id' | 'number' | 'state'>[]
}

/** How many rows stand in a state, as last counted. */
export const countOf = ({ counts }: Pick<Batch, 'counts'>, state: RowState): number =>
  counts[state] ?? 0

/** States in which a batch still goes on or waits for somebody. */
export const OPEN_STATES = ['planning', 'planned', 'running', 'paused'] as const

/** Batches belong to no customer. */
export const batchSubject: SubjectKind<BatchSubject> = {
  noun: 'batch',
  plural: 'batches',
  async load(db, ids) {
    if (ids.length === 0) return new Map()
    const rows = await db
      .select()
      .from(batches)
      .where(inArray(batches.id, [...ids]))
    const undoing = await db
      .select({ id: batches.id, number: batches.number, state: batches.state, of: batches.undoOf })
      .from(batches)
      .where(
        and(
          inArray(batches.undoOf, [...ids]),
          // One that was discarded has done nothing.
          or(ne(batches.state, 'cancelled'), isNotNull(batches.confirmedAt)),
        ),
      )
      .orderBy(batches.number)
    return new Map(
      rows.map((batch) => [
        batch.id,
        { batch, undoneBy: undoing.filter(({ of }) => of === batch.id) },
      ]),
    )
  },
  async lock(tx, ids) {
    if (ids.length === 0) return
    await tx
      .select({ id: batches.id })
      .from(batches)
      .where(inArray(batches.id, [...ids]))
      .orderBy(batches.id)
      .for('update')
  },
  customerOf: () => '',
}
