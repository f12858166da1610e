import { eq } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { record } from '../../history/record.ts'
import type { Batch } from '../batch-subject.ts'
import { countRows } from '../count-rows.ts'
import { wakeBatch } from '../create-batch.ts'
import { batches } from '../tables.ts'

export interface BatchMove {
  set: Partial<Pick<Batch, 'state' | 'dueAt' | 'runBy' | 'confirmedAt' | 'finishedAt'>> & {
    stoppedBecause?: null
  }
  /** What the history calls it. */
  kind: `batch.${string}`
}

/** Changes a locked batch, counts its rows and tells the history, the workers and the screens. */
export async function moveBatch(tx: Tx, env: Env, batch: Batch, move: BatchMove): Promise<void> {
  await tx.update(batches).set(move.set).where(eq(batches.id, batch.id))
  await countRows(tx, batch.id)
  const { id, number, state } = batch
  await record(tx, env, [
    {
      subject: 'batch',
      subjectId: id,
      kind: move.kind,
      before: { state },
      after: { number, state: move.set.state ?? state },
    },
  ])
  await wakeBatch(tx, id)
}
