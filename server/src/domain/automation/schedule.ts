import { type Instant, MINUTE } from '../instant.ts'
import type { Because, Block, Decision, StepKind } from './types.ts'

/** What a decision leaves in the service's row of `service_schedule`. */
export interface ScheduleEntry {
  /** When to look again: later than now, or null for never without an event. */
  readonly nextAt: Instant | null
  readonly blockedOn: Block | null
  readonly step: StepKind | null
  readonly because: Because | null
}

/**
 * The schedule that follows a decision. After steps were done, decide again on what they changed
 * (`request`) and pass that decision: one that still has steps to do comes back with the next
 * sweep, a minute later.
 */
export function toSchedule(decision: Decision, now: Instant): ScheduleEntry {
  switch (decision.kind) {
    case 'do': {
      const [{ kind, because }] = decision.steps
      return { nextAt: now + MINUTE, blockedOn: null, step: kind, because }
    }
    case 'wait': {
      const { step, because } = decision.next
      return { nextAt: decision.until, blockedOn: null, step, because }
    }
    case 'blocked': {
      const { step, because } = decision.next
      return { nextAt: decision.recheckAt, blockedOn: decision.on, step, because }
    }
    case 'rest':
      return { nextAt: null, blockedOn: null, step: null, because: null }
  }
}
