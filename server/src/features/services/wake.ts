import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import { anyOf } from '../../platform/any-of.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import { notify } from '../../platform/notifications.ts'
import { services } from './tables.ts'

/** NOTIFY channel that the automation's sweep listens to. */
export const AUTOMATION_CHANNEL = 'automation'

/**
 * Makes the automation look at these services at once. Whatever changes something that a decision
 * depends on calls it; too early is harmless, too late is a bug. Services that were deleted since
 * are passed over.
 */
export async function wakeServices(tx: Tx, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  const sorted = [...new Set(ids)].sort()
  await keptStatement(tx, wakeRows(sql`services where ${anyOf(services.id, sorted)}`, now))
  await tellAutomation(tx)
}

/** Makes the services due whose ids come from `source`, as a part of any statement. */
export const wakeRows = (source: SQL, now: Instant): SQL => sql`
  insert into service_schedule (service_id, next_at)
  select id, ${instantToSql(now)}::timestamptz from ${source} order by id
  on conflict (service_id) do update
    set next_at = least(service_schedule.next_at, excluded.next_at), blocked_on = null`

/** Whoever makes services due by a statement of its own says so. */
export const tellAutomation = (tx: Tx): Promise<void> => notify(tx, AUTOMATION_CHANNEL, '')
