import { and, eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { askGateway } from './gateways/ask-gateway.ts'
import type { OpenGateway } from './gateways/open-gateways.ts'
import { gatewayEvents } from './tables.ts'

/** A verified notice. */
export interface ReceivedEvent {
  gateway: string
  /** The gateway's own id of the event. */
  eventId: string
  body: string
}

/**
 * Asks the gateway for what a notice leaves out, before it is stored. Without an answer nothing is
 * stored and the gateway is told to send it again: `gateway_unavailable`.
 */
export async function completeEvent(
  ctx: Context,
  open: OpenGateway,
  event: ReceivedEvent,
): Promise<ReceivedEvent> {
  if (!open.gateway.complete) return event
  const [known] = await ctx.db
    .select({ body: gatewayEvents.body })
    .from(gatewayEvents)
    .where(and(eq(gatewayEvents.gateway, event.gateway), eq(gatewayEvents.eventId, event.eventId)))
  if (known) return { ...event, body: known.body }
  const answer = await askGateway(ctx, open, {
    run: async (gateway, context) =>
      gateway.complete ? gateway.complete(context, event.body) : { ok: true, value: event.body },
  })
  if (answer.kind === 'value') return { ...event, body: answer.value }
  throw new Problem('gateway_unavailable')
}

/**
 * Stores a verified notice as it came, once per gateway and event id, together with the job that
 * processes it: from here on it cannot be lost. Answers the stored event's id.
 */
export async function storeEvent(ctx: Context, event: ReceivedEvent): Promise<string> {
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
