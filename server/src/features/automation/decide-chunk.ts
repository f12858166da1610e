import {
  type BusinessCalendar,
  decide,
  type Milestone,
  type NonEmpty,
  type ScheduleEntry,
  type Step,
  timeline,
  toSchedule,
} from '../../domain/automation/index.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AutomationState } from './load-states.ts'

/** A service whose moment has come, with what is to be done to it now. */
export interface Decided {
  state: AutomationState
  steps: NonEmpty<Step>
  /** The timeline that they stand on. */
  milestones: readonly Milestone[]
}

/** What is stored instead of doing the steps of a service: it waits for an approval, and why. */
export type HeldBack = ScheduleEntry

/** What a chunk of services comes to before anything is done. */
export interface DecidedChunk {
  decided: Decided[]
  /** The services with nothing to do now: when to look at them again. */
  entries: Map<string, ScheduleEntry>
  /** Services that could not be decided; they are set aside alone. */
  errors: { serviceId: string; error: unknown }[]
}

/** Decides each service from its facts. Nothing is written; one that throws stops no other. */
export function decideChunk(
  states: Iterable<AutomationState>,
  calendar: BusinessCalendar,
  now: Instant,
): DecidedChunk {
  const chunk: DecidedChunk = { decided: [], entries: new Map(), errors: [] }
  for (const state of states) {
    const { service, facts, subject } = state
    try {
      const milestones = timeline(service, subject.policy, calendar)
      const decision = decide(service, milestones, facts, now)
      if (decision.kind === 'do') chunk.decided.push({ state, steps: decision.steps, milestones })
      else chunk.entries.set(service.id, toSchedule(decision, now))
    } catch (error) {
      chunk.errors.push({ serviceId: service.id, error })
    }
  }
  return chunk
}
