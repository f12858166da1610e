import assert from 'node:assert/strict'
import { fromIso, type Instant, MINUTE, toIso } from '../../instant.ts'
import { NO_METADATA } from '../../metadata.ts'
import { type Policy, resolvePolicy } from '../../policy.ts'
import { apply, decide, timeline } from '../index.ts'
import type {
  AutomatedService,
  BusinessCalendar,
  Decision,
  Facts,
  ServiceState,
  Step,
} from '../types.ts'

/** Samples for the tests of the automation. Their clock stands at Monday 10 March 2025, 12:00 UTC. */
export const NOW = Date.UTC(2025, 2, 10, 12)

/** Paris, no holidays, no gaps. */
export const CALENDAR: BusinessCalendar = { zone: 'Europe/Paris', holidays: [], gaps: [] }

/** An instant from ISO text; a misspelt one fails the test. */
export function at(text: string): Instant {
  const instant = fromIso(text)
  assert.notEqual(instant, null, text)
  return instant as Instant
}

/** An active monthly service of 10 euros that expires in 20 days at noon. */
export function sampleService(over: Partial<AutomatedService> = {}): AutomatedService {
  return {
    id: '0195a7b0-0000-7000-8000-000000000001',
    status: 'active',
    cycle: 'monthly',
    firstCycle: null,
    price: { amount: 1000n, currency: 'EUR' },
    discountEnd: null,
    plannedPrice: null,
    orderedAt: at('2025-02-28T12:00:00Z'),
    expiresAt: at('2025-03-29T12:00:00Z'),
    anchorDay: 29,
    maxRenewals: null,
    renewalCount: 0,
    cancellationScheduled: false,
    endedAt: null,
    archivedAt: null,
    deliverOn: 'payment',
    freeRenewalOnClick: false,
    metadata: NO_METADATA,
    ...over,
  }
}

/** Nothing has happened yet. */
export function sampleFacts(over: Partial<Facts> = {}): Facts {
  return {
    causes: [],
    suspendedAt: null,
    hold: null,
    heldBack: null,
    graceUntil: null,
    paused: false,
    renewal: null,
    done: [],
    operations: [],
    charge: null,
    lastRefusedAt: null,
    order: null,
    renewalsAppliedAt: [],
    ...over,
  }
}

/** What a walk needs besides service and facts. */
export interface WalkRules {
  readonly policy?: Partial<Policy>
  readonly calendar?: BusinessCalendar
}

/** The decision about a service at a moment. */
export function decideAt(
  service: AutomatedService,
  facts: Facts,
  now: Instant,
  rules: WalkRules = {},
): Decision {
  const policy = resolvePolicy(service.cycle, { installation: rules.policy ?? {} })
  const milestones = timeline(service, policy, rules.calendar ?? CALENDAR)
  return decide(service, milestones, facts, now)
}

/** One step of a walk: when it was done, and a short name for tables. */
export interface WalkedStep {
  readonly at: Instant
  readonly step: Step
  readonly text: string
}

/** No decision needs more steps than this at one moment; more is a circle. */
const MOST_ROUNDS = 12

/**
 * Walks from `from` to `to`: every step succeeds at once, a blocked service is looked at again at
 * `recheckAt`. On the way it holds every decision against what all decisions must be.
 */
export function walk(
  state: ServiceState,
  span: { readonly from: Instant; readonly to: Instant },
  rules: WalkRules = {},
): ServiceState & { readonly steps: readonly WalkedStep[] } {
  const steps: WalkedStep[] = []
  let { service, facts } = state
  let clock = span.from
  let rounds = 0
  while (clock <= span.to) {
    const decision = decideAt(service, facts, clock, rules)
    if (decision.kind === 'rest') break
    if (decision.kind === 'do') {
      assert.ok(++rounds <= MOST_ROUNDS, `goes in circles at ${toIso(clock)}`)
      for (const step of decision.steps) {
        if (step.kind !== 'remind' || step.send) steps.push(walked(step, clock))
        const after = apply(service, facts, step, clock)
        assert.notDeepEqual(after, { service, facts }, `${step.kind} changes nothing`)
        ;({ service, facts } = after)
      }
      continue
    }
    const next = decision.kind === 'wait' ? decision.until : decision.recheckAt
    assert.ok(next > clock, `${decision.kind} is not in the future at ${toIso(clock)}`)
    clock = next
    rounds = 0
  }
  return { service, facts, steps }
}

/** The texts of a walk: `2025-03-22T12:00 invoice`. */
export function texts(steps: readonly WalkedStep[]): string[] {
  return steps.map(({ text }) => text)
}

function walked(step: Step, moment: Instant): WalkedStep {
  const days = 'days' in step ? ` ${step.days}` : ''
  const cause = step.kind === 'suspend' ? ` ${step.cause}` : ''
  const minute = toIso(moment - (moment % MINUTE)).slice(0, 16)
  return { at: moment, step, text: `${minute} ${step.kind}${days}${cause}` }
}
