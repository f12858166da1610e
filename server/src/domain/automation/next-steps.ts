import type { Instant } from '../instant.ts'
import type { ResolvedPolicy } from '../policy.ts'
import { apply } from './apply.ts'
import { decide } from './decide.ts'
import { timeline } from './timeline.ts'
import type {
  AutomatedService,
  Because,
  Block,
  BusinessCalendar,
  Facts,
  ServiceState,
  Step,
  StepKind,
} from './types.ts'

/** One of the next things that the automation will do, as the service page says it. */
export interface ExpectedStep {
  readonly step: StepKind
  /** When it will happen if nobody pays, asks or changes anything; now for what is due. */
  readonly at: Instant
  readonly because: Because
  /** What it waits for, when its moment has come; nothing after it can be said. */
  readonly blockedOn: Block | null
  /** Days of the rule, for reminders and notices; else null. */
  readonly days: number | null
}

/** What the forecast of one service starts from. */
export interface ForecastInput {
  readonly service: AutomatedService
  readonly policy: ResolvedPolicy
  readonly calendar: BusinessCalendar
  readonly facts: Facts
  readonly now: Instant
}

/** More rounds than any service needs for the steps asked; a guard against a rule at odds. */
const ROUNDS_PER_STEP = 20

/**
 * The next steps of a service, found by deciding and applying over a virtual clock: every step
 * is taken to succeed at once, and nothing else to happen. Nothing is written.
 */
export function nextSteps(input: ForecastInput, count: number): ExpectedStep[] {
  const expected: ExpectedStep[] = []
  let state: ServiceState = { service: input.service, facts: input.facts }
  let clock = input.now
  for (let round = 0; round < count * ROUNDS_PER_STEP && expected.length < count; round++) {
    const milestones = timeline(state.service, input.policy, input.calendar)
    const decision = decide(state.service, milestones, state.facts, clock)
    if (decision.kind === 'rest') break
    if (decision.kind === 'blocked') {
      expected.push(blockedStep(decision))
      break
    }
    if (decision.kind === 'wait') {
      clock = decision.until
      continue
    }
    for (const step of decision.steps) {
      if (isSeen(step)) expected.push(expectedStep(step, clock))
      state = apply(state.service, state.facts, step, clock)
    }
  }
  return expected.slice(0, count)
}

function blockedStep(decision: {
  on: Block
  next: { step: StepKind; at: Instant; because: Because }
}): ExpectedStep {
  const { step, at, because } = decision.next
  return { step, at, because, blockedOn: decision.on, days: null }
}

function expectedStep(step: Step, at: Instant): ExpectedStep {
  const days = 'days' in step ? step.days : null
  return { step: step.kind, at, because: step.because, blockedOn: null, days }
}

/** A reminder that is dropped is no step for anybody. */
function isSeen(step: Step): boolean {
  return step.kind !== 'remind' || step.send
}
