import type { Db, Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'

/** A screen that shows more rows than this reads its page again anyway. */
const MOST_TOLD = 50

/** Tells the live streams that rows changed. */
export async function tellDrift(tx: Db | Tx, ids: readonly string[]): Promise<void> {
  await tellChanged(
    tx,
    ids.slice(0, MOST_TOLD).map((id) => ({ subject: 'drift', id, customerId: null })),
  )
}
