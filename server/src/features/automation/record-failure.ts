import { eq } from 'drizzle-orm'
import { type Instant, MINUTE } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { serviceSchedule } from '../services/tables.ts'

/** Waits after failures in a row, in minutes; the last one repeats. */
const LADDER = [1, 5, 15, 60]

/** Sets a service aside whose step could not be done, with its error; it is tried again later. */
export async function recordFailure(
  tx: Tx,
  failure: { serviceId: string; code: string; now: Instant },
): Promise<void> {
  const { serviceId, code, now } = failure
  const [row] = await tx
    .select({ failures: serviceSchedule.failures })
    .from(serviceSchedule)
    .where(eq(serviceSchedule.serviceId, serviceId))
  const failures = (row?.failures ?? 0) + 1
  const waitMinutes = LADDER[failures - 1] ?? LADDER.at(-1) ?? 60
  await tx
    .update(serviceSchedule)
    .set({
      failures,
      lastError: code.slice(0, 500),
      nextAt: now + waitMinutes * MINUTE,
      blockedOn: 'staff',
      decidedAt: now,
    })
    .where(eq(serviceSchedule.serviceId, serviceId))
}
