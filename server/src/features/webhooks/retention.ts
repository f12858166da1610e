import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { DueLoop } from '../../platform/due.ts'

/** How long the log of webhooks is kept. */
const KEPT_FOR_MS = 30 * DAY

/** Events removed in one statement. */
const CHUNK = 2000

/** Housekeeping: nothing waits for it, so a clock that travels need not stop for it. */
export function forgetOldEvents(ctx: Context): DueLoop {
  return {
    name: 'webhooks.forget',
    everyMs: 6 * HOUR,
    runDue: (now) => removeOldEvents(ctx, now),
  }
}

/** Removes a chunk of old events with what was sent of them; answers how many events. */
export async function removeOldEvents({ db }: Context, now: Instant): Promise<number> {
  const { rowCount } = await db.execute(sql`
    with old as (
      select id from webhook_events
      where at < ${instantToSql(now - KEPT_FOR_MS)}::timestamptz limit ${CHUNK}),
    sent as (delete from webhook_deliveries where event_id in (select id from old) returning id),
    tried as (delete from webhook_attempts where delivery_id in (select id from sent))
    delete from webhook_events where id in (select id from old)`)
  return rowCount ?? 0
}
