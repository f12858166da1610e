import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { permits } from '../../../platform/actor.ts'
import { type BatchSubject, batchSubject, countOf, OPEN_STATES } from '../batch-subject.ts'
import { begin, insertBatch } from '../create-batch.ts'
import { undoOf } from '../undos.ts'

const isOpen = ({ state }: BatchSubject['undoneBy'][number]) =>
  OPEN_STATES.some((open) => open === state)

/** Prepares the batch that takes another one back; it is previewed and confirmed like any. */
export const undoBatch = defineAction({
  id: 'batch.undo',
  on: batchSubject,
  permission: 'batches:read',
  audiences: ['staff'],
  summary: 'Prepare a batch that puts back what this one did, where nothing was changed since',
  input: z.strictObject({}),
  output: z.object({ batchId: z.uuid() }),
  check({ batch, undoneBy }: BatchSubject, _input, { actor }) {
    const undo = undoOf(batch)
    if (!undo) return refused('batch_no_undo')
    if (!permits(actor, undo.action.permission)) return refused('not_allowed')
    const isAtRest = ['paused', 'finished', 'cancelled'].includes(batch.state)
    if (!isAtRest) return refused('batch_not_over')
    if (countOf(batch, 'done') === 0) return refused('batch_none_done')
    const open = undoneBy.find(isOpen)
    if (open) return refused('batch_undo_open', { number: open.number })
    return allowed({ key: 'batch.effect.undo' }, undo.leaves)
  },
  async run(tx, { batch }, _input, env: Env) {
    const undo = undoOf(batch)
    if (!undo) throw new Error(`no way back of ${batch.action}`)
    const made = await insertBatch(tx, env, {
      action: undo.as,
      input: {},
      selection: { batchId: batch.id },
      undoOf: batch.id,
      undoes: batch.action,
    })
    const { rowCount } = await tx.execute(sql`
      insert into batch_rows (batch_id, position, service_id, customer_id, service, state, version)
      select ${made.id}::uuid, row_number() over (order by position), service_id, customer_id,
        service, 'listed', version
      from batch_rows
      where batch_id = ${batch.id} and state = 'done' and version is not null`)
    await begin(tx, env, made, rowCount ?? 0)
    return { batchId: made.id }
  },
})
