import { sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'
import { setOpenDrift } from '../servers/open-drift.ts'

/** Counts a server's open rows and lets the server carry the number. */
export async function countOpenDrift(tx: Tx, serverId: string): Promise<void> {
  const { rows } = await tx.execute<{ n: string }>(sql`
    select count(*) as n from drift where server_id = ${serverId} and state in ('open', 'fixing')`)
  await setOpenDrift(tx, serverId, Number(rows[0]?.n ?? 0))
}
