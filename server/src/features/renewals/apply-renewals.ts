import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { isRecurring } from '../../domain/cycle.ts'
import { applyRenewal } from '../../domain/renewal.ts'
import { isEnded } from '../../domain/service-lifecycle.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { openOperations, withdrawWaiting } from '../operations/request.ts'
import { changeService } from '../services/change.ts'
import { takeService } from '../services/subject.ts'
import type { Renewal } from './facts.ts'
import { renewals } from './tables.ts'

/**
 * Applies paid renewals, each exactly once: the row is moved from open to applied first, and only
 * what was moved extends its service. Answers those whose service has ended: nothing was done.
 */
export async function applyRenewals(
  tx: Tx,
  env: Env,
  renewalIds: readonly string[],
): Promise<{ unhonoured: string[] }> {
  const unhonoured: string[] = []
  for (const id of renewalIds) {
    const [renewal] = await tx
      .update(renewals)
      .set({ state: 'applied', appliedAt: env.now, settledAt: env.now })
      .where(and(eq(renewals.id, id), inArray(renewals.state, ['open'])))
      .returning()
    if (!renewal) continue
    const extended = await extendService(tx, env, renewal)
    if (!extended) unhonoured.push(id)
  }
  if (unhonoured.length > 0) {
    await tx
      .update(renewals)
      .set({ state: 'withdrawn', appliedAt: null })
      .where(inArray(renewals.id, unhonoured))
  }
  return { unhonoured }
}

/** False when the service has ended: money renews nothing any more. */
async function extendService(tx: Tx, env: Env, renewal: Renewal): Promise<boolean> {
  const { service, policy, zone } = await takeService(tx, renewal.serviceId, env.now)
  const { expiresAt, anchorDay } = service
  if (isEnded(service.status) || expiresAt === null || !isRecurring(renewal.cycle)) return false
  if (!(await abandonEnd(tx, env, service.id))) return false
  const period = applyRenewal(
    { expiresAt, anchorDay: anchorDay ?? 1 },
    {
      cycle: renewal.cycle,
      periods: renewal.periods,
      paidAt: env.now,
      suspendedForOverdue:
        service.status === 'suspended' &&
        service.suspensions.some(({ cause }) => cause === 'overdue'),
      renewalBasis: policy.values.renewalBasis,
    },
    zone,
  )
  await tx
    .update(renewals)
    .set({ periodStartAt: period.startsAt, periodEndAt: period.expiresAt })
    .where(eq(renewals.id, renewal.id))
  await changeService(tx, env, service, {
    set: {
      expiresAt: period.expiresAt,
      anchorDay: period.anchorDay,
      renewalCount: service.renewalCount + renewal.periods,
      graceUntil: null,
    },
    entry: { kind: 'service.renewed', after: { renewalId: renewal.id, cycle: renewal.cycle } },
  })
  emit(tx, 'service.renewed', [{ serviceId: service.id, renewalId: renewal.id }])
  return true
}

/**
 * An end that nothing of was sent to the server is abandoned by the payment. False when the removal
 * is on the server already.
 */
async function abandonEnd(tx: Tx, env: Env, serviceId: string): Promise<boolean> {
  const ends = (await openOperations(tx, [serviceId])).filter(({ kind }) => kind === 'terminate')
  if (ends.some(({ attempts }) => attempts > 0)) return false
  if (ends.length > 0) await withdrawWaiting(tx, env, serviceId)
  return true
}
