import { sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import {
  apply,
  type BusinessCalendar,
  decide,
  periodKey,
  request,
  type ScheduleEntry,
  type ServiceState,
  type Step,
  timeline,
  toSchedule,
} from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import { AUTOMATION } from '../../platform/actor.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import { inSavepoint, inTransaction } from '../../platform/transaction.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { doSteps, makeRenewals } from './do-steps.ts'
import { loadCalendar } from './load-calendar.ts'
import { type AutomationState, loadStates } from './load-states.ts'
import { recordFailure } from './record-failure.ts'
import { automationSteps } from './tables.ts'
import { writeSchedule } from './write-schedule.ts'

/** Rows per transaction. */
export const CHUNK = 1000

/** What one chunk came to. */
export interface ChunkReport {
  taken: number
  steps: Record<string, number>
  errors: { serviceId: string; message: string }[]
}

/**
 * Takes the services whose moment has come, decides each from current facts, does the steps and
 * stores when to look again. An error of the database rolls the chunk back; it is halved until the
 * row at fault stands alone and is set aside with its error.
 */
export async function sweepChunk(ctx: Context, now: Instant, size = CHUNK): Promise<ChunkReport> {
  try {
    return await inTransaction(ctx, (tx) => takeChunk(tx, ctx, { now, size }))
  } catch (error) {
    if (size > 1) return sweepChunk(ctx, now, Math.ceil(size / 2))
    const message = error instanceof Error ? error.message : String(error)
    const serviceId = await inTransaction(ctx, (tx) => setAside(tx, message, now))
    ctx.log.error({ err: error, serviceId }, 'automation failed for a service')
    return { taken: 1, steps: {}, errors: serviceId ? [{ serviceId, message }] : [] }
  }
}

async function takeChunk(
  tx: Tx,
  ctx: Context,
  { now, size }: { now: Instant; size: number },
): Promise<ChunkReport> {
  const report: ChunkReport = { taken: 0, steps: {}, errors: [] }
  const ids = await takeDue(tx, now, size)
  report.taken = ids.length
  if (ids.length === 0) return report
  const calendar = await loadCalendar(tx, now)
  const env: Env = { ctx, actor: AUTOMATION, now, cause: { kind: 'policy' } }
  const planned: PlannedRenewal[] = []
  const done: DoneRow[] = []
  const entries = new Map<string, ScheduleEntry>()
  for (const state of (await loadStates(tx, ids, now)).values()) {
    const { id } = state.subject.service
    try {
      const outcome = await moveOne(tx, env, { state, calendar })
      entries.set(id, outcome.entry)
      if (outcome.planned) planned.push(outcome.planned)
      for (const step of outcome.steps) {
        done.push(...doneRows(state, step, now))
        report.steps[step.kind] = (report.steps[step.kind] ?? 0) + 1
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await recordFailure(tx, { serviceId: id, code: error.code, now })
      report.errors.push({ serviceId: id, message: error.code })
    }
  }
  await insertDone(tx, done)
  await writeSchedule(tx, entries, now)
  // Documents come last: with numbers given from the start, the counter is the last lock of all.
  await makeRenewals(tx, env, planned)
  return report
}

/** Locked schedule rows and services; what somebody else holds is left for the next time. */
async function takeDue(tx: Tx, now: Instant, size: number): Promise<string[]> {
  const { rows: due } = await tx.execute<{ id: string }>(sql`
    select service_id as id from service_schedule
    where next_at <= ${instantToSql(now)}::timestamptz
    order by next_at limit ${size} for update skip locked`)
  if (due.length === 0) return []
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from services where id = any(${sql.param(due.map((row) => row.id))}::uuid[])
    order by id for no key update skip locked`)
  return rows.map((row) => row.id)
}

/** The row at fault is the first that is due: the chunk of one that just failed took it too. */
async function setAside(tx: Tx, message: string, now: Instant): Promise<string | null> {
  const [serviceId] = await takeDue(tx, now, 1)
  if (serviceId === undefined) return null
  await recordFailure(tx, { serviceId, code: message, now })
  return serviceId
}

/** Decides, does, and decides again on what that changed, for the moment to look next. */
async function moveOne(
  tx: Tx,
  env: Env,
  { state, calendar }: { state: AutomationState; calendar: BusinessCalendar },
): Promise<{ entry: ScheduleEntry; steps: readonly Step[]; planned: PlannedRenewal | null }> {
  const { subject, service, facts } = state
  const milestones = timeline(service, subject.policy, calendar)
  const decision = decide(service, milestones, facts, env.now)
  if (decision.kind !== 'do')
    return { entry: toSchedule(decision, env.now), steps: [], planned: null }
  // What one service cannot do is undone for it alone; documents are made for all at the end.
  const writes = decision.steps.some(({ kind }) => kind !== 'invoice')
  const planned = writes
    ? await inSavepoint(tx, (inner) => doSteps(inner, env, state, decision.steps))
    : await doSteps(tx, env, state, decision.steps)
  const after = afterSteps(env, state, decision.steps)
  const next = decide(
    after.service,
    timeline(after.service, subject.policy, calendar),
    after.facts,
    env.now,
  )
  return { entry: toSchedule(next, env.now), steps: decision.steps, planned }
}

/** Types without a server finish their moves at once; all others have only asked for them. */
function afterSteps(
  { ctx, now }: Env,
  state: AutomationState,
  steps: readonly Step[],
): ServiceState {
  const module = ctx.modules.get(state.subject.service.type)
  const follow = module?.needsServer === false ? apply : request
  let after: ServiceState = { service: state.service, facts: state.facts }
  for (const step of steps) after = follow(after.service, after.facts, step, now)
  return after
}

type DoneRow = typeof automationSteps.$inferInsert

function doneRows({ service }: AutomationState, step: Step, now: Instant): DoneRow[] {
  const shared = { serviceId: service.id, periodStart: periodKey(service), dueAt: now, doneAt: now }
  const because = { ...step.because }
  const sent = step.kind !== 'remind' || step.send
  return [
    { ...shared, step: step.key, outcome: sent ? 'done' : 'skipped', because },
    ...step.skips.map((key) => ({ ...shared, step: key, outcome: 'skipped' as const, because })),
  ]
}

async function insertDone(tx: Tx, rows: DoneRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(automationSteps).values(rows).onConflictDoNothing()
}
