import { eq, sql } from 'drizzle-orm'
import { HOUR, type Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { automationGaps, sweepHeartbeat } from './tables.ts'

/** No sweep for longer than this is a gap. */
const GAP_MS = HOUR
const ROW = 1

/** When the last good sweep ended; null before the first. */
export async function lastSweepAt(db: Db | Tx): Promise<Instant | null> {
  const [row] = await db.select().from(sweepHeartbeat).where(eq(sweepHeartbeat.id, ROW))
  return row?.lastAt ?? null
}

/**
 * Notes that the automation is at work at this moment. After more than an hour without, the time
 * between is written down as a gap first. False when the clock stands before the last sweep: then
 * nothing may be done until it has passed it again.
 */
export async function beginSweep(tx: Tx, now: Instant): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(sweepHeartbeat)
    .where(eq(sweepHeartbeat.id, ROW))
    .for('update')
  if (row && now < row.lastAt) return false
  if (row && now - row.lastAt > GAP_MS) {
    await tx.insert(automationGaps).values({ fromAt: row.lastAt, toAt: now })
  }
  await keepHeartbeat(tx, now)
  return true
}

/**
 * Says that nothing was missed up to this moment: a travelling clock steps over empty time. One that
 * was set back takes nothing back.
 */
export async function keepHeartbeat(db: Db | Tx, now: Instant): Promise<void> {
  const lastAt = sql`greatest(excluded.last_at, ${sweepHeartbeat.lastAt})`
  await db
    .insert(sweepHeartbeat)
    .values({ id: ROW, lastAt: now })
    .onConflictDoUpdate({ target: sweepHeartbeat.id, set: { lastAt } })
}
