import { and, eq, inArray, min, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { webhookDeliveries, webhookEndpoints, webhookEvents } from '../tables.ts'

/** Deliveries that one endpoint gets at the same time, so that a slow one holds no other up. */
const AT_ONCE = 4

/** After a crash the next attempt begins then. Longer than an attempt can take. */
const LEASE_MS = 2 * MINUTE

export interface Claimed {
  delivery: typeof webhookDeliveries.$inferSelect
  endpoint: typeof webhookEndpoints.$inferSelect
  event: typeof webhookEvents.$inferSelect
}

/** Takes due deliveries: the attempt is on record before anything leaves. */
export async function claimDeliveries(ctx: Context, now: Instant): Promise<Claimed[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`
      select due.id from webhook_endpoints e
      cross join lateral (
        select d.id from webhook_deliveries d
        where d.endpoint_id = e.id and d.state = 'queued'
          and d.due_at <= ${instantToSql(now)}::timestamptz
        order by d.due_at, d.id limit ${AT_ONCE} for update skip locked
      ) due
      where e.enabled`)
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    await tx
      .update(webhookDeliveries)
      .set({ attempts: sql`${webhookDeliveries.attempts} + 1`, dueAt: now + LEASE_MS })
      .where(inArray(webhookDeliveries.id, ids))
    return tx
      .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints, event: webhookEvents })
      .from(webhookDeliveries)
      .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
      .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
      .where(inArray(webhookDeliveries.id, ids))
  })
}

/** When the next one is due; null when none waits. */
export async function nextDelivery({ db }: Context): Promise<Instant | null> {
  const [row] = await db
    .select({ at: min(webhookDeliveries.dueAt) })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(and(eq(webhookDeliveries.state, 'queued'), eq(webhookEndpoints.enabled, true)))
  return row?.at ?? null
}
