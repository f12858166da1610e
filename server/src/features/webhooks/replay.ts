import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { notify } from '../../platform/notifications.ts'
import { notFound, refuse } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { WEBHOOKS_CHANNEL } from './events/write-event.ts'
import { lockEndpoint } from './send/record-attempt.ts'
import { webhookDeliveries } from './tables.ts'

/** Sends a delivery once more with the same id, the whole ladder before it. */
export async function replayDelivery(tx: Tx, env: Env, id: string): Promise<void> {
  const named = eq(webhookDeliveries.id, id)
  const [found] = await tx.select().from(webhookDeliveries).where(named)
  const endpoint = found && (await lockEndpoint(tx, found.endpointId))
  const [delivery] = await tx.select().from(webhookDeliveries).where(named).for('update')
  if (!delivery || !endpoint) throw notFound()
  if (!endpoint.enabled) throw refuse('webhook_disabled')
  if (delivery.state === 'queued') throw refuse('webhook_delivery_waiting')
  await tx
    .update(webhookDeliveries)
    .set({ state: 'queued', dueAt: env.now, attemptsBefore: delivery.attempts })
    .where(named)
  const { type } = delivery
  await record(tx, env, [
    { subject: 'webhook', subjectId: endpoint.id, kind: 'webhook.replayed', after: { id, type } },
  ])
  await tellChanged(tx, [{ subject: 'webhook_delivery', id, customerId: null }])
  await notify(tx, WEBHOOKS_CHANNEL, '')
}
