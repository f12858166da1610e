import { sql } from 'drizzle-orm'
import type { ScheduleEntry } from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { rowSource } from '../../platform/row-source.ts'
import { serviceSchedule } from '../services/tables.ts'

/**
 * Stores when to look at each service again, and why. Every entry lies in the future or is null:
 * anything else would make the sweep run in circles.
 */
export async function writeSchedule(
  tx: Tx,
  entries: ReadonlyMap<string, ScheduleEntry>,
  now: Instant,
): Promise<void> {
  if (entries.size === 0) return
  const rows = [...entries].map(([serviceId, { nextAt, blockedOn, step, because }]) => {
    if (nextAt !== null && nextAt <= now)
      throw new Error(`service ${serviceId} would be looked at in the past`)
    const decided = { failures: 0, lastError: null, decidedAt: now }
    return { serviceId, nextAt, blockedOn, step, because, ...decided }
  })
  const { cells, source } = rowSource(serviceSchedule, rows, 'serviceId')
  const [id, ...others] = cells
  const sets = others.map(({ name, value }) => sql`${sql.identifier(name)} = ${value}`)
  await tx.execute(sql`
    update service_schedule set ${sql.join(sets, sql`, `)}
    from ${source} where service_schedule.service_id = ${id?.value}`)
}
