import { periodKey, type Step } from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { insertMany } from '../../platform/insert-many.ts'
import type { Decided } from './decide-chunk.ts'
import { automationSteps } from './tables.ts'

type DoneRow = typeof automationSteps.$inferInsert

/**
 * Stores what was done, once per service, period and step, with what it made needless. The services
 * are locked, so what their facts hold is all that there is: a step that is done again in its period
 * keeps its first row.
 */
export async function writeDone(tx: Tx, done: readonly Decided[], now: Instant): Promise<void> {
  const rows = done.flatMap((one) => {
    const stored = new Set(one.state.facts.done.map(({ key }) => key))
    return one.steps
      .flatMap((step) => rowsOf(one, step, now))
      .filter(({ step }) => !stored.has(step) && stored.add(step))
  })
  await insertMany(tx, automationSteps, rows)
}

function rowsOf({ state: { service } }: Decided, step: Step, now: Instant): DoneRow[] {
  const shared = { serviceId: service.id, periodStart: periodKey(service), dueAt: now, doneAt: now }
  const because = step.because as unknown as Record<string, unknown>
  const sent = step.kind !== 'remind' || step.send
  return [
    { ...shared, step: step.key, outcome: sent ? 'done' : 'skipped', because },
    ...step.skips.map((key) => ({ ...shared, step: key, outcome: 'skipped' as const, because })),
  ]
}
