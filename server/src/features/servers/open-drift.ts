import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { servers } from './tables.ts'

/** Keeps how many differences between a server and the books wait for a person. */
export async function setOpenDrift(tx: Tx, serverId: string, openDrift: number): Promise<void> {
  const changed = await tx
    .update(servers)
    .set({ openDrift })
    .where(and(eq(servers.id, serverId), ne(servers.openDrift, openDrift)))
    .returning({ id: servers.id })
  if (changed.length > 0)
    await tellChanged(tx, [{ subject: 'server', id: serverId, customerId: null }])
}
