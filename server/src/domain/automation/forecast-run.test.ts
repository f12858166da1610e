import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../calendar.ts'
import { DAY, HOUR, type Instant, toIso } from '../instant.ts'
import { type Policy, resolvePolicy } from '../policy.ts'
import { apply, applyPaidRenewal } from './apply.ts'
import { plannedCharge } from './asking.ts'
import { type BillingFacts, type DocumentFact, renewalDocument } from './billing.ts'
import { withRefusedCharge } from './confirm-operations.ts'
import { decide } from './decide.ts'
import { forecastDays } from './forecast-days.ts'
import { toSchedule } from './schedule.ts'
import { world } from './testing/arbitrary-world.ts'
import { NOW } from './testing/sample-service.ts'
import { timeline } from './timeline.ts'
import type { BusinessCalendar, ServiceState, Step } from './types.ts'
import { viewOf } from './view.ts'

/**
 * A service in the hands of a sweep that knows nothing of forecasts: it looks when its schedule
 * says so, does what is decided, and stores when to look next.
 */
interface Run {
  state: ServiceState
  /** The open renewal's document. */
  document: DocumentFact | null
  policy: Partial<Policy>
  calendar: BusinessCalendar
  pays: boolean
  nextAt: Instant | null
}

const rulesOf = ({ state, policy, calendar }: Run) => {
  const resolved = resolvePolicy(state.service.cycle, { installation: policy })
  const { renewalBasis, firstPeriodFrom } = resolved.values
  return { resolved, period: { zone: calendar.zone, renewalBasis, firstPeriodFrom } }
}

const billingOf = ({ calendar, document }: Run): BillingFacts => ({
  ...{ rateBasisPoints: 2000, taxMode: 'net', paymentTermDays: 7, zone: calendar.zone },
  ...{ renewal: document, order: null },
  credit: 0n,
})

const nameOf = (at: Instant, key: string) => `${toIso(at)} ${key.replace(/@.*/, '')}`
const isSilent = (step: Step) => step.kind === 'remind' && !step.send

/** Runs the sweep from one moment to another; answers what it did. */
function sweepUntil(run: Run, from: Instant, to: Instant): string[] {
  const done: string[] = []
  for (let clock = from; clock < to; ) {
    for (let paidAt = payAt(run, clock); paidAt === clock; paidAt = payAt(run, clock))
      pay(run, clock)
    if (run.nextAt !== null && run.nextAt <= clock) done.push(...look(run, clock))
    const next = [run.nextAt, payAt(run, clock)].filter((at) => at !== null)
    if (next.length === 0) break
    clock = Math.max(clock, Math.min(...next))
  }
  return done
}

/** One look: all that is due, one decision after the other. */
function look(run: Run, clock: Instant): string[] {
  const done: string[] = []
  for (;;) {
    const { service, facts } = run.state
    const milestones = timeline(service, rulesOf(run).resolved, run.calendar)
    const decision = decide(service, milestones, facts, clock)
    if (decision.kind !== 'do') {
      run.nextAt = toSchedule(decision, clock).nextAt
      return done
    }
    for (const step of decision.steps) {
      if (!isSilent(step)) done.push(nameOf(clock, step.key))
      carryOut(run, step, clock)
    }
  }
}

function carryOut(run: Run, step: Step, at: Instant): void {
  const { service, facts } = run.state
  const made = step.kind === 'invoice' ? { at, billing: billingOf(run) } : null
  if (step.kind === 'charge' && !run.pays) {
    const done = [...facts.done, { key: step.key, at, skipped: false }]
    run.state = { service, facts: withRefusedCharge({ ...facts, done }, at) }
    return
  }
  run.state = apply(service, facts, step, at)
  if (made && step.kind === 'invoice') run.document = renewalDocument(service, step.periods, made)
  if (!run.state.facts.renewal) run.document = null
  if (step.kind === 'charge') dropHeld(run)
}

/** When a customer who pays on time pays what is open: when due, an hour before it expires. */
function payAt(run: Run, clock: Instant): Instant | null {
  const { document, state } = run
  if (!run.pays || !document || !state.facts.renewal || isCharged(run, clock)) return null
  const needed = (document.neededAt ?? document.dueAt + HOUR) - HOUR
  return Math.max(clock, Math.min(document.dueAt, needed))
}

