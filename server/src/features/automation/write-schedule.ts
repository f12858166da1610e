import { sql } from 'drizzle-orm'
import type { ScheduleEntry } from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'

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
  const rows = [...entries].map(([id, entry]) => {
    if (entry.nextAt !== null && entry.nextAt <= now) {
      throw new Error(`service ${id} would be looked at in the past`)
    }
    return {
      id,
      next_at: entry.nextAt === null ? null : instantToSql(entry.nextAt),
      blocked_on: entry.blockedOn,
      step: entry.step,
      because: entry.because,
    }
  })
  await tx.execute(sql`
    update service_schedule s
    set next_at = e.next_at, blocked_on = e.blocked_on, step = e.step, because = e.because,
        failures = 0, last_error = null, decided_at = ${instantToSql(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e(id uuid, next_at timestamptz, blocked_on text, step text, because jsonb)
    where s.service_id = e.id`)
}
