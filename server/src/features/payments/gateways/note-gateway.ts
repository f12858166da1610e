import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { gatewayHealth } from '../tables.ts'

/** How a call of a gateway went: it answered, or it could not be reached or used. */
export type GatewayCallNote = { ok: true } | { ok: false; error: string }

/**
 * Notes how a call of a gateway went. `failingSince` keeps the first of the calls in a row that were
 * not answered. Outside any transaction.
 */
export async function noteGateway(
  { db, clock }: Context,
  gateway: string,
  note: GatewayCallNote,
): Promise<void> {
  const now = clock.now()
  const row = note.ok
    ? { lastOkAt: now, failingSince: null, lastError: null }
    : { failingSince: now, lastError: note.error.slice(0, 500) }
  await db
    .insert(gatewayHealth)
    .values({ gateway, ...row })
    .onConflictDoUpdate({
      target: gatewayHealth.gateway,
      set: note.ok
        ? row
        : {
            ...row,
            failingSince: sql`coalesce(${gatewayHealth.failingSince}, excluded.failing_since)`,
          },
    })
}
