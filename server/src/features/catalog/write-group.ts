import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound } from '../../platform/problem.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import type { ProductGroup } from './queries.ts'
import type { GroupChanges, NewGroup } from './schemas.ts'
import { productGroups } from './tables.ts'

/** 422 on `/slug` when another group has it. */
export async function createGroup(tx: Tx, env: Env, wanted: NewGroup): Promise<ProductGroup> {
  const [group] = await tx
    .insert(productGroups)
    .values({ id: newId(), ...wanted, createdAt: env.now })
    .returning()
    .catch(slugTaken)
  if (!group) throw new Error('group not made')
  const { slug, name, visibility } = group
  await record(tx, env, [
    {
      subject: 'product_group',
      subjectId: group.id,
      kind: 'product_group.created',
      after: { slug, name, visibility },
    },
  ])
  return group
}

/** 404 for an unknown id. */
export async function updateGroup(
  tx: Tx,
  env: Env,
  id: string,
  changes: GroupChanges,
): Promise<ProductGroup> {
  const [before] = await tx
    .select()
    .from(productGroups)
    .where(eq(productGroups.id, id))
    .for('no key update')
  if (!before) throw notFound()
  if (Object.keys(changes).length === 0) return before
  const [group] = await tx
    .update(productGroups)
    .set(changes)
    .where(eq(productGroups.id, id))
    .returning()
    .catch(slugTaken)
  if (!group) throw notFound()
  const pick = (row: ProductGroup) =>
    Object.fromEntries(Object.keys(changes).map((name) => [name, row[name as keyof ProductGroup]]))
  await record(tx, env, [
    {
      subject: 'product_group',
      subjectId: id,
      kind: 'product_group.changed',
      before: pick(before),
      after: pick(group),
    },
  ])
  if ('policy' in changes) emit(tx, 'product_group.policy_changed', [{ groupId: id }])
  return group
}

function slugTaken(error: unknown): never {
  if (violatedConstraint(error) === 'product_groups_slug_unique')
    throw invalidField('/slug', 'slug_taken')
  throw error
}
