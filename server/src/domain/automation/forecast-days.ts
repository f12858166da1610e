import type { Instant } from '../instant.ts'
import { apply, periodKey } from './apply.ts'
import { amountsCharged, type DocumentFact, renewalDocument } from './billing.ts'
import { decideAhead } from './decide.ts'
import { mailOf } from './expected-mail.ts'
import { blockedStep, type ExpectedStep, expectedStep, isSeen } from './forecast.ts'
import { charge, mailsOfCharge, pay } from './forecast-paying.ts'
import {
  type DaysHorizon,
  type DaysInput,
  forecastOf,
  milestonesOf,
  type ServiceForecast,
  startWalk,
  type Walk,
  withRenewal,
} from './forecast-walk.ts'
import { plannedPayment } from './payment-habit.ts'
import type { NextStep, Step } from './types.ts'

/** More rounds than the longest horizon of the shortest cycle needs; more is a rule at odds. */
const MOST_ROUNDS = 20_000

/**
 * What will happen to a service until a moment, found by deciding and applying over a virtual
 * clock: every step succeeds at once, what is under way has succeeded now (a charge as assumed, or
 * left to its gateway), and customers pay as assumed. What blocks a step is said once and the rest
 * goes on. Nothing is written.
 */
export function forecastDays(input: DaysInput, horizon: DaysHorizon): ServiceForecast {
  const walk = startWalk(input, horizon)
  for (let round = 0; walk.clock < horizon.until; round++) {
    if (round > MOST_ROUNDS) throw new RangeError(`service ${input.service.id} goes in circles`)
    const next = moveOn(walk)
    if (next === null) break
    walk.clock = next
  }
  return forecastOf(walk)
}

/** A service whose coming days are asked for. */
export interface AskedDays {
  readonly input: DaysInput
  readonly horizon: DaysHorizon
}

/**
 * The same for services that are charged to one credit, each of which starts with all of it: what
 * is charged first takes first, and at one moment the first of them. In their order.
 */
export function forecastTogether(asked: readonly AskedDays[]): ServiceForecast[] {
  const walks = asked.map(({ input, horizon }) => startWalk(input, horizon))
  let credit = walks[0]?.state.billing.credit ?? 0n
  for (let round = 0; ; round++) {
    if (round > MOST_ROUNDS * walks.length) throw new RangeError('services go in circles')
    const walk = firstToMove(walks)
    if (!walk) return walks.map(forecastOf)
    walk.state = { ...walk.state, billing: { ...walk.state.billing, credit } }
    walk.clock = moveOn(walk) ?? Number.POSITIVE_INFINITY
    credit = walk.state.billing.credit
  }
}

function firstToMove(walks: readonly Walk[]): Walk | null {
  let first: Walk | null = null
  for (const walk of walks)
    if (walk.clock < walk.horizon.until && (!first || walk.clock < first.clock)) first = walk
  return first
}

/** What happens at the clock's moment; answers the next one, or null when nothing more comes. */
function moveOn(walk: Walk): Instant | null {
  const { state, clock } = walk
  const payment = plannedPayment(state, walk.horizon.assume, clock)
  if (payment && payment.at <= clock) {
    pay(walk)
    return clock
  }
  const paidAt = payment?.at ?? null
  const { decision, later } = decideAhead(state.service, state.milestones, state.facts, clock)
  switch (decision.kind) {
    case 'rest':
      return paidAt
    case 'wait':
      return earlier(decision.until, paidAt)
    case 'blocked':
      sayBlocked(walk, { ...blockedStep(decision), key: milestoneKey(decision.next) })
      return earlier(later?.at ?? null, paidAt)
    case 'do':
      for (const step of decision.steps) take(walk, step)
      return clock
  }
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

function sayBlocked(walk: Walk, step: ExpectedStep & Pick<NextStep, 'key'>): void {
  const period = periodKey(walk.state.service)
  const name = `${step.key} ${step.blockedOn} ${period}`
  if (walk.said.has(name)) return
  walk.said.add(name)
  const heldByBrake = step.blockedOn === 'approval'
  walk.steps.push({ ...step, period, money: null, mail: null, heldByBrake })
}

/** A step succeeds; a charge does when the customer is taken to pay. */
function take(walk: Walk, step: Step): void {
  const { state, clock } = walk
  const document = documentOf(walk, step)
  if (isSeen(step))
    walk.steps.push({
      ...expectedStep(step, clock),
      key: milestoneKey(step),
      period: periodKey(state.service),
      money: document && moneyOf(step, document, state.billing.credit),
      ...(step.kind === 'charge'
        ? mailsOfCharge(walk, step)
        : { mail: mailOf(step, state, clock) }),
      heldByBrake: false,
    })
  if (step.kind === 'charge') charge(walk, step)
  else carryOut(walk, step, document)
}

function carryOut(walk: Walk, asked: Step, document: DocumentFact | null): void {
  const { state, clock, input } = walk
  const mailAt = walk.horizon.mailedLater?.get(clock)
  const step = asked.kind === 'invoice' && mailAt !== undefined ? { ...asked, mailAt } : asked
  const after = apply(state.service, state.facts, step, clock)
  const renewal = after.facts.renewal ? (document ?? state.billing.renewal) : null
  const milestones =
    after.service === state.service ? state.milestones : milestonesOf(after.service, input)
  const billing = withRenewal(state.billing, renewal)
  walk.state = { service: after.service, facts: after.facts, milestones, billing }
}

/** The document that a step makes or charges. */
function documentOf({ state, clock }: Walk, step: Step): DocumentFact | null {
  const { billing, service } = state
  if (step.kind === 'charge') return billing.renewal
  if (step.kind !== 'invoice') return null
  return renewalDocument(service, step.periods, { at: clock, billing })
}

/** What the document asks for, or what the charge takes of it. */
const moneyOf = ({ kind }: Step, document: DocumentFact, credit: bigint) =>
  kind === 'charge' ? amountsCharged(document, credit) : document.amounts

/** What the timeline calls the step: without the moment or the suspension that it was done for. */
function milestoneKey({ key }: Pick<Step, 'key'>): string {
  const at = key.indexOf('@')
  return at === -1 ? key : key.slice(0, at)
}
