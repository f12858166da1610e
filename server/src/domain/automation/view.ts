import type { Instant } from '../instant.ts'
import { DAY, HOUR } from '../instant.ts'
import type { OperationKind } from '../operation-lifecycle.ts'
import type { RenewalPeriods } from '../renewal.ts'
import { type RenewalRefusal, renewalRefusal } from '../renewal-refusal.ts'
import { type AutomationCause, isStaffCause } from '../service-status.ts'
import { mailMoment } from './place-step.ts'
import type {
  AutomatedService,
  Because,
  Block,
  Facts,
  Milestone,
  NextStep,
  OperationFact,
  Step,
  StepKind,
} from './types.ts'

/** A service, its timeline and its facts at one moment, with what is read off them once. */
export interface View {
  readonly service: AutomatedService
  readonly milestones: readonly Milestone[]
  readonly facts: Facts
  readonly now: Instant
  /** `E + suspendAfterDays ≤ now`: one test for both directions. */
  readonly overdue: boolean
  /** A hold stands now. */
  readonly held: boolean
  readonly automationCauses: readonly AutomationCause[]
  readonly hasStaffCause: boolean
  /** What several rules of one decision ask, found when the first of them does. */
  readonly known: { ask: NextAsk | null; notices: readonly Notice[] | null }
}

/** Whether and when the automation asks for the next period. */
export type NextAsk =
  | {
      readonly kind: 'at'
      /** Not before now. */
      readonly at: Instant
      readonly periods: RenewalPeriods
      /** True when a month or week limit delays it. */
      readonly delayed: boolean
    }
  /** It may not renew: it is told so, and ends. */
  | { readonly kind: 'ends' }
  /** Not the automation's to ask: not running, or under a staff cause. */
  | { readonly kind: 'none' }

/** A final notice that is still to be sent. */
export interface Notice {
  readonly milestone: Milestone
  readonly key: string
  readonly at: Instant
}

/** What one rule finds: a step to do now, one that waits for something, or one for later. */
export type Finding =
  | { readonly kind: 'due'; readonly step: Step }
  | { readonly kind: 'blocked'; readonly on: Block; readonly next: NextStep }
  | { readonly kind: 'later'; readonly next: NextStep }

/** What a rule finds that has nothing to say. */
export const NOTHING: readonly Finding[] = []

const NO_CAUSES: readonly AutomationCause[] = []

/** Looks at everything once; the rules read it. */
export function viewOf(
  service: AutomatedService,
  milestones: readonly Milestone[],
  facts: Facts,
  now: Instant,
): View {
  const { causes, hold } = facts
  const suspend = firstOf(milestones, 'suspend')
  return {
    service,
    milestones,
    facts,
    now,
    overdue: suspend !== undefined && suspend.due <= now,
    held: hold !== null && (hold.until === null || hold.until > now),
    automationCauses: causes.length === 0 ? NO_CAUSES : automationCausesOf(causes),
    hasStaffCause: causes.length > 0 && causes.some(({ cause }) => isStaffCause(cause)),
    known: { ask: null, notices: null },
  }
}

/** The first milestone of a kind. */
export function milestoneOf(view: View, step: StepKind): Milestone | undefined {
  return firstOf(view.milestones, step)
}

function firstOf(milestones: readonly Milestone[], step: StepKind): Milestone | undefined {
  for (const milestone of milestones) if (milestone.step === step) return milestone
  return undefined
}

function automationCausesOf(causes: Facts['causes']): AutomationCause[] {
  const own: AutomationCause[] = []
  for (const { cause } of causes) if (!isStaffCause(cause)) own.push(cause)
  return own
}

/** The milestone of a key. */
export function milestoneWith(view: View, key: string): Milestone | undefined {
  for (const milestone of view.milestones) if (milestone.key === key) return milestone
  return undefined
}

/** True when the step's key is stored for this period, done or skipped. */
export function isDone(view: View, key: string): boolean {
  for (const done of view.facts.done) if (done.key === key) return true
  return false
}

/** A step that is to happen at a later moment. */
export function later(milestone: Milestone, at: Instant): Finding {
  return { kind: 'later', next: nextOf(milestone, at) }
}

/** A step whose moment has come but which waits for something. */
export function blocked(view: View, milestone: Milestone, on: Block): Finding {
  return { kind: 'blocked', on, next: nextOf(milestone, view.now) }
}

/** The fields that every step has. `once` steps keep their key, the others happen again. */
export function stepBase(
  view: View,
  milestone: Milestone,
  key = levelKey(milestone.key, view.now),
) {
  const mailAt = mailMoment(view.now, milestone.rules)
  return { key, skips: [] as readonly string[], mailAt, because: milestone.because }
}

/** The key of a step that compares what is with what should be, and so may happen again. */
export function levelKey(key: string, at: Instant): string {
  return `${key}@${at}`
}

function nextOf(milestone: Milestone, at: Instant): NextStep {
  return { step: milestone.step, key: milestone.key, at, because: milestone.because as Because }
}

/**
 * What keeps an operation from being asked for. The same kind that is open already: it is on its
 * way, or staff must look at why it failed. An end or a redelivery that people asked for: the
 * automation never overtakes it. For what suspends or ends, any other one that is queued or on
 * the server is let finish first; a failed one of another kind is superseded.
 */
export function operationBlock(
  view: View,
  kind: OperationKind,
  rule: 'after_others' | 'at_once',
): 'operation' | 'staff' | null {
  const { operations } = view.facts
  const first = operations.find((operation) => operation.kind === kind || isPeoplesEnd(operation))
  if (first) return first.state === 'failed' && first.waitsForStaff ? 'staff' : 'operation'
  const others = operations.some(({ state }) => state !== 'failed')
  return rule === 'after_others' && others ? 'operation' : null
}

function isPeoplesEnd({ kind, byAutomation }: OperationFact): boolean {
  return !byAutomation && (kind === 'terminate' || kind === 'redeliver')
}

/** Whether the automation may ask for the next period at a moment; limits look at that moment. */
export function refusalAt(
  view: View,
  milestone: Milestone,
  ask: { readonly at: Instant; readonly periods: number },
): RenewalRefusal | null {
  const { service, facts } = view
  const { status, cycle, expiresAt, cancellationScheduled, renewalCount } = service
  return renewalRefusal(
    {
      ...{ status, cycle, expiresAt, cancellationScheduled, renewalCount },
      maxRenewals: service.maxRenewals,
      metadata: service.metadata,
      causes: facts.causes.map(({ cause }) => cause),
    },
    {
      by: 'automation',
      appliedAt: facts.renewalsAppliedAt,
      openCount: 0,
      periods: ask.periods,
      renewalGraceDays: milestone.rules.renewalGraceDays,
      outages: milestone.rules.outages,
      zone: milestone.rules.period.zone,
    },
    ask.at,
  )
}

/** How long a blocked service is left alone, at most. Many may wait for people, and for days. */
const RECHECK_MS: Readonly<Record<Block, number>> = {
  ...{ operation: HOUR, hold: DAY, staff: DAY },
  ...{ approval: DAY, charge: DAY },
}

/** When a blocked service is looked at without an event: at a full hour, many of them together. */
export function recheckAt(block: Block, now: Instant): Instant {
  return Math.floor((now + RECHECK_MS[block]) / HOUR) * HOUR
}
