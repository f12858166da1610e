import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { notify } from '../../../platform/notifications.ts'
import { refuse } from '../../../platform/problem.ts'
import { RECONCILIATIONS_CHANNEL } from '../channel.ts'
import { reconciliationSchedule } from '../tables.ts'

export type Schedule = typeof reconciliationSchedule.$inferSelect

/** A run whose worker is alive; by the database's clock. */
export const IN_HAND = sql<boolean>`(run_id is not null and lease_until > clock_timestamp())`

/** A server's place in the loop, with whether a run has it in hand; null before its first look. */
export async function scheduleOf(db: Db | Tx, serverId: string) {
  const [row] = await db
    .select({ schedule: reconciliationSchedule, running: IN_HAND })
    .from(reconciliationSchedule)
    .where(eq(reconciliationSchedule.serverId, serverId))
  return row ?? null
}

/** The moment of a server's next run: the servers of an installation are spread over the interval. */
export function nextRunAt(serverId: string, now: Instant, everyMinutes: number): Instant {
  const every = everyMinutes * MINUTE
  const share = Number.parseInt(serverId.replaceAll('-', '').slice(-8), 16) / 2 ** 32
  const offset = Math.floor(share * every)
  return Math.floor((now - offset) / every + 1) * every + offset
}

/**
 * Staff or a finding of the program want a server compared at once. 409 `reconciliation_running`
 * while a run has it in hand.
 */
export async function requestRun(
  tx: Tx,
  { actor, now }: Env,
  { serverId, confirmed }: { serverId: string; confirmed: boolean },
): Promise<void> {
  const found = await scheduleOf(tx, serverId)
  if (found?.running) throw refuse('reconciliation_running')
  const requestedBy = { kind: actor.kind, id: actor.id, name: actor.name }
  const set = { dueAt: now, requestedBy, confirmed }
  await tx
    .insert(reconciliationSchedule)
    .values({ serverId, ...set })
    .onConflictDoUpdate({ target: reconciliationSchedule.serverId, set })
  await notify(tx, RECONCILIATIONS_CHANNEL, '')
}
