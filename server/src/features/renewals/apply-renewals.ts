import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Env } from '../../context.ts'
import { isRecurring } from '../../domain/cycle.ts'
import { applyRenewal, type Period } from '../../domain/renewal.ts'
import { isEnded } from '../../domain/service-lifecycle.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { kept } from '../../platform/kept-query.ts'
import { updateMany } from '../../platform/update-many.ts'
import type { Causes } from '../../platform/with-cause.ts'
import { lockServices } from '../operations/lock-services.ts'
import { openOperations, withdrawWaiting } from '../operations/open-operations.ts'
import { changeServices } from '../services/change.ts'
import { loadServices, type ServiceSubject } from '../services/subject.ts'
import { services } from '../services/tables.ts'
import { wakeServices } from '../services/wake.ts'
import type { Renewal } from './facts.ts'
import { renewals } from './tables.ts'

/**
 * Applies paid renewals of different services, each exactly once: the row is moved from open to
 * applied first, and only what was moved extends its service. Answers those whose service has ended:
 * nothing was done. `causes` names the reason of a renewal where it differs.
 */
export async function applyRenewals(
  tx: Tx,
  env: Env,
  renewalIds: readonly string[],
  causes: Causes = new Map(),
): Promise<{ unhonoured: string[] }> {
  if (renewalIds.length === 0) return { unhonoured: [] }
  await freePeriods(tx, env, renewalIds)
  const moved = await tx
    .update(renewals)
    .set({ state: 'applied', appliedAt: env.now, settledAt: env.now })
    .where(and(anyOf(renewals.id, renewalIds), eq(renewals.state, 'open')))
    .returning()
  const extended = await extendServices(tx, env, moved, causes)
  const unhonoured = moved.map(({ id }) => id).filter((id) => !extended.has(id))
  if (unhonoured.length > 0)
    await tx
      .update(renewals)
      .set({ state: 'withdrawn', appliedAt: null })
      .where(anyOf(renewals.id, unhonoured))
  return { unhonoured }
}

/**
 * Where an expiry was moved back, by hand or by a refund, periods that were bought after it are sold
 * once more: each may be applied again.
 */
async function freePeriods(tx: Tx, env: Env, renewalIds: readonly string[]): Promise<void> {
  const bought = alias(renewals, 'bought')
  await kept(
    tx
      .update(renewals)
      .set({ soldAgainAt: env.now })
      .from(bought)
      .innerJoin(services, eq(services.id, bought.serviceId))
      .where(
        and(
          anyOf(bought.id, renewalIds),
          eq(bought.state, 'open'),
          eq(renewals.serviceId, bought.serviceId),
          eq(renewals.state, 'applied'),
          isNull(renewals.soldAgainAt),
          gte(renewals.periodStartAt, sql`least(${bought.periodStartAt}, ${services.expiresAt})`),
        ),
      ),
  )
}

/** A renewal with the service that it extends. */
interface Extension {
  renewal: Renewal
  subject: ServiceSubject
  period: Period
}

/** Answers the renewals that did: money renews nothing any more where the service has ended. */
async function extendServices(
  tx: Tx,
  env: Env,
  moved: readonly Renewal[],
  causes: Causes,
): Promise<Set<string>> {
  const ids = moved.map(({ serviceId }) => serviceId)
  await lockServices(tx, ids)
  const subjects = await loadServices(tx, ids, env.now)
  const wanted = moved.flatMap((renewal): Extension[] => {
    const subject = subjects.get(renewal.serviceId)
    if (!subject) throw new Error(`no service ${renewal.serviceId}`)
    const period = periodOf(subject, renewal, env)
    return period ? [{ renewal, subject, period }] : []
  })
  const removing = await abandonEnds(tx, env, wanted, causes)
  const extensions = wanted.filter(({ subject }) => !removing.has(subject.service.id))
  await updateMany(
    tx,
    renewals,
    extensions.map(({ renewal: { id }, period }) => ({
      ...{ id, periodStartAt: period.startsAt, periodEndAt: period.expiresAt },
    })),
  )
  await changeServices(
    tx,
    env,
    extensions.map(({ renewal, subject: { service }, period }) => ({
      service,
      set: {
        expiresAt: period.expiresAt,
        anchorDay: period.anchorDay,
        renewalCount: service.renewalCount + renewal.periods,
        graceUntil: null,
      },
      entry: { kind: 'service.renewed', after: { renewalId: renewal.id, cycle: renewal.cycle } },
      cause: causes.get(renewal.id),
    })),
  )
  const renewed = extensions.map(({ renewal: { id, serviceId } }) => ({ serviceId, renewalId: id }))
  await wakeServices(
    tx,
    renewed.map(({ serviceId }) => serviceId),
    env.now,
  )
  emit(tx, 'service.renewed', renewed)
  return new Set(renewed.map(({ renewalId }) => renewalId))
}

/** Null when the service has ended, or has no end that could be moved. */
function periodOf(
  { service, policy, zone }: ServiceSubject,
  { cycle, periods }: Renewal,
  { now }: Env,
): Period | null {
  const { expiresAt, anchorDay } = service
  if (isEnded(service.status) || expiresAt === null || !isRecurring(cycle)) return null
  return applyRenewal(
    { expiresAt, anchorDay: anchorDay ?? 1 },
    {
      cycle,
      periods,
      paidAt: now,
      suspendedForOverdue:
        service.status === 'suspended' &&
        service.suspensions.some(({ cause }) => cause === 'overdue'),
      renewalBasis: policy.values.renewalBasis,
    },
    zone,
  )
}

/**
 * Ends that nothing of was sent to the server are abandoned by the payment. Answers the services
 * whose removal is on the server already.
 */
async function abandonEnds(
  tx: Tx,
  env: Env,
  wanted: readonly Extension[],
  causes: Causes,
): Promise<Set<string>> {
  const renewalOf = new Map(wanted.map(({ renewal }) => [renewal.serviceId, renewal.id]))
  const open = await openOperations(tx, [...renewalOf.keys()])
  const ends = open.filter(({ kind }) => kind === 'terminate')
  const begun = new Set(
    ends.filter(({ attempts }) => attempts > 0).map(({ serviceId }) => serviceId),
  )
  const waiting = ends.map(({ serviceId }) => serviceId).filter((id) => !begun.has(id))
  const reasons = new Map(waiting.map((id) => [id, causes.get(renewalOf.get(id) ?? '')]))
  await withdrawWaiting(tx, env, waiting, reasons)
  return begun
}
