import { and, eq } from 'drizzle-orm'
import type { ScheduleEntry } from '../../../domain/automation/index.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Tx } from '../../../platform/db.ts'
import type { AutomationState } from '../load-states.ts'
import { brakeHeld } from './tables.ts'

/**
 * A held service that was paid, or moved on in any other way, is held no longer: what was decided
 * for it does not wait for the approval any more.
 */
export async function dropMovedOn(
  tx: Tx,
  {
    states,
    entries,
    now,
  }: {
    states: ReadonlyMap<string, AutomationState>
    entries: ReadonlyMap<string, ScheduleEntry>
    now: Instant
  },
): Promise<void> {
  const ids = [...states.values()]
    .filter(({ service, facts }) => {
      const entry = entries.get(service.id)
      return facts.heldBack !== null && entry !== undefined && !stillWaits(entry, now)
    })
    .map(({ service }) => service.id)
  if (ids.length === 0) return
  await tx
    .update(brakeHeld)
    .set({ state: 'dropped', settledAt: now })
    .where(and(eq(brakeHeld.state, 'held'), anyOf(brakeHeld.serviceId, ids)))
}

/** For the approval itself, or for something that goes on before it: it may come back to it. */
function stillWaits({ blockedOn, nextAt }: ScheduleEntry, now: Instant): boolean {
  const comesBack = nextAt === now + MINUTE
  return (
    comesBack || blockedOn === 'approval' || blockedOn === 'operation' || blockedOn === 'charge'
  )
}
