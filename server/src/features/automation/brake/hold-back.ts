import { sql } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import {
  type BusinessCalendar,
  decide,
  periodKey,
  type Step,
  timeline,
  toSchedule,
} from '../../../domain/automation/index.ts'
import {
  type BrakedStep,
  type BrakeReason,
  type CountedStep,
  standingReasonFor,
} from '../../../domain/brake.ts'
import { localDate } from '../../../domain/calendar.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import type { Decided, HeldBack } from '../decide-chunk.ts'
import { type Approved, takeApproved } from './approved.ts'
import { limitsOfDay, takeFromLedger, type Wanted } from './ledger.ts'
import { readBrakeRules } from './settings.ts'
import { readStandingReasons } from './standing.ts'
import { brakeAlarms, brakeHeld } from './tables.ts'

/** What the brake did to a chunk. */
export interface BrakedChunk {
  /** The services that wait for an approval, and when to look at them again. */
  held: ReadonlyMap<string, HeldBack>
  /** How many of them by reason. */
  reasons: Partial<Record<BrakeReason, number>>
  /** Approvals that are used up when their steps have been done. */
  approved: readonly Approved[]
  /** What was let through and is written in the ledger when the steps are done. */
  owed: readonly Wanted[]
}

const NOTHING: BrakedChunk = { held: new Map(), reasons: {}, approved: [], owed: [] }

/** What is decided of a chunk, and how the ledger is taken. */
interface BrakedWish {
  decided: readonly Decided[]
  calendar: BusinessCalendar
  /** The ledger is locked from here to the end of the transaction. */
  locked: boolean
}

/** A destructive step of a chunk. */
export interface Candidate {
  state: Decided['state']
  step: BrakedStep
  because: Step['because']
}

interface Held extends Candidate {
  reason: BrakeReason
}

/**
 * Holds back what nobody expected: between deciding and doing. What staff approved passes and is
 * not counted; everything else destructive is held while a reason stands, and beyond the number
 * of the day. What it holds waits in `brake_held`, one row a service.
 */
export async function holdBack(
  tx: Tx,
  env: Env,
  { decided, calendar, locked }: BrakedWish,
): Promise<BrakedChunk> {
  const candidates = decided.flatMap(candidateOf)
  if (candidates.length === 0) return NOTHING
  const { approved, others } = await takeApproved(tx, candidates, { calendar, now: env.now })
  const { held, owed } = await judge(tx, env, others, { calendar, locked })
  if (held.length > 0) await keepHeld(tx, env, held, calendar.zone)
  const reasons: BrakedChunk['reasons'] = {}
  for (const { reason } of held) reasons[reason] = (reasons[reason] ?? 0) + 1
  const entryOf = (one: Held) => heldEntry(env, one, calendar)
  return {
    ...{ approved, reasons, owed },
    held: new Map(held.map((one) => [one.state.service.id, entryOf(one)])),
  }
}

/** Destructive steps are done alone; a cause beside another one takes nothing from anybody. */
function candidateOf({ state, steps }: Decided): Candidate[] {
  const [step] = steps
  const { because } = step
  if (step.kind === 'suspend') return step.operation ? [{ state, step: 'suspend', because }] : []
  if (step.kind !== 'expire' && step.kind !== 'cancel') return []
  return [{ state, step: step.kind, because }]
}

async function judge(
  tx: Tx,
  { now }: Env,
  candidates: readonly Candidate[],
  { calendar, locked }: Omit<BrakedWish, 'decided'>,
): Promise<{ held: Held[]; owed: Wanted[] }> {
  if (candidates.length === 0) return { held: [], owed: [] }
  const rules = await readBrakeRules(tx)
  const standing = await readStandingReasons(tx, rules, { calendar, now })
  const held: Held[] = []
  const owed: Wanted[] = []
  const counted: Record<CountedStep, Candidate[]> = { suspend: [], expire: [] }
  for (const candidate of candidates) {
    const reason = standingReasonFor(candidate.step, standing)
    if (reason) held.push({ ...candidate, reason })
    else if (candidate.step !== 'cancel') counted[candidate.step].push(candidate)
  }
  if (counted.suspend.length + counted.expire.length === 0) return { held, owed }
  const { zone } = calendar
  const limits = await limitsOfDay(tx, rules, { now, zone })
  const day = localDate(now, zone)
  // In the order of the names: workers lock the two rows alike.
  for (const step of ['expire', 'suspend'] as const) {
    const own = counted[step]
    const wanted = { day, step, wanted: own.length, limit: limits[step] }
    const taken = await takeFromLedger(tx, wanted, { locked })
    owed.push(...taken.owed)
    held.push(...own.slice(taken.granted).map((one) => ({ ...one, reason: 'too_many' as const })))
  }
  return { held, owed }
}

async function keepHeld(tx: Tx, env: Env, held: readonly Held[], zone: string): Promise<void> {
  const { now } = env
  const day = localDate(now, zone)
  const ids = held.map(({ state }) => state.service.id)
  await tx.execute(sql`
    update brake_held set state = 'dropped', settled_at = ${new Date(now).toISOString()}::timestamptz
    where state in ('held', 'approved') and service_id = any(${sql.param(ids)}::uuid[])`)
  await tx.insert(brakeHeld).values(
    held.map(({ state: { service, subject }, step, reason, because }) => ({
      id: newId(),
      ...{ serviceId: service.id, customerId: subject.service.customerId },
      ...{ step, reason, because, day, heldAt: now },
      periodStart: periodKey(service),
      ...service.price,
    })),
  )
  for (const [key, own] of Map.groupBy(held, ({ step, reason }) => `${step} ${reason}`)) {
    const [step, brake] = key.split(' ')
    await record(
      tx,
      { ...env, cause: { kind: 'policy', step, brake } },
      own.map(({ state: { subject } }) => ({
        subject: 'service',
        subjectId: subject.service.id,
        customerId: subject.service.customerId,
        kind: 'service.held_back',
        after: { step, reason: brake },
      })),
    )
  }
  await alarm(tx, env, { day, reasons: new Set(held.map(({ reason }) => reason)) })
  await tellChanged(tx, [{ subject: 'brake', id: day, customerId: null }])
}

/** Staff are told once a day of each reason, when it begins to hold. */
async function alarm(
  tx: Tx,
  { now }: Env,
  { day, reasons }: { day: string; reasons: ReadonlySet<BrakeReason> },
): Promise<void> {
  const rows = await tx
    .insert(brakeAlarms)
    .values([...reasons].sort().map((reason) => ({ day, reason, at: now })))
    .onConflictDoNothing()
    .returning({ reason: brakeAlarms.reason })
  emit(
    tx,
    'brake.held',
    rows.map(({ reason }) => ({ day, reason })),
  )
}

/** Whatever else comes for the service goes on while its step waits. */
function heldEntry({ now }: Env, { state, step }: Held, calendar: BusinessCalendar): HeldBack {
  const { service, subject } = state
  const facts = { ...state.facts, heldBack: step }
  return toSchedule(decide(service, timeline(service, subject.policy, calendar), facts, now), now)
}
