import { decide, timeline, toSchedule } from '../../../domain/automation/index.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { loadCalendar } from '../load-calendar.ts'
import { loadStates } from '../load-states.ts'

/** A service with the moment at which the schedule has it looked at; null: never. */
export interface Scheduled {
  id: string
  nextAt: Instant | null
}

/** A service that the schedule has looked at later than its facts ask for. */
export interface LateService {
  id: string
  /** What would come too late. */
  step: string | null
}

/** Decides each service again and answers those whose stored moment is too late. Writes nothing. */
export async function findLate(
  tx: Tx,
  scheduled: readonly Scheduled[],
  now: Instant,
): Promise<LateService[]> {
  const calendar = await loadCalendar(tx, now)
  const states = await loadStates(
    tx,
    scheduled.map(({ id }) => id),
    now,
  )
  return scheduled.flatMap(({ id, nextAt }) => {
    const state = states.get(id)
    if (!state) return []
    const milestones = timeline(state.service, state.subject.policy, calendar)
    const due = toSchedule(decide(state.service, milestones, state.facts, now), now)
    return isLate(nextAt, due.nextAt) ? [{ id, step: due.step }] : []
  })
}

/** A minute passes between a step and the look after it. */
function isLate(stored: Instant | null, due: Instant | null): boolean {
  if (due === null) return false
  return stored === null || stored > due + MINUTE
}
