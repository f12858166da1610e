import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { idArray } from '../../../platform/any-of.ts'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { lockServices } from '../../operations/lock-services.ts'
import { wakeServices } from '../../services/wake.ts'
import { automationResyncs } from '../tables.ts'
import { findLate, type LateService, type Scheduled } from './find-late.ts'

/** Services looked at in one transaction. */
const CHUNK = 1000

/** Late services that the log names. */
const LOGGED = 10

/** How a resync goes on: so many services were looked at, or there is nothing to do for this worker. */
export type Looked = { kind: 'looked'; services: number } | { kind: 'busy' } | { kind: 'finished' }

/**
 * Looks at the next services of the day's resync, and wakes those that would be looked at too late.
 * A worker at a time; one that dies leaves the rest to the next.
 */
export async function lookAgain(
  tx: Tx,
  ctx: Context,
  { day, now }: { day: string; now: Instant },
): Promise<Looked> {
  await tx.insert(automationResyncs).values({ day, startedAt: now }).onConflictDoNothing()
  const ofDay = eq(automationResyncs.day, day)
  const [resync] = await tx
    .select()
    .from(automationResyncs)
    .where(and(ofDay, isNull(automationResyncs.finishedAt)))
    .for('update', { skipLocked: true })
  if (!resync) {
    const [row] = await tx.select().from(automationResyncs).where(ofDay)
    return { kind: row?.finishedAt == null ? 'busy' : 'finished' }
  }
  const after = sql`d.service_id > ${resync.upTo ?? '00000000-0000-0000-0000-000000000000'}::uuid`
  const scheduled = await readScheduled(tx, sql`${after} order by d.service_id limit ${CHUNK}`)
  const late = await wakeLate(tx, await findLate(tx, scheduled, now), now)
  if (late.length > 0)
    ctx.log.error(
      { count: late.length, first: late.slice(0, LOGGED) },
      'services would have been looked at too late',
    )
  await tx
    .update(automationResyncs)
    .set({
      upTo: scheduled.at(-1)?.id ?? resync.upTo,
      services: resync.services + scheduled.length,
      late: resync.late + late.length,
      finishedAt: scheduled.length < CHUNK ? now : null,
    })
    .where(ofDay)
  return { kind: 'looked', services: scheduled.length }
}

/**
 * What somebody changed between two looks only seemed late, so each is looked at again under its
 * lock. Answers those that were woken.
 */
async function wakeLate(
  tx: Tx,
  seeming: readonly LateService[],
  now: Instant,
): Promise<LateService[]> {
  if (seeming.length === 0) return []
  const ids = seeming.map(({ id }) => id)
  await lockServices(tx, ids)
  const scheduled = await readScheduled(tx, sql`d.service_id = any(${idArray(ids)})`)
  const late = await findLate(tx, scheduled, now)
  await wakeServices(
    tx,
    late.map(({ id }) => id),
    now,
  )
  return late
}

/** Those that failed wait longer on purpose, and what the brake holds waits for staff. */
async function readScheduled(tx: Tx, which: ReturnType<typeof sql>): Promise<Scheduled[]> {
  const { rows } = await tx.execute<{ id: string; next_at: string | null }>(sql`
    select d.service_id as id, d.next_at::text as next_at
    from service_schedule d join services s on s.id = d.service_id and s.archived_at is null
    where d.failures = 0 and d.blocked_on is distinct from 'approval' and ${which}`)
  return rows.map(({ id, next_at }) => ({
    id,
    nextAt: next_at === null ? null : instantFromSql(next_at),
  }))
}
