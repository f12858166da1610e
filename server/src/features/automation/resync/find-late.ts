import { type Instant, MINUTE } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { inSavepoint } from '../../../platform/transaction.ts'
import { decideChunk } from '../decide-chunk.ts'
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
  /** What would come too late; null: it cannot be decided. */
  step: string | null
}

/**
 * Decides each service again and answers those whose stored moment is too late. One that cannot be
 * decided, or not even read, is among them: looked at, the sweep sets it aside for staff to see.
 * Writes nothing.
 */
export async function findLate(
  tx: Tx,
  scheduled: readonly Scheduled[],
  now: Instant,
): Promise<LateService[]> {
  try {
    return await inSavepoint(tx, (inner) => decideAgain(inner, scheduled, now))
  } catch (error) {
    const [alone, ...others] = scheduled
    if (!alone) throw error
    if (others.length === 0) return [{ id: alone.id, step: null }]
    const half = Math.ceil(scheduled.length / 2)
    const first = await findLate(tx, scheduled.slice(0, half), now)
    return [...first, ...(await findLate(tx, scheduled.slice(half), now))]
  }
}

async function decideAgain(
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
  const { decided, entries, errors } = decideChunk(states.values(), calendar, now)
  const steps = new Map(decided.map(({ state, steps }) => [state.service.id, steps[0].kind]))
  const broken = new Set(errors.map(({ serviceId }) => serviceId))
  return scheduled.flatMap(({ id, nextAt }): LateService[] => {
    const step = steps.get(id)
    if (step) return isLate(nextAt, now) ? [{ id, step }] : []
    if (broken.has(id)) return [{ id, step: null }]
    const entry = entries.get(id)
    return isLate(nextAt, entry?.nextAt ?? null) ? [{ id, step: entry?.step ?? null }] : []
  })
}

/** A minute passes between a step and the look after it. */
function isLate(stored: Instant | null, due: Instant | null): boolean {
  if (due === null) return false
  return stored === null || stored > due + MINUTE
}
