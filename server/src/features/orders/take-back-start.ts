import { and, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { cycleOfFirst, reverseRenewal } from '../../domain/renewal.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { BoughtPeriods, DocumentLine } from '../documents/settlement.ts'
import { changeService } from '../services/change.ts'
import { takeService } from '../services/subject.ts'
import { services } from '../services/tables.ts'

/**
 * Takes the refunded first period of services back: a delivered one is paid one period less, in the
 * cycle that it was bought in; what waits for its delivery is not paid for any more, unless it is being
 * cancelled.
 */
export async function takeBackStarts(
  tx: Tx,
  env: Env,
  lines: readonly DocumentLine[],
): Promise<void> {
  for (const id of serviceIdsOf(lines).sort()) await takeBackStart(tx, env, id)
}

const serviceIdsOf = (lines: readonly DocumentLine[]) => [
  ...new Set(lines.map(({ serviceId }) => serviceId).filter((id) => id !== null)),
]

/** The first periods of what was delivered and is not being cancelled. */
export async function boughtStarts(
  db: Db,
  lines: readonly DocumentLine[],
): Promise<BoughtPeriods[]> {
  const rows = await db
    .select({ serviceId: services.id, cycle: services.cycle, firstCycle: services.firstCycle })
    .from(services)
    .where(
      and(
        inArray(services.id, serviceIdsOf(lines)),
        isNotNull(services.deliveredAt),
        isNull(services.cancellationRequestedAt),
      ),
    )
  return rows.flatMap(({ serviceId, ...row }) => {
    const cycle = cycleOfFirst(row)
    return cycle ? [{ serviceId, cycle, periods: 1 }] : []
  })
}

async function takeBackStart(tx: Tx, env: Env, id: string): Promise<void> {
  const { service, zone } = await takeService(tx, id, env.now)
  const { expiresAt, anchorDay, endedAt } = service
  const cycle = cycleOfFirst(service)
  if (endedAt !== null || service.cancellationRequestedAt !== null) return
  const entry = { kind: 'service.start_reversed' }
  if (service.deliveredAt === null) {
    await changeService(tx, env, service, { set: { paidAt: null }, entry })
    return
  }
  if (expiresAt === null || cycle === null) return
  const subject = { expiresAt, anchorDay: anchorDay ?? 1 }
  const period = { cycle, periods: 1 }
  await changeService(tx, env, service, {
    set: { expiresAt: reverseRenewal(subject, period, zone) },
    entry,
  })
}
