import { sql } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import { type Actor, permits } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import { errorsOfIssues } from '../../../platform/form-input.ts'
import { newId } from '../../../platform/ids.ts'
import { notify } from '../../../platform/notifications.ts'
import { invalidField, Problem } from '../../../platform/problem.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { storedActor } from '../../batches/runner.ts'
import { record } from '../../history/record.ts'
import { DRIFT_BATCHES_CHANNEL } from '../channel.ts'
import { allOf, conditionsOf } from '../queries.ts'
import type { NewDriftBatch } from '../schemas.ts'
import { driftBatches } from '../tables.ts'
import { bulkAction, inputFor } from './bulk.ts'

/** More rows than this are two batches. */
const MAX_ROWS = 10_000

export type DriftBatch = typeof driftBatches.$inferSelect

/**
 * Freezes the list of rows: who matches at this moment is asked, nobody else. 422 for a wrong field or
 * none or too many rows, 403 without the action's right.
 */
export async function createDriftBatch(env: Env, wanted: NewDriftBatch): Promise<string> {
  assertWanted(wanted, env.actor)
  const { action, input, select } = wanted
  const { actor, now } = env
  return inTransaction(env.ctx, async (tx) => {
    const id = newId()
    const [made] = await tx
      .insert(driftBatches)
      .values({
        ...{ id, action, input, state: 'planning', dueAt: now, total: 0 },
        ...{ createdBy: storedActor(actor), createdAt: now },
      })
      .returning()
    const total = await freeze(tx, id, select)
    if (total === 0) throw invalidField('/select', 'drift_none_selected')
    if (total > MAX_ROWS) throw invalidField('/select', 'drift_too_many', { max: MAX_ROWS })
    await tx.execute(sql`update drift_batches set total = ${total} where id = ${id}`)
    const after = { number: made?.number, action, input, total }
    await record(tx, env, [
      { subject: 'drift_batch', subjectId: id, kind: 'drift_batch.created', after },
    ])
    await wakeDriftBatch(tx, id)
    return id
  })
}

function assertWanted(wanted: NewDriftBatch, actor: Actor): void {
  const action = bulkAction(wanted.action)
  if (!permits(actor, action.permission)) throw new Problem('not_allowed')
  const parsed = action.input.safeParse(inputFor(wanted, { remoteId: '' }))
  if (!parsed.success)
    throw new Problem('invalid', { errors: errorsOfIssues(parsed.error.issues, '/input') })
}

async function freeze(tx: Tx, batchId: string, select: NewDriftBatch['select']): Promise<number> {
  const chosen =
    'ids' in select
      ? sql`d.id = any(${sql.param([...new Set(select.ids)])}::uuid[])`
      : allOf(conditionsOf(select.filters))
  const { rowCount } = await tx.execute(sql`
    insert into drift_batch_rows (batch_id, position, drift_id, state)
    select ${batchId}::uuid, row_number() over (order by m.server_id, m.first_seen_at, m.id), m.id,
      'listed'
    from (select d.id, d.server_id, d.first_seen_at from drift d where ${chosen}
      limit ${MAX_ROWS + 1}) m`)
  return rowCount ?? 0
}

/** Tells the workers and whoever looks at it. */
export async function wakeDriftBatch(tx: Tx | Context['db'], id: string): Promise<void> {
  await tellChanged(tx, [{ subject: 'drift_batch', id, customerId: null }])
  await notify(tx, DRIFT_BATCHES_CHANNEL, '')
}
