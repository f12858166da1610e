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
import type { Decided } from './decide-chunk.ts'
import { doTogether } from './do-together.ts'

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

/**
 * Does the steps of all services together, and decides again on what that changed. Where one
 * refuses its step, all is undone and each half is done by itself, until that one stands alone.
 */
export async function doChunk(
  tx: Tx,
  env: Env,
  { decided, calendar }: { decided: readonly Decided[]; calendar: BusinessCalendar },
): Promise<DoneChunk> {
  if (decided.length === 0) return { done: [], entries: new Map(), planned: [], refused: [] }
  try {
    const planned = await inSavepoint(tx, (inner) => doTogether(inner, env, decided))
    const entries = new Map(
      decided.map((one) => [one.state.service.id, entryAfter(env, one, calendar)]),
    )
    return { done: [...decided], entries, planned, refused: [] }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const [alone, ...others] = decided
    if (alone && others.length === 0) {
      const refused = [{ serviceId: alone.state.service.id, code: error.code }]
      return { done: [], entries: new Map(), planned: [], refused }
    }
    const half = Math.ceil(decided.length / 2)
    const first = await doChunk(tx, env, { decided: decided.slice(0, half), calendar })
    const second = await doChunk(tx, env, { decided: decided.slice(half), calendar })
    return merged(first, second)
  }
}

function merged(a: DoneChunk, b: DoneChunk): DoneChunk {
  return {
    done: [...a.done, ...b.done],
    entries: new Map([...a.entries, ...b.entries]),
    planned: [...a.planned, ...b.planned],
    refused: [...a.refused, ...b.refused],
  }
}

function entryAfter(env: Env, one: Decided, calendar: BusinessCalendar): ScheduleEntry {
  const { service, facts } = afterSteps(env, one)
  const { state, milestones: before } = one
  const isSame = service === state.service
  const milestones = isSame ? before : timeline(service, state.subject.policy, calendar)
  return toSchedule(decide(service, milestones, facts, env.now), env.now)
}

/** Types without a server finish their moves at once; all others have only asked for them. */
function afterSteps({ ctx, now }: Env, { state, steps }: Decided): ServiceState {
  const module = ctx.modules.get(state.subject.service.type)
  const follow = module?.needsServer === false ? apply : request
  let after: ServiceState = { service: state.service, facts: state.facts }
  for (const step of steps) {
    // A charge is made after the transaction, whatever the type.
    const move = step.kind === 'charge' ? request : follow
    after = move(after.service, after.facts, step, now)
  }
  return after
}
