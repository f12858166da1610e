import type { Env } from '../../context.ts'
import {
  apply,
  type BusinessCalendar,
  decide,
  request,
  type ScheduleEntry,
  type ServiceState,
  timeline,
  toSchedule,
} from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import { inSavepoint } from '../../platform/transaction.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { loadServices, type ServiceSubject } from '../services/subject.ts'
import type { Decided } from './decide-chunk.ts'
import { doSteps } from './do-steps.ts'

/** What was done of a chunk. */
export interface DoneChunk {
  done: Decided[]
  /** When to look again at each service that something was done to. */
  entries: Map<string, ScheduleEntry>
  /** Renewals to be opened with their documents, last of all. */
  planned: PlannedRenewal[]
  /** Services that refused their step. */
  refused: { serviceId: string; code: string }[]
}

/** Does the steps of each service, and decides again on what that changed. */
export async function doChunk(
  tx: Tx,
  env: Env,
  { decided, calendar }: { decided: readonly Decided[]; calendar: BusinessCalendar },
): Promise<DoneChunk> {
  const chunk: DoneChunk = { done: [], entries: new Map(), planned: [], refused: [] }
  const ids = decided.map(({ state }) => state.service.id)
  const subjects = await loadServices(tx, ids, env.now)
  for (const one of decided) {
    const serviceId = one.state.service.id
    try {
      const subject = subjects.get(serviceId)
      if (!subject) throw new Error(`service ${serviceId} vanished`)
      const planned = await doOne(tx, env, one, subject)
      chunk.entries.set(serviceId, entryAfter(env, one, calendar))
      chunk.done.push(one)
      if (planned) chunk.planned.push(planned)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      chunk.refused.push({ serviceId, code: error.code })
    }
  }
  return chunk
}

/** What one service cannot do is undone for it alone; documents are made for all at the end. */
function doOne(
  tx: Tx,
  env: Env,
  { state, steps }: Decided,
  subject: ServiceSubject,
): Promise<PlannedRenewal | null> {
  const writes = steps.some(({ kind }) => kind !== 'invoice')
  return writes
    ? inSavepoint(tx, (inner) => doSteps(inner, env, { state, subject }, steps))
    : doSteps(tx, env, { state, subject }, steps)
}

function entryAfter(env: Env, one: Decided, calendar: BusinessCalendar): ScheduleEntry {
  const { service, facts } = afterSteps(env, one)
  const milestones = timeline(service, one.state.subject.policy, calendar)
  return toSchedule(decide(service, milestones, facts, env.now), env.now)
}

/** Types without a server finish their moves at once; all others have only asked for them. */
function afterSteps({ ctx, now }: Env, { state, steps }: Decided): ServiceState {
  const module = ctx.modules.get(state.subject.service.type)
  const follow = module?.needsServer === false ? apply : request
  let after: ServiceState = { service: state.service, facts: state.facts }
  for (const step of steps) after = follow(after.service, after.facts, step, now)
  return after
}
