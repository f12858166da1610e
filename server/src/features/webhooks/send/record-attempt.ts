import { and, eq } from 'drizzle-orm'
import { DAY, type Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import {
  type DisabledBecause,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
} from '../tables.ts'
import type { Claimed } from './claim.ts'
import { isDelivered, type Sent } from './deliver.ts'
import { nextAttempt } from './retry-ladder.ts'

/** An endpoint that nothing has reached for so long is switched off. */
const FAILING_FOR_MS = 3 * DAY

/** What a receiver says when it wants no more. */
const GONE = 410

/** What a receiver says when it has too much to do, with how long that may last. */
const BUSY: ReadonlySet<number | null> = new Set([429, 503])

const askedFor = ({ status, retryAfterMs }: Sent) => (BUSY.has(status) ? retryAfterMs : null)

/** What came of an attempt. Nothing is recorded for an attempt that was given up meanwhile and made again. */
export async function recordAttempt(
  tx: Tx,
  { delivery, endpoint: { id: endpointId } }: Pick<Claimed, 'delivery' | 'endpoint'>,
  sent: Sent,
  now: Instant,
): Promise<void> {
  const endpoint = await lockEndpoint(tx, endpointId)
  if (!endpoint) return
  const { id, attempts, attemptsBefore } = delivery
  const good = isDelivered(sent.status)
  const isGone = sent.status === GONE
  const dueAt = good || isGone ? null : nextAttempt(attempts - attemptsBefore, now, askedFor(sent))
  const [current] = await tx
    .update(webhookDeliveries)
    .set({
      state: good ? 'delivered' : dueAt === null ? 'failed' : 'queued',
      dueAt,
      lastStatus: sent.status,
      lastError: sent.error,
      ...(good ? { deliveredAt: now } : {}),
    })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.state, 'queued'),
        eq(webhookDeliveries.attempts, attempts),
      ),
    )
    .returning()
  if (!current) return
  const { status, request, answer, error, durationMs } = sent
  await tx.insert(webhookAttempts).values({
    ...{ id: newId(), deliveryId: id, attempt: attempts, at: now },
    ...{ status, request, answer, error, durationMs },
  })
  await noteEndpoint(tx, endpoint, { good, isGone, isLast: current.state === 'failed', now })
  await tellChanged(tx, [{ subject: 'webhook_delivery', id, customerId: null }])
}

interface Outcome {
  good: boolean
  isGone: boolean
  isLast: boolean
  now: Instant
}

async function noteEndpoint(
  tx: Tx,
  endpoint: Endpoint,
  { good, isGone, isLast, now }: Outcome,
): Promise<void> {
  const named = eq(webhookEndpoints.id, endpoint.id)
  if (good) {
    await tx.update(webhookEndpoints).set({ failingSince: null, lastDeliveredAt: now }).where(named)
    return
  }
  if (!endpoint.enabled) return
  const failingSince = endpoint.failingSince ?? now
  await tx.update(webhookEndpoints).set({ failingSince }).where(named)
  if (isGone) await disable(tx, endpoint, 'gone')
  else if (isLast && failingSince <= now - FAILING_FOR_MS) await disable(tx, endpoint, 'failing')
}

type Endpoint = typeof webhookEndpoints.$inferSelect

/** An endpoint is locked before its deliveries, everywhere. */
export async function lockEndpoint(tx: Tx, id: string): Promise<Endpoint | null> {
  const [row] = await tx
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id))
    .for('update')
  return row ?? null
}

async function disable(
  tx: Tx,
  { id, name, version }: Endpoint,
  because: DisabledBecause,
): Promise<void> {
  await tx
    .update(webhookEndpoints)
    .set({ enabled: false, disabledBecause: because, version: version + 1 })
    .where(eq(webhookEndpoints.id, id))
  await abandonQueued(tx, id)
  await tellChanged(tx, [{ subject: 'webhook', id, customerId: null }])
  emit(tx, 'webhook.disabled', [{ endpointId: id, name, because, version }])
}

/** What was still to be sent to an endpoint that gets nothing any more. */
export async function abandonQueued(tx: Tx, endpointId: string): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ state: 'abandoned', dueAt: null })
    .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.state, 'queued')))
}
