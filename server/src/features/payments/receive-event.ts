import { and, eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { gatewayEvents } from './tables.ts'

/**
 * Stores a verified notice as it came, once per gateway and event id, together with the job that
 * processes it: from here on it cannot be lost. Answers the stored event's id.
 */
export async function storeEvent(
  ctx: Context,
  event: { gateway: string; eventId: string; body: string },
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const id = newId()
    const [stored] = await tx
      .insert(gatewayEvents)
      .values({ id, ...event, receivedAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ id: gatewayEvents.id })
    if (stored) {
      emit(tx, 'gateway_event.stored', [{ gatewayEventId: id }])
      return id
    }
    const [first] = await tx
      .select({ id: gatewayEvents.id })
      .from(gatewayEvents)
      .where(
        and(eq(gatewayEvents.gateway, event.gateway), eq(gatewayEvents.eventId, event.eventId)),
      )
    if (!first) throw new Error('gateway event neither stored nor found')
    return first.id
  })
}
