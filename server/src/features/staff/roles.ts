import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound, Problem } from '../../platform/problem.ts'
import { sqlState, violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { assertCovers, type Role } from './rights.ts'
import { roles } from './tables.ts'

const FOREIGN_KEY = '23503'

export async function createRole(
  tx: Tx,
  env: Env,
  wanted: Pick<Role, 'name' | 'permissions'>,
): Promise<string> {
  assertCovers(env.actor, wanted.permissions)
  const id = newId()
  await tx
    .insert(roles)
    .values({ id, ...wanted })
    .catch(explainName)
  await record(tx, env, [
    { subject: 'role', subjectId: id, kind: 'role.created', after: { ...wanted } },
  ])
  return id
}

/** Renames a role or changes what it holds. The owner role stays as it is. */
export async function changeRole(
  tx: Tx,
  env: Env,
  id: string,
  change: Partial<Pick<Role, 'name' | 'permissions'>>,
): Promise<void> {
  const role = await lockRole(tx, id)
  if (role.permissions.includes('*')) throw new Problem('role_immutable')
  if (role.builtIn && change.name && change.name !== role.name) throw new Problem('role_built_in')
  assertCovers(env.actor, [...role.permissions, ...(change.permissions ?? [])])
  const before = { name: role.name, permissions: role.permissions }
  const after = { ...before, ...change }
  await tx.update(roles).set(after).where(eq(roles.id, id)).catch(explainName)
  await record(tx, env, [{ subject: 'role', subjectId: id, kind: 'role.updated', before, after }])
}

export async function deleteRole(tx: Tx, env: Env, id: string): Promise<void> {
  const role = await lockRole(tx, id)
  if (role.builtIn) throw new Problem('role_built_in')
  assertCovers(env.actor, role.permissions)
  await tx
    .delete(roles)
    .where(eq(roles.id, id))
    .catch((error) => {
      throw sqlState(error) === FOREIGN_KEY ? new Problem('role_in_use') : error
    })
  const before = { name: role.name, permissions: role.permissions }
  await record(tx, env, [{ subject: 'role', subjectId: id, kind: 'role.deleted', before }])
}

async function lockRole(tx: Tx, id: string): Promise<Role> {
  const [role] = await tx.select().from(roles).where(eq(roles.id, id)).for('update')
  if (!role) throw notFound()
  return role
}

function explainName(error: unknown): never {
  if (violatedConstraint(error) === 'roles_name_unique')
    throw invalidField('/name', 'role_name_taken')
  throw error
}
