import type { Instant } from '../instant.ts'
import type { ResolvedPolicy } from '../policy.ts'
import { isEnded } from '../service-status.ts'
import { apply } from './apply.ts'
import { decide } from './decide.ts'
import { timeline } from './timeline.ts'
import type {
  AutomatedService,
  Because,
  Block,
  BusinessCalendar,
  Decision,
  Facts,
  ServiceState,
  Step,
  StepKind,
} from './types.ts'

/** One of the things that the automation will do, as the service page says it. */
export interface ExpectedStep {
  readonly step: StepKind
  /** When it will happen if nobody pays, asks or changes anything; now for what is due. */
  readonly at: Instant
  readonly because: Because
  /** What it waits for, when its moment has come; nothing after it can be said. */
  readonly blockedOn: Block | null
  /** Days of the rule, for reminders and notices; else null. */
  readonly days: number | null
  /** How many periods a document or a renewal is for; else null. */
  readonly periods: number | null
}

/** What the forecast of one service starts from. */
export interface ForecastInput {
  readonly service: AutomatedService
  readonly policy: ResolvedPolicy
  readonly calendar: BusinessCalendar
  readonly facts: Facts
  readonly now: Instant
}

/** How far the forecast looks: so many steps, and with `toTheEnd` nothing after a service's end. */
export interface ForecastLimit {
  readonly count: number
  readonly toTheEnd?: boolean
}

/** How far two forecasts look that are held against each other. */
export interface OutlookLimit extends ForecastLimit {
  /** It looks so far ahead even where that is more steps than `count`. */
  readonly until?: Instant
}

/** What will happen to a service, and whether that is all. */
export interface Outlook {
  readonly steps: readonly ExpectedStep[]
  /** False when it stops because it has looked far enough: more follows. */
  readonly isWhole: boolean
}

/** More rounds than any service needs for the steps asked; a guard against a rule at odds. */
const ROUNDS_PER_STEP = 20

/**
 * What will happen to a service, found by deciding and applying over a virtual clock: every step
 * is taken to succeed at once, and nothing else to happen. Nothing is written.
 */
export function forecast(input: ForecastInput, limit: ForecastLimit): ExpectedStep[] {
  return lookAhead(input, limit).steps.slice(0, limit.count)
}

/** The forecast with whether it is all; what falls on one moment is never torn apart. */
export function lookAhead(input: ForecastInput, limit: OutlookLimit): Outlook {
  const { policy, calendar } = input
  const expected: ExpectedStep[] = []
  let state: ServiceState = { service: input.service, facts: withMailSent(input) }
  let milestones = timeline(state.service, policy, calendar)
  let clock = input.now
  for (let round = 0; round < limit.count * ROUNDS_PER_STEP; round++) {
    const decision = decide(state.service, milestones, state.facts, clock)
    if (decision.kind === 'blocked') expected.push(blockedStep(decision))
    if (decision.kind === 'rest' || decision.kind === 'blocked')
      return { steps: expected, isWhole: true }
    if (decision.kind === 'wait') {
      clock = decision.until
      continue
    }
    for (const step of decision.steps) {
      if (isSeen(step)) expected.push(expectedStep(step, clock))
      const after = apply(state.service, state.facts, step, clock)
      if (after.service !== state.service) milestones = timeline(after.service, policy, calendar)
      state = after
    }
    if (limit.toTheEnd === true && isEnded(state.service.status))
      return { steps: expected, isWhole: true }
    if (expected.length >= limit.count && clock >= (limit.until ?? clock)) break
  }
  return { steps: expected, isWhole: false }
}

/** The open document's mail is on its way: what counts from it counts from now. */
export function withMailSent({ facts, now }: ForecastInput): Facts {
  const { renewal } = facts
  if (!renewal || renewal.mailedAt !== null) return facts
  return { ...facts, renewal: { ...renewal, mailedAt: now } }
}

/** The step that a decision waits with. */
export function blockedStep(decision: Extract<Decision, { kind: 'blocked' }>): ExpectedStep {
  const { step, at, because } = decision.next
  return { step, at, because, blockedOn: decision.on, days: null, periods: null }
}

/** A step done at a moment, as forecasts say it. */
export function expectedStep(step: Step, at: Instant): ExpectedStep {
  const days = 'days' in step ? step.days : null
  const periods = 'periods' in step ? step.periods : null
  return { step: step.kind, at, because: step.because, blockedOn: null, days, periods }
}

/** A reminder that is dropped is no step for anybody. */
export function isSeen(step: Step): boolean {
  return step.kind !== 'remind' || step.send
}
