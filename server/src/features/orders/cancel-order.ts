import { and, inArray, isNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { documentLines } from '../documents/tables.ts'
import { reasonTexts } from '../documents/texts.ts'
import { withdrawLines } from '../documents/withdraw-lines.ts'
import { endService } from '../services/moves/end.ts'
import { loadServices } from '../services/subject.ts'
import { closeOrder } from './close-order.ts'
import type { OrderSubject } from './order-subject.ts'

export interface Cancellation {
  reason: 'unpaid' | 'staff'
  note: string
}

/**
 * Gives up what was not delivered of a locked open order: its lines leave the document (which is
 * void when none is left; an issued one is credited), its pending services end, stock and places
 * are returned once. When nothing was delivered the order is cancelled; otherwise what was stays
 * to be paid. Answers whether the order is cancelled.
 */
export async function cancelOrder(
  tx: Tx,
  env: Env,
  { order, document, services }: OrderSubject,
  { reason, note }: Cancellation,
): Promise<boolean> {
  const wholly = services.every((service) => service.deliveredAt === null)
  const documentId = document?.id ?? null
  if (wholly) await closeOrder(tx, env, order.id, { to: 'cancelled', reason, documentId, note })
  const pending = services.filter((service) => service.status === 'pending')
  const pendingIds = pending.map((service) => service.id)
  const because = {
    key: reasonTexts[
      reason === 'unpaid' ? 'document.reason.order_unpaid' : 'document.reason.order_cancelled'
    ],
  }
  await withdrawLines(tx, env, await lineIdsOf(tx, pendingIds), because)
  await endPending(tx, env, pendingIds, note)
  return wholly
}

/** The lines of first periods, their options and set-up fees; renewals have a life of their own. */
export async function lineIdsOf(tx: Tx, serviceIds: readonly string[]): Promise<string[]> {
  if (serviceIds.length === 0) return []
  const rows = await tx
    .select({ id: documentLines.id })
    .from(documentLines)
    .where(
      and(
        inArray(documentLines.serviceId, [...serviceIds]),
        inArray(documentLines.kind, ['service_start', 'option', 'setup_fee']),
        isNull(documentLines.correctsLineId),
      ),
    )
  return rows.map((row) => row.id)
}

/** Withdrawn lines end their services by themselves; credited ones and odd cases are ended here. */
async function endPending(tx: Tx, env: Env, ids: readonly string[], note: string): Promise<void> {
  for (const subject of (await loadServices(tx, ids, env.now)).values()) {
    const isEnding = subject.operations.some(({ kind }) => kind === 'terminate')
    if (subject.service.status !== 'pending' || isEnding) continue
    await endService(tx, env, subject, { to: 'cancelled', note, notify: false })
  }
}
