import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { reasonTexts } from '../documents/texts.ts'
import { withdrawLines } from '../documents/withdraw-lines.ts'
import { renewals } from './tables.ts'

/**
 * Withdraws the open renewals of locked services: their lines leave the documents, and the lines'
 * settlement closes the renewals.
 */
export async function withdrawRenewals(
  tx: Tx,
  env: Env,
  serviceIds: readonly string[],
): Promise<void> {
  if (serviceIds.length === 0) return
  const open = await tx
    .select({ id: renewals.id, lineId: renewals.lineId })
    .from(renewals)
    .where(and(inArray(renewals.serviceId, [...serviceIds]), eq(renewals.state, 'open')))
  const lineIds = open.map((row) => row.lineId).filter((id) => id !== null)
  const because = { key: reasonTexts['document.reason.renewal_withdrawn'] }
  await withdrawLines(tx, env, lineIds, because)
  await closeRenewals(
    tx,
    env,
    open.map((row) => row.id),
  )
}

/** Open renewals whose line is gone; the others are left as they are. */
export async function closeRenewals(tx: Tx, env: Env, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(renewals)
    .set({ state: 'withdrawn', settledAt: env.now })
    .where(and(inArray(renewals.id, [...ids]), eq(renewals.state, 'open')))
}
