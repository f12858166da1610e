import { eq, max, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound, Problem } from '../../platform/problem.ts'
import { record } from '../history/record.ts'
import type { Reason } from './reasons.ts'
import type { NewReason, ReasonChanges } from './schemas.ts'
import { cancellationReasons } from './tables.ts'
import { reasonUses } from './uses.ts'

/** Adds a reason at the end of the list. */
export async function createReason(tx: Tx, env: Env, wanted: NewReason): Promise<Reason> {
  const [last] = await tx
    .select({ at: max(cancellationReasons.position) })
    .from(cancellationReasons)
  const { name, audience, mode, active } = wanted
  const position = (last?.at ?? -1) + 1
  const [reason] = await tx
    .insert(cancellationReasons)
    .values({ id: newId(), name, audience, mode, retired: !active, position, createdAt: env.now })
    .returning()
  if (!reason) throw new Error('reason not made')
  await note(tx, env, { id: reason.id, kind: 'created', after: shown(reason) })
  return reason
}

/** Changes a reason's words, for whom and what it is, or archives it. 404 for an unknown one. */
export async function changeReason(
  tx: Tx,
  env: Env,
  id: string,
  { active, ...changes }: ReasonChanges,
): Promise<Reason> {
  const before = await take(tx, id)
  const set = { ...changes, ...(active === undefined ? {} : { retired: !active }) }
  if (Object.keys(set).length === 0) return before
  const [after] = await tx
    .update(cancellationReasons)
    .set(set)
    .where(eq(cancellationReasons.id, id))
    .returning()
  if (!after) throw new Error('reason not written')
  const kind = active === undefined || active === !before.retired ? 'changed' : archived(active)
  await note(tx, env, { id, kind, before: shown(before), after: shown(after) })
  return after
}

const archived = (active: boolean) => (active ? 'restored' : 'archived')

/** Removes a reason that no service carries; 409 `reason_in_use` for any other. */
export async function deleteReason(tx: Tx, env: Env, id: string): Promise<void> {
  const reason = await take(tx, id)
  if ((await reasonUses(tx, [id])).get(id)) throw new Problem('reason_in_use')
  await tx.delete(cancellationReasons).where(eq(cancellationReasons.id, id))
  await note(tx, env, { id, kind: 'deleted', before: shown(reason) })
}

/** Puts all reasons into this order; 422 on `/ids` when one is missing, twice or unknown. */
export async function orderReasons(tx: Tx, env: Env, ids: readonly string[]): Promise<void> {
  const known = await tx
    .select({ id: cancellationReasons.id })
    .from(cancellationReasons)
    .orderBy(cancellationReasons.id)
    .for('update')
  const wanted = new Set(ids)
  const isComplete = wanted.size === ids.length && ids.length === known.length
  if (!isComplete || !known.every(({ id }) => wanted.has(id)))
    throw invalidField('/ids', 'not_all_reasons')
  await tx.execute(sql`
    update cancellation_reasons r set position = o.at - 1
    from unnest(${sql.param([...ids])}::uuid[]) with ordinality as o(id, at) where r.id = o.id`)
  await note(tx, env, { id: 'all', kind: 'ordered', after: { ids } })
}

async function take(tx: Tx, id: string): Promise<Reason> {
  const [reason] = await tx
    .select()
    .from(cancellationReasons)
    .where(eq(cancellationReasons.id, id))
    .for('update')
  if (!reason) throw notFound()
  return reason
}

const shown = ({ name, audience, mode, retired }: Reason) => ({
  ...{ name, audience, mode },
  active: !retired,
})

interface Entry {
  id: string
  kind: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

const note = (tx: Tx, env: Env, { id, kind, before, after }: Entry) =>
  record(tx, env, [
    {
      ...{ subject: 'cancellation_reason', subjectId: id, before, after },
      kind: `cancellation_reason.${kind}`,
    },
  ])
