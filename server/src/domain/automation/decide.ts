import type { Instant } from '../instant.ts'
import { findAsk, findCharge, findReminder } from './asking.ts'
import { findArchiving, findCancellation, findExpiry, findFinalNotice } from './ending.ts'
import { findDelivery, findOrderCancellation, findOrderReminder } from './ordering.ts'
import { findPriceChange } from './pricing.ts'
import { findSuspension, findUnsuspension } from './suspending.ts'
import type {
  AutomatedService,
  Decision,
  Facts,
  Milestone,
  NextStep,
  Step,
  StepKind,
} from './types.ts'
import { type Finding, recheckAt, type View, viewOf } from './view.ts'

type Rule = (view: View) => readonly Finding[]

/** The rules in the fixed priority: what ends comes before what asks for money. */
const RULES: readonly Rule[] = [
  findCancellation,
  findExpiry,
  findUnsuspension,
  findSuspension,
  findDelivery,
  findPriceChange,
  findCharge,
  findAsk,
  findFinalNotice,
  findReminder,
  findOrderCancellation,
  findOrderReminder,
  findArchiving,
]

/** Steps after which the service is another one: they are done alone, the rest is decided again. */
const ALONE: ReadonlySet<StepKind> = new Set<StepKind>([
  'cancel',
  'expire',
  'unsuspend',
  'suspend',
  'deliver',
  'change_price',
  'charge',
  'renew',
  'cancel_order',
  'archive',
])

/**
 * What the automation does with a service at a moment. Level-triggered: what should be is held
 * against what is, so that a missed run or a crash needs no special case. The milestones are
 * `timeline`'s for this very service.
 */
export function decide(
  service: AutomatedService,
  milestones: readonly Milestone[],
  facts: Facts,
  now: Instant,
): Decision {
  return decideAhead(service, milestones, facts, now).decision
}

/** A decision, and what only time brings, whatever the present step waits for. */
export interface DecisionAhead {
  readonly decision: Decision
  /** Later than now; null when nothing comes by itself. */
  readonly later: NextStep | null
}

/** The decision for those who look further ahead than a step that is blocked now. */
export function decideAhead(
  service: AutomatedService,
  milestones: readonly Milestone[],
  facts: Facts,
  now: Instant,
): DecisionAhead {
  const found = findAll(viewOf(service, milestones, facts, now))
  if (facts.paused) return { decision: pausedDecision(found, now), later: null }
  return { decision: judge(found, now), later: found.later }
}

/** What the rules find, read off once. */
interface Found {
  /** Those that go together, in the order of their priority. */
  steps: [Step, ...Step[]] | null
  /** The first that is not for later: due, or blocked. */
  first: Exclude<Finding, { kind: 'later' }> | null
  block: Extract<Finding, { kind: 'blocked' }> | null
  /** The earliest. */
  later: NextStep | null
}

/** A cancellation whose moment has come leaves room for nothing else, even while it is blocked. */
function findAll(view: View): Found {
  const found: Found = { steps: null, first: null, block: null, later: null }
  for (const rule of RULES) {
    for (const finding of rule(view)) note(found, finding)
    if (rule === findCancellation && found.first) break
  }
  return found
}

function note(found: Found, finding: Finding): void {
  if (finding.kind === 'later') {
    if (!found.later || finding.next.at < found.later.at) found.later = finding.next
    return
  }
  found.first ??= finding
  if (finding.kind === 'blocked') found.block ??= finding
  else if (!found.steps) found.steps = [finding.step]
  else if (!ALONE.has(found.steps[0].kind) && !ALONE.has(finding.step.kind))
    found.steps.push(finding.step)
}

function judge({ steps, block, later: next }: Found, now: Instant): Decision {
  if (steps) return { kind: 'do', steps }
  if (block) {
    const lookAt = Math.min(recheckAt(block.on, now), next?.at ?? Number.POSITIVE_INFINITY)
    return { kind: 'blocked', on: block.on, next: block.next, recheckAt: lookAt }
  }
  return next ? { kind: 'wait', until: next.at, next } : { kind: 'rest' }
}

/** All automation stands still until staff resume it; the next step is still named. */
function pausedDecision({ first, later }: Found, now: Instant): Decision {
  const next = first ? nextOfFinding(first, now) : later
  if (!next) return { kind: 'rest' }
  return { kind: 'blocked', on: 'hold', next, recheckAt: recheckAt('hold', now) }
}

function nextOfFinding(finding: NonNullable<Found['first']>, now: Instant): NextStep {
  if (finding.kind === 'blocked') return finding.next
  const { kind: step, key, because } = finding.step
  return { step, key, at: now, because }
}
