import { and, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import type { Causes } from '../../platform/with-cause.ts'
import { reasonTexts } from '../documents/texts.ts'
import { type Withdrawal, withdrawEach } from '../documents/withdraw-lines.ts'
import { renewals } from './tables.ts'

/**
 * Withdraws the open renewals of locked services: their lines leave the documents, and the lines'
 * settlement closes the renewals. `causes` names the reason of a service where it differs from the
 * environment's.
 */
export async function withdrawRenewals(
  tx: Tx,
  env: Env,
  serviceIds: readonly string[],
  causes: Causes = new Map(),
): Promise<void> {
  if (serviceIds.length === 0) return
  const open = await tx
    .select({ id: renewals.id, lineId: renewals.lineId, serviceId: renewals.serviceId })
    .from(renewals)
    .where(and(anyOf(renewals.serviceId, serviceIds), eq(renewals.state, 'open')))
  if (open.length === 0) return
  const lineIdOf = new Map(open.map(({ serviceId, lineId }) => [serviceId, lineId]))
  const withdrawals = serviceIds.flatMap((id): Withdrawal[] => {
    const lineId = lineIdOf.get(id)
    return lineId ? [{ lineIds: [lineId], cause: causes.get(id) }] : []
  })
  const because = { key: reasonTexts['document.reason.renewal_withdrawn'] }
  await withdrawEach(tx, env, withdrawals, because)
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
    .where(and(anyOf(renewals.id, ids), eq(renewals.state, 'open')))
}
