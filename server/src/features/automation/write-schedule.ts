import { sql } from 'drizzle-orm'
import type { ScheduleEntry } from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import { arrayText } from '../../platform/array-text.ts'
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
  const rows = [...entries]
  for (const [id, { nextAt }] of rows)
    if (nextAt !== null && nextAt <= now)
      throw new Error(`service ${id} would be looked at in the past`)
  const column = (pick: (entry: ScheduleEntry) => string | null) =>
    arrayText(rows.map(([, entry]) => pick(entry)))
  const nextAt = ({ nextAt: at }: ScheduleEntry) => (at === null ? null : instantToSql(at))
  const because = ({ because: why }: ScheduleEntry) => why && JSON.stringify(why)
  await tx.execute(sql`
    update service_schedule s
    set next_at = e.next_at, blocked_on = e.blocked_on, step = e.step, because = e.because,
        failures = 0, last_error = null, decided_at = ${instantToSql(now)}::timestamptz
    from unnest(
      ${arrayText(rows.map(([id]) => id))}::uuid[], ${column(nextAt)}::timestamptz[],
      ${column((entry) => entry.blockedOn)}::text[], ${column((entry) => entry.step)}::text[],
      ${column(because)}::jsonb[]
    ) as e(id, next_at, blocked_on, step, because)
    where s.service_id = e.id`)
}
