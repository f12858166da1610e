import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { notify } from '../../../platform/notifications.ts'
import { charges } from '../tables.ts'

/** Wakes the loop that makes charges. */
export const CHARGES_CHANNEL = 'charges'

export interface NewCharge {
  renewalId: string
  documentId: string
  service: {
    id: string
    customerId: string
    currency: string
    autoPayAt: number | null
    createdAt: number
  }
  attempt: number
  attempts: number
}

/**
 * Writes an attempt down; it is made by the loop. Nothing happens where one of the same number is
 * there already, or another one of the same document is in flight. Answers its id, or null.
 */
export async function queueCharge(
  tx: Tx,
  env: Env,
  { service, ...wanted }: NewCharge,
): Promise<string | null> {
  const [row] = await tx
    .insert(charges)
    .values({
      ...wanted,
      id: newId(),
      serviceId: service.id,
      customerId: service.customerId,
      mandateAt: service.autoPayAt ?? service.createdAt,
      currency: service.currency,
      state: 'queued',
      dueAt: env.now,
      createdAt: env.now,
    })
    .onConflictDoNothing()
    .returning({ id: charges.id })
  if (row) await notify(tx, CHARGES_CHANNEL, '')
  return row?.id ?? null
}
