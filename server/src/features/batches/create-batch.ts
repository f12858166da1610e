import { eq, type SQL, sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { type Actor, permits } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { errorsOfIssues } from '../../platform/form-input.ts'
import { newId } from '../../platform/ids.ts'
import { notify } from '../../platform/notifications.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import type { ServiceFilters } from '../services/filters.ts'
import { selectServices, unite } from '../services/select-services.ts'
import type { Batch } from './batch-subject.ts'
import { bulkActions } from './bulk-actions.ts'
import { storedActor } from './runner.ts'
import { type BatchSelection, batches } from './tables.ts'
import './texts.ts'

/** NOTIFY channel of the workers: a batch has something to do. */
export const BATCHES_CHANNEL = 'batches'

/** More services than this in one batch are two batches. */
export const MAX_ROWS = 100_000

export interface NewBatch {
  action: string
  input: Record<string, unknown>
  select: { ids: string[] } | { filters: ServiceFilters }
}

/** Which services are meant, as SQL that answers their ids, read before the batch is written. */
export interface ChosenServices {
  selection: BatchSelection
  ids: SQL
}

/** 422 for an unknown action or a wrong field of its input; 403 without the action's permission. */
export function assertBatch(wanted: Pick<NewBatch, 'action' | 'input'>, actor: Actor): void {
  const bulk = bulkActions.get(wanted.action)
  if (!bulk) throw invalidField('/action', 'unknown_bulk_action')
  if (!permits(actor, bulk.action.permission)) throw new Problem('not_allowed')
  const parsed = bulk.action.input.safeParse(wanted.input)
  if (!parsed.success)
    throw new Problem('invalid', { errors: errorsOfIssues(parsed.error.issues, '/input') })
}

/** The list that the screen showed: the same filters, the same rules. */
export async function chooseServices(
  ctx: Context,
  select: NewBatch['select'],
): Promise<ChosenServices> {
  if ('ids' in select) {
    const ids = [...new Set(select.ids)]
    return {
      selection: { ids: ids.length },
      ids: sql`select unnest(${sql.param(ids)}::uuid[]) as id`,
    }
  }
  const selection = await selectServices(ctx.db, select.filters, ctx.clock.now())
  return {
    selection: { filters: select.filters },
    ids: unite(selection, (condition) => sql`select s.id from services s where ${condition}`),
  }
}

/**
 * Freezes the list of services: who matches at this moment is asked, nobody else. Each is looked at
 * in the background. 422 on `/select` for none or too many.
 */
export async function createBatch(
  tx: Tx,
  env: Env,
  wanted: Pick<NewBatch, 'action' | 'input'>,
  chosen: ChosenServices,
): Promise<Batch> {
  const batch = await insertBatch(tx, env, { ...wanted, selection: chosen.selection })
  const { rowCount } = await tx.execute(sql`
    insert into batch_rows (batch_id, position, service_id, customer_id, service, state)
    select ${batch.id}::uuid, row_number() over (order by s.customer_id, s.id), chosen.id,
      s.customer_id, jsonb_build_object('number', s.number, 'name', coalesce(s.name, ''),
        'customerName', coalesce(c.name, '')), 'listed'
    from (select id from (${chosen.ids}) matching limit ${MAX_ROWS + 1}) chosen
    left join services s on s.id = chosen.id
    left join customers c on c.id = s.customer_id`)
  return begin(tx, env, batch, rowCount ?? 0)
}

/** The row of a batch that has no services yet. */
export async function insertBatch(
  tx: Tx,
  { actor, now }: Env,
  wanted: Pick<Batch, 'action' | 'input' | 'selection'> & Partial<Pick<Batch, 'undoOf' | 'undoes'>>,
): Promise<Batch> {
  const [batch] = await tx
    .insert(batches)
    .values({
      ...wanted,
      id: newId(),
      state: 'planning',
      total: 0,
      createdBy: storedActor(actor),
      createdAt: now,
      dueAt: now,
    })
    .returning()
  if (!batch) throw new Error('batch not written')
  return batch
}

/** Its list is frozen: the workers may look at the services. */
export async function begin(tx: Tx, env: Env, { id }: Batch, total: number): Promise<Batch> {
  if (total === 0) throw invalidField('/select', 'nothing_selected')
  if (total > MAX_ROWS) throw invalidField('/select', 'too_many_selected', { max: MAX_ROWS })
  const [batch] = await tx
    .update(batches)
    .set({ total, counts: { listed: total } })
    .where(eq(batches.id, id))
    .returning()
  if (!batch) throw new Error(`batch ${id} vanished`)
  const { number, action, input, selection, undoOf } = batch
  const after = { number, action, input, selection, total, ...(undoOf ? { undoOf } : {}) }
  await record(tx, env, [{ subject: 'batch', subjectId: id, kind: 'batch.created', after }])
  await wakeBatch(tx, id)
  return batch
}

/** Tells the workers and whoever looks at it. */
export async function wakeBatch(tx: Tx, id: string): Promise<void> {
  await tellChanged(tx, [{ subject: 'batch', id, customerId: null }])
  await notify(tx, BATCHES_CHANNEL, '')
}
