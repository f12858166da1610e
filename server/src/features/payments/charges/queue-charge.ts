import { sql } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { insertManyReturning } from '../../../platform/insert-many.ts'
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
 * Writes attempts down; they are made by the loop. Nothing happens where one of the same number is
 * there already, or another one of the same document is in flight. Answers their ids, or null, in
 * the given order.
 */
export async function queueCharges(
  tx: Tx,
  env: Env,
  wanted: readonly NewCharge[],
): Promise<(string | null)[]> {
  const rows = wanted.map(({ service, ...charge }) => ({
    ...charge,
    id: newId(),
    serviceId: service.id,
    customerId: service.customerId,
    mandateAt: service.autoPayAt ?? service.createdAt,
    currency: service.currency,
    state: 'queued' as const,
    dueAt: env.now,
    createdAt: env.now,
  }))
  const made = await insertManyReturning(tx, charges, rows, sql`on conflict do nothing`)
  if (made.size > 0) await notify(tx, CHARGES_CHANNEL, '')
  return rows.map(({ id }) => (made.has(id) ? id : null))
}

/** The same for one. */
export async function queueCharge(tx: Tx, env: Env, wanted: NewCharge): Promise<string | null> {
  return (await queueCharges(tx, env, [wanted]))[0] ?? null
}