/** What a charge is planned for is left to it. */
function isCharged(run: Run, clock: Instant): boolean {
  const { service, facts } = run.state
  const milestones = timeline(service, rulesOf(run).resolved, run.calendar)
  return plannedCharge(viewOf(service, milestones, facts, clock)) !== null
}

function pay(run: Run, at: Instant): void {
  const { service, facts } = run.state
  run.state = applyPaidRenewal(service, facts, rulesOf(run).period, at)
  run.document = null
  dropHeld(run)
  run.nextAt = at
}

function dropHeld(run: Run): void {
  run.state = { ...run.state, facts: { ...run.state.facts, heldBack: null } }
}

function forecastOf(run: Run, now: Instant, until: Instant): string[] {
  const { state, calendar } = run
  const input = { ...state, calendar, now, policy: rulesOf(run).resolved, billing: billingOf(run) }
  return forecastDays(input, { until, assume: run.pays ? 'on_time' : 'nobody' })
    .steps.filter(({ blockedOn }) => blockedOn === null)
    .map(({ at, key }) => nameOf(at, key))
}

/** What happens between two forecasts. */
type Event =
  | { do: 'pay' | 'release' | 'nothing' }
  | { do: 'hold' | 'edit' | 'outage'; days: number }

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ do: fc.constantFrom('pay' as const, 'release', 'nothing') }),
  fc.record({
    do: fc.constantFrom('hold' as const, 'edit', 'outage'),
    days: fc.integer({ min: 1, max: 10 }),
  }),
)

/** Answers the moment at which the sweep runs again. */
function happen(run: Run, one: Event, at: Instant): Instant {
  const { service, facts } = run.state
  run.nextAt = at
  switch (one.do) {
    case 'pay':
      if (run.document) pay(run, at)
      return at
    case 'release':
      run.state = { service, facts: { ...facts, hold: null } }
      return at
    case 'hold':
      run.state = { service, facts: { ...facts, hold: { until: at + one.days * DAY } } }
      return at
    case 'edit': {
      if (service.expiresAt === null) return at
      const expiresAt = addDays(service.expiresAt, one.days - 5, run.calendar.zone)
      run.state = { service: { ...service, expiresAt }, facts: { ...facts, done: [] } }
      return at
    }
    case 'outage': {
      const to = at + one.days * 6 * HOUR
      const gaps = [...run.calendar.gaps, { from: at, to }]
      run.calendar = { ...run.calendar, gaps }
      run.nextAt = to
      return to
    }
    default:
      return at
  }
}

const story = fc.record({
  world,
  pays: fc.boolean(),
  events: fc.array(fc.record({ after: fc.integer({ min: 1, max: 20 }), event }), { maxLength: 4 }),
})

describe('whatever the service, and whatever happens to it', () => {
  it('the run does until the next event what the forecast said after the last', () => {
    fc.assert(
      fc.property(story, ({ world: given, pays, events }) => {
        const run = startRun(given, pays)
        let clock = NOW
        for (const { after, event: next } of [...events, { after: 30, event: NOTHING }]) {
          const until = clock + after * DAY + 17 * 60_000
          const said = forecastOf(run, clock, until)
          assert.deepEqual(sweepUntil(run, clock, until), said)
          clock = happen(run, next, until)
        }
      }),
      { numRuns: 250 },
    )
  })
})

const NOTHING: Event = { do: 'nothing' }

/** Nothing is under way at the start, and only what runs is renewed. */
function startRun(
  given: typeof world extends fc.Arbitrary<infer W> ? W : never,
  pays: boolean,
): Run {
  const { service, policy, calendar } = given
  const isRunning = service.status === 'active' || service.status === 'suspended'
  const asked = isRunning ? given.facts.renewal : null
  const renewal = asked && { ...asked, mailedAt: NOW - DAY }
  const charge = given.facts.charge && { ...given.facts.charge, inFlight: false }
  const facts = { ...given.facts, operations: [], renewal, charge, order: null }
  const run: Run = {
    ...{ state: { service, facts }, document: null, policy, calendar, pays, nextAt: NOW },
  }
  const opened = { at: NOW - DAY, billing: billingOf(run) }
  if (renewal) run.document = renewalDocument(service, renewal.periods, opened)
  return run
}
