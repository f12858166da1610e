import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { SEEDED_ROLES } from './permissions.ts'
import { roles } from './tables.ts'

/** Makes the built-in roles that are not there yet; leaves changed ones as staff left them. */
export async function seedRoles(db: Db | Tx): Promise<void> {
  await db
    .insert(roles)
    .values(SEEDED_ROLES.map((role) => ({ id: newId(), ...role, builtIn: true })))
    .onConflictDoNothing({ target: roles.name })
}
