import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { fewAtOnce } from '../../platform/few-at-once.ts'
import { newId } from '../../platform/ids.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { Problem } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { assertNotSafe } from '../installation/safe-mode.ts'
import { askGateway } from './gateways/ask-gateway.ts'
import type { OpenGateway } from './gateways/open-gateways.ts'
import { carryOutEvent, processEvent } from './process-event.ts'
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
 * Does what a verified notice says, at once for the customer who waits, and stores it as it came
 * with what became of it: one transaction, so that money is never told without being booked. What
 * cannot be done at this moment is stored with the job that tries again; from then on it cannot be
 * lost. A notice that was told before is processed if that is still to be done.
 */
export async function receiveEvent(
  ctx: Context,
  open: OpenGateway,
  event: ReceivedEvent,
): Promise<void> {
  const isOver = ctx.jobs.standBack()
  try {
    assertNotSafe(ctx)
    const known = await inTurn(() => bookEvent(ctx, open, event))
    if (known) await processEvent(ctx, known)
  } catch (err) {
    const { gateway, eventId } = event
    ctx.log.error({ err, gateway, eventId }, 'a gateway event is left to the job')
    await storeEvent(ctx, event)
  } finally {
    isOver()
  }
}

/**
 * Hundreds of notices at once wait here, not on connections that deliveries need: they queue for the
 * next invoice number anyway.
 */
const inTurn = fewAtOnce(10)

/** Stores a notice with what became of it; the id of one that was told before. */
async function bookEvent(ctx: Context, open: OpenGateway, event: ReceivedEvent) {
  return inTransaction(ctx, async (tx) => {
    const { id, isNew } = await insertEvent(tx, ctx, event)
    if (isNew) await carryOutEvent(tx, ctx, open, { ...event, id })
    return isNew ? null : id
  })
}

/**
 * Stores a verified notice as it came, once per gateway and event id, together with the job that
 * processes it.
 */
export async function storeEvent(ctx: Context, event: ReceivedEvent): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { id, isNew } = await insertEvent(tx, ctx, event)
    if (isNew) emit(tx, 'gateway_event.stored', [{ gatewayEventId: id }])
  })
}

const insertOnce = preparedIn((db) =>
  db
    .insert(gatewayEvents)
    .values({
      id: sql.placeholder('id'),
      gateway: sql.placeholder('gateway'),
      eventId: sql.placeholder('eventId'),
      body: sql.placeholder('body'),
      receivedAt: sql.placeholder('receivedAt'),
    })
    .onConflictDoNothing()
    .returning({ id: gatewayEvents.id })
    .prepare('gateway_event_once'),
)

/** The id of the stored event, and whether it was stored by this. */
async function insertEvent(tx: Tx, ctx: Context, event: ReceivedEvent) {
  const id = newId()
  const { gateway, eventId, body } = event
  const values = { id, gateway, eventId, body, receivedAt: ctx.clock.now() }
  const [stored] = await insertOnce(tx).execute(values)
  if (stored) return { id, isNew: true }
  const [first] = await tx
    .select({ id: gatewayEvents.id })
    .from(gatewayEvents)
    .where(and(eq(gatewayEvents.gateway, event.gateway), eq(gatewayEvents.eventId, event.eventId)))
  if (!first) throw new Error('gateway event neither stored nor found')
  return { id: first.id, isNew: false }
}
