import type { Context } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { notify } from '../../../platform/notifications.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { webhookDeliveries, webhookEvents } from '../tables.ts'
import { askingEndpoints } from './asked-events.ts'
import { EVENT_KINDS } from './catalogue.ts'
import { happeningKey } from './happening.ts'
import { type EventData, loadData } from './load-data.ts'

/** NOTIFY channel that the sending loop listens to. */
export const WEBHOOKS_CHANNEL = 'webhooks'

/**
 * The job `webhook.write`: what happened becomes one delivery for each endpoint that asked for it.
 * It may run again: what was told already is not told twice. Without such an endpoint there is no
 * job at all: see `askedEvents`.
 */
export async function writeEvent(ctx: Context, payload: EventPayload): Promise<void> {
  await writeEvents(ctx, [payload])
}

/** The same for many; each is told in a transaction of its own. */
export async function writeEvents(ctx: Context, payloads: readonly EventPayload[]): Promise<void> {
  const asking = await askingEndpoints(ctx.db)
  for (const payload of payloads) {
    const type = String(payload.event)
    const kind = EVENT_KINDS[type]
    if (!kind) throw new Error(`no webhook tells of ${type}`)
    if (asking(type).length === 0) continue
    await inTransaction(ctx, async (tx) => {
      const data = await loadData(ctx, tx, kind, payload)
      if (!data) return
      const dedupeKey = await happeningKey(tx, payload)
      const endpointIds = (await askingEndpoints(tx))(type)
      await storeEvent(tx, ctx, { type, dedupeKey, data, endpointIds })
    })
  }
}

interface NewEvent {
  type: string
  dedupeKey: string
  data: EventData
  endpointIds: readonly string[]
}

/** Stores an event with its deliveries, due at once; answers their ids, none when it was there. */
export async function storeEvent(
  tx: Tx,
  ctx: Context,
  { type, dedupeKey, data, endpointIds }: NewEvent,
): Promise<string[]> {
  const now = ctx.clock.now()
  const [event] = await tx
    .insert(webhookEvents)
    .values({ id: newId(), dedupeKey, type, at: now, data })
    .onConflictDoNothing({ target: webhookEvents.dedupeKey })
    .returning({ id: webhookEvents.id })
  if (!event || endpointIds.length === 0) return []
  const rows = endpointIds.map((endpointId) => ({
    ...{ id: newId(), endpointId, eventId: event.id, type },
    ...{ state: 'queued' as const, dueAt: now, createdAt: now },
  }))
  await tx.insert(webhookDeliveries).values(rows)
  await tellChanged(
    tx,
    rows.map(({ id }) => ({ subject: 'webhook_delivery', id, customerId: null })),
  )
  await notify(tx, WEBHOOKS_CHANNEL, '')
  return rows.map(({ id }) => id)
}
