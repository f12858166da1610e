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
  NonEmpty,
  Step,
  StepKind,
} from './types.ts'
import { type Finding, RECHECK_MS, type View, viewOf } from './view.ts'

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
  const findings = findAll(viewOf(service, milestones, facts, now))
  if (facts.paused) return { decision: pausedDecision(findings, now), later: null }
  const later = earliest(findings)
  return { decision: judge(findings, later, now), later }
}

function judge(findings: readonly Finding[], next: NextStep | null, now: Instant): Decision {
  const steps = compatible(findings)
  if (steps) return { kind: 'do', steps }
  const block = findings.find((finding) => finding.kind === 'blocked')
  if (block) {
    const recheckAt = Math.min(now + RECHECK_MS[block.on], next?.at ?? Number.POSITIVE_INFINITY)
    return { kind: 'blocked', on: block.on, next: block.next, recheckAt }
  }
  return next ? { kind: 'wait', until: next.at, next } : { kind: 'rest' }
}

/** A cancellation whose moment has come leaves room for nothing else, even while it is blocked. */
function findAll(view: View): Finding[] {
  const findings: Finding[] = []
  for (const rule of RULES) {
    for (const finding of rule(view)) findings.push(finding)
    if (rule === findCancellation && findings.some(({ kind }) => kind !== 'later')) break
  }
  return findings
}

function compatible(findings: readonly Finding[]): NonEmpty<Step> | null {
  const steps: Step[] = []
  for (const finding of findings) if (finding.kind === 'due') steps.push(finding.step)
  if (steps.length === 0) return null
  const [first, ...rest] = steps
  if (!first) return null
  if (rest.length === 0 || ALONE.has(first.kind)) return [first]
  return [first, ...rest.filter(({ kind }) => !ALONE.has(kind))]
}

function earliest(findings: readonly Finding[]): NextStep | null {
  let next: NextStep | null = null
  for (const finding of findings)
    if (finding.kind === 'later' && (!next || finding.next.at < next.at)) next = finding.next
  return next
}

/** All automation stands still until staff resume it; the next step is still named. */
function pausedDecision(findings: readonly Finding[], now: Instant): Decision {
  const due = findings.find((finding) => finding.kind !== 'later')
  const next = due ? nextOfFinding(due, now) : earliest(findings)
  if (!next) return { kind: 'rest' }
  return { kind: 'blocked', on: 'hold', next, recheckAt: now + RECHECK_MS.hold }
}

function nextOfFinding(finding: Finding, now: Instant): NextStep {
  if (finding.kind !== 'due') return finding.next
  const { kind: step, key, because } = finding.step
  return { step, key, at: now, because }
}
