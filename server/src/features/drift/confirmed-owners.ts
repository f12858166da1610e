import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import type { Drift } from './drift-subject.ts'
import { confirmedOwners } from './tables.ts'

/** Staff take the owner that the server names as the right one. */
export async function acceptOwner(
  tx: Tx,
  env: Env,
  { serverId, remoteId, observed }: Drift,
  serviceId: string,
): Promise<void> {
  const confirmed = { serverId, remoteId, owner: observed.owner ?? '', seenAt: env.now }
  await tx
    .insert(confirmedOwners)
    .values({ serviceId, ...confirmed })
    .onConflictDoUpdate({ target: confirmedOwners.serviceId, set: confirmed })
}
