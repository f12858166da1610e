import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound, refuse } from '../../platform/problem.ts'
import { sqlState, violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { serverGroups } from './tables.ts'

export type ServerGroup = typeof serverGroups.$inferSelect

/** 422 on `/name` when another group has it. */
export async function createServerGroup(tx: Tx, env: Env, name: string): Promise<ServerGroup> {
  const [group] = await tx
    .insert(serverGroups)
    .values({ id: newId(), name, createdAt: env.now })
    .returning()
    .catch(nameTaken)
  if (!group) throw new Error('server group not made')
  await tell(tx, env, group.id, 'server_group.created', { after: { name } })
  return group
}

/** 404 for an unknown id, 422 on `/name` when another group has it. */
export async function renameServerGroup(
  tx: Tx,
  env: Env,
  id: string,
  name: string,
): Promise<ServerGroup> {
  const before = await lockGroup(tx, id)
  const [group] = await tx
    .update(serverGroups)
    .set({ name })
    .where(eq(serverGroups.id, id))
    .returning()
    .catch(nameTaken)
  if (!group) throw notFound()
  const change = { before: { name: before.name }, after: { name } }
  await tell(tx, env, id, 'server_group.renamed', change)
  return group
}

/** 404 for an unknown id, 409 while a server or a product names it. */
export async function deleteServerGroup(tx: Tx, env: Env, id: string): Promise<void> {
  const before = await lockGroup(tx, id)
  await tx
    .delete(serverGroups)
    .where(eq(serverGroups.id, id))
    .catch((error: unknown) => {
      if (sqlState(error) === FOREIGN_KEY) throw refuse('server_group_in_use')
      throw error
    })
  await tell(tx, env, id, 'server_group.deleted', { before: { name: before.name } })
}

const FOREIGN_KEY = '23503'

async function lockGroup(tx: Tx, id: string): Promise<ServerGroup> {
  const [row] = await tx.select().from(serverGroups).where(eq(serverGroups.id, id)).for('update')
  if (!row) throw notFound()
  return row
}

async function tell(
  tx: Tx,
  env: Env,
  subjectId: string,
  kind: string,
  change: { before?: { name: string }; after?: { name: string } },
): Promise<void> {
  await record(tx, env, [{ subject: 'server_group', subjectId, kind, ...change }])
}

function nameTaken(error: unknown): never {
  if (violatedConstraint(error) === 'server_groups_name_unique')
    throw invalidField('/name', 'name_taken')
  throw error
}
