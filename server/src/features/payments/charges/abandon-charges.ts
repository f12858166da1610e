import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { charges } from '../tables.ts'

/** Gives up what was to be charged for locked services and was not asked of a gateway yet. */
export async function abandonQueued(
  tx: Tx,
  env: Env,
  serviceIds: readonly string[],
): Promise<void> {
  if (serviceIds.length === 0) return
  await tx
    .update(charges)
    .set({ state: 'abandoned', dueAt: null, settledAt: env.now })
    .where(
      and(
        inArray(charges.serviceId, [...serviceIds]),
        eq(charges.state, 'queued'),
        eq(charges.tries, 0),
      ),
    )
}
