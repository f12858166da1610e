import { sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import type { BrakeReason } from '../../domain/brake.ts'
import type { Instant } from '../../domain/instant.ts'
import { AUTOMATION } from '../../platform/actor.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { openRenewals } from '../renewals/open-renewals.ts'
import { useUpApprovals } from './brake/approved.ts'
import { dropMovedOn } from './brake/drop-moved-on.ts'
import { holdBack } from './brake/hold-back.ts'
import { LedgerUsedUp, writeOwed } from './brake/ledger.ts'
import { decideChunk } from './decide-chunk.ts'
import { doChunk } from './do-chunk.ts'
import { loadCalendar } from './load-calendar.ts'
import { loadStates } from './load-states.ts'
import { recordFailure } from './record-failure.ts'
import { writeDone } from './write-done.ts'
import { writeSchedule } from './write-schedule.ts'

/** Rows per transaction. */
export const CHUNK = 1000

/** What one chunk came to. */
export interface ChunkReport {
  taken: number
  steps: Record<string, number>
  /** Services that the brake held back, by its reason. */
  held: Partial<Record<BrakeReason, number>>
  errors: { serviceId: string; message: string }[]
}

/**
 * Takes the services whose moment has come, decides each from current facts, does the steps and
 * stores when to look again. An error of the database rolls the chunk back; it is halved until the
 * row at fault stands alone and is set aside with its error. `locked` keeps the brake's ledger for
 * the whole chunk.
 */
export async function sweepChunk(
  ctx: Context,
  now: Instant,
  size = CHUNK,
  locked = false,
): Promise<ChunkReport> {
  try {
    return await inTransaction(ctx, (tx) => takeChunk(tx, ctx, { now, size, locked }))
  } catch (error) {
    if (error instanceof LedgerUsedUp) return sweepChunk(ctx, now, size, true)
    if (size > 1) return sweepChunk(ctx, now, Math.ceil(size / 2))
    const message = messageOf(error)
    const serviceId = await inTransaction(ctx, (tx) => setFirstAside(tx, message, now))
    ctx.log.error({ err: error, serviceId }, 'automation failed for a service')
    return { taken: 1, steps: {}, held: {}, errors: serviceId ? [{ serviceId, message }] : [] }
  }
}

/** Take, load, decide all, hold back, do, store the schedule; documents last. */
async function takeChunk(
  tx: Tx,
  ctx: Context,
  { now, size, locked }: { now: Instant; size: number; locked: boolean },
): Promise<ChunkReport> {
  const ids = await takeDue(tx, now, size)
  const report: ChunkReport = { taken: ids.length, steps: {}, held: {}, errors: [] }
  if (ids.length === 0) return report
  const env: Env = { ctx, actor: AUTOMATION, now, cause: { kind: 'policy' } }
  const calendar = await loadCalendar(tx, now)
  const states = await loadStates(tx, ids, now)
  const { decided, entries, errors } = decideChunk(states.values(), calendar, now)
  const braked = await holdBack(tx, env, { decided, calendar, locked })
  const allowed = decided.filter(({ state }) => !braked.held.has(state.service.id))
  const outcome = await doChunk(tx, env, { decided: allowed, calendar })
  await writeDone(tx, outcome.done, now)
  const doneIds = new Set(outcome.done.map(({ state }) => state.service.id))
  await useUpApprovals(tx, env, braked.approved, doneIds)
  const schedule = new Map([...entries, ...braked.held, ...outcome.entries])
  await writeSchedule(tx, schedule, now)
  await dropMovedOn(tx, { states, entries: schedule, now })
  report.held = braked.reasons
  for (const { serviceId, error } of errors) {
    ctx.log.error({ err: error, serviceId }, 'a service could not be decided')
    await setAside(tx, report, { serviceId, message: messageOf(error), now })
  }
  for (const { serviceId, code } of outcome.refused)
    await setAside(tx, report, { serviceId, message: code, now })
  for (const { kind } of outcome.done.flatMap(({ steps }) => steps))
    report.steps[kind] = (report.steps[kind] ?? 0) + 1
  await writeOwed(tx, braked.owed)
  // Documents come last: with numbers given from the start, the counter is the last lock of all.
  const cause = { kind: 'policy' as const, step: 'invoice', rule: 'before_expiry' }
  await openRenewals(tx, { ...env, cause }, outcome.planned)
  return report
}

async function setAside(
  tx: Tx,
  report: ChunkReport,
  { serviceId, message, now }: { serviceId: string; message: string; now: Instant },
): Promise<void> {
  await recordFailure(tx, { serviceId, code: message, now })
  report.errors.push({ serviceId, message })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Due services in id order, locked by their rows; what somebody else holds is left for the next time. */
async function takeDue(tx: Tx, now: Instant, size: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select service_id as id from service_schedule
    where next_at <= ${instantToSql(now)}::timestamptz
    order by next_at limit ${size} for no key update skip locked`)
  return rows.map((row) => row.id).sort()
}

/** The row at fault is the first that is due: the chunk of one that just failed took it too. */
async function setFirstAside(tx: Tx, message: string, now: Instant): Promise<string | null> {
  const [serviceId] = await takeDue(tx, now, 1)
  if (serviceId === undefined) return null
  await recordFailure(tx, { serviceId, code: message, now })
  return serviceId
}
