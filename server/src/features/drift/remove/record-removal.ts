import type { ModuleError, Result } from '@berth/sdk'
import type { Context, Env } from '../../../context.ts'
import { afterFailure } from '../../../domain/operation-lifecycle.ts'
import { SYSTEM } from '../../../platform/actor.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { actorThen } from '../../batches/runner.ts'
import { type Drift, driftSubject } from '../drift-subject.ts'
import { AT_REST, type DriftMove, moveDrift } from '../move-row.ts'
import { drift } from '../tables.ts'
import { heldBy } from './claim.ts'

/** What became of a removal, unless the row was taken from its claim meanwhile. */
export async function recordRemoval(
  ctx: Context,
  claimed: Drift,
  result: Result<null>,
): Promise<void> {
  const now = ctx.clock.now()
  const env: Env = {
    ctx,
    now,
    actor: claimed.fixedBy ? actorThen(claimed.fixedBy) : SYSTEM,
    cause: { kind: 'system', step: 'drift.delete_there' },
  }
  await inTransaction(ctx, async (tx) => {
    await driftSubject.lock(tx, [claimed.id])
    const [row] = await tx.select().from(drift).where(heldBy(claimed))
    if (!row) return
    await moveDrift(tx, env, row, result.ok ? gone(now) : failed(row, result.error, now))
  })
}

const gone = (now: number): DriftMove => ({
  set: { ...AT_REST, state: 'fixed', settledAt: now },
  kind: 'drift.deleted_there',
})

/** On the ladder of operations: after 1, 5, 15 and 60 minutes, then hourly for a day; then staff. */
function failed(row: Drift, error: ModuleError, now: number): DriftMove {
  const failures = row.failures + 1
  const firstFailedAt = row.firstFailedAt ?? now
  const said = { errorCode: error.code, errorMessage: error.message }
  const next = afterFailure(error.code, failures, firstFailedAt, now)
  if (next.kind === 'retry') {
    const dueAt = error.retryAfterMs === undefined ? next.at : now + error.retryAfterMs
    const set = { ...said, failures, firstFailedAt, dueAt, leaseUntil: null }
    return { set, kind: 'drift.deletion_delayed', after: said }
  }
  return {
    set: { ...AT_REST, ...said, state: 'open' },
    kind: 'drift.deletion_failed',
    after: said,
  }
}
