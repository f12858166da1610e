import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { DueLoop } from '../../platform/due.ts'

/** How long the reports of runs are kept. */
const RUNS_KEPT_MS = 90 * DAY
/** How long it is kept what the brake held and what became of it: as long as the proof of a day. */
const HELD_KEPT_MS = 400 * DAY

/** Rows removed in one statement. */
const CHUNK = 5000

/** Housekeeping: nothing waits for it, so a clock that travels need not stop for it. */
export function forgetOldRuns(ctx: Context): DueLoop {
  return {
    name: 'automation.forget',
    everyMs: 6 * HOUR,
    runDue: (now) => removeOldRuns(ctx, now),
  }
}

/**
 * Removes a chunk of old reports and of held steps that were settled; answers how many rows. What
 * still waits for an answer stays, however old; answers of staff stay for good.
 */
export async function removeOldRuns({ db }: Context, now: Instant): Promise<number> {
  const before = (keptMs: number) => sql`${instantToSql(now - keptMs)}::timestamptz`
  const remove = async (table: SQL, condition: SQL) => {
    const { rowCount } = await db.execute(sql`
      delete from ${table} where id in (
        select id from ${table} where ${condition} limit ${CHUNK})`)
    return rowCount ?? 0
  }
  const runs = await remove(sql`sweep_runs`, sql`started_at < ${before(RUNS_KEPT_MS)}`)
  const held = await remove(
    sql`brake_held`,
    // By its day, which is indexed, and some time after it by when it was settled.
    sql`day < (${before(HELD_KEPT_MS)})::date and settled_at < ${before(HELD_KEPT_MS)}`,
  )
  const { rowCount } = await db.execute(
    sql`delete from automation_resyncs where day < (${before(RUNS_KEPT_MS)})::date`,
  )
  return runs + held + (rowCount ?? 0)
}
