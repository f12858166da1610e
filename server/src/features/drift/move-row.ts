import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../history/record.ts'
import { countOpenDrift } from './count-open.ts'
import type { Drift } from './drift-subject.ts'
import { drift } from './tables.ts'
import { tellDrift } from './tell.ts'

export interface DriftMove {
  set: Partial<Omit<Drift, 'id'>>
  /** What the history calls it. */
  kind: `drift.${string}`
  note?: string | null
  after?: Record<string, unknown>
}

/** No claim, no ladder, no error of an earlier fix. */
export const AT_REST = {
  dueAt: null,
  leaseUntil: null,
  failures: 0,
  firstFailedAt: null,
  errorCode: null,
  errorMessage: null,
} as const

/** Changes a locked row, with history, live streams and the server's number of open rows. */
export async function moveDrift(tx: Tx, env: Env, row: Drift, move: DriftMove): Promise<Drift> {
  const [changed] = await tx.update(drift).set(move.set).where(eq(drift.id, row.id)).returning()
  if (!changed) throw new Error(`drift ${row.id} vanished`)
  const { serverId, serviceId, remoteId, kind, state } = changed
  await record(tx, env, [
    {
      subject: 'drift',
      subjectId: row.id,
      kind: move.kind,
      before: { state: row.state },
      after: { drift: kind, state, serverId, serviceId, remoteId, ...move.after },
      note: move.note || null,
    },
  ])
  await countOpenDrift(tx, serverId)
  await tellDrift(tx, [row.id])
  return changed
}

/** A fix was asked for: it goes on behind an operation, or it is done. */
export function fixAsked(
  tx: Tx,
  env: Env,
  row: Drift,
  fix: { name: string; operationId: string | null; note: string; after?: Record<string, unknown> },
): Promise<Drift> {
  const { name, operationId, note, after } = fix
  const settled = operationId === null
  return moveDrift(tx, env, row, {
    set: {
      ...AT_REST,
      state: settled ? 'fixed' : 'fixing',
      settledAt: settled ? env.now : null,
      ignoredUntil: null,
      fix: name,
      operationId,
    },
    kind: settled ? 'drift.fixed' : 'drift.fix_requested',
    note,
    after: { fix: name, ...(operationId === null ? {} : { operationId }), ...after },
  })
}
