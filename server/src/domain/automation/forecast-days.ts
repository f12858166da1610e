import type { Instant } from '../instant.ts'
import { apply, applyPaidRenewal, periodKey } from './apply.ts'
import {
  type BillingFacts,
  type DocumentAmounts,
  type DocumentFact,
  payWithCredit,
  renewalDocument,
} from './billing.ts'
import { settleUnderWay, withRefusedCharge } from './confirm-operations.ts'
import { decideAhead } from './decide.ts'
import { type ExpectedMail, mailOf } from './expected-mail.ts'
import {
  blockedStep,
  type ExpectedStep,
  expectedStep,
  type ForecastInput,
  isSeen,
  withMailSent,
} from './forecast.ts'
import { type PayingState, type PaymentHabit, plannedPayment } from './payment-habit.ts'
import { timeline } from './timeline.ts'
import type { AutomatedService, NextStep, PeriodRules, Step } from './types.ts'

/** What the forecast of days starts from: a service and its money. */
export interface DaysInput extends ForecastInput {
  readonly billing: BillingFacts
}

/** How far the forecast looks (`until` excluded), and what it takes customers to do. */
export interface DaysHorizon {
  readonly until: Instant
  readonly assume: PaymentHabit
  /**
   * True: a charge that is under way stays so, and what waits for it is said as blocked. A debit
   * takes days, so the day after is not told from an answer that nobody has yet.
   */
  readonly chargesStay?: boolean
  /** When the mails of documents leave that do so later than planned, by when they are made. */
  readonly mailedLater?: ReadonlyMap<Instant, Instant>
}

/** One step of the coming days. */
export interface ForecastStep extends ExpectedStep {
  /** The milestone's: `remind:5`, `suspend`. With `period` and `at` it names the step. */
  readonly key: string
  /** The period that it is counted for; see `periodKey`. */
  readonly period: Instant
  /** What the document made asks for, or what the charge takes; null for all other steps. */
  readonly money: DocumentAmounts | null
  readonly mail: ExpectedMail | null
  readonly heldByBrake: boolean
}

/** Money that is taken to come in. */
export interface ForecastPayment {
  readonly at: Instant
  /** Minor units. */
  readonly amount: bigint
  readonly currency: string
  /** The document paid, when it is open already: one that pays for several services comes in once. */
  readonly documentId: string | null
  readonly by: 'customer' | 'charge'
}

/** What will happen to a service in the coming days. */
export interface ServiceForecast {
  readonly steps: readonly ForecastStep[]
  readonly payments: readonly ForecastPayment[]
  /** What is left of the credit, in minor units. */
  readonly credit: bigint
}

/** More rounds than the longest horizon of the shortest cycle needs; more is a rule at odds. */
const MOST_ROUNDS = 20_000

interface Walk {
  readonly input: DaysInput
  readonly horizon: DaysHorizon
  readonly period: PeriodRules
  readonly steps: ForecastStep[]
  readonly payments: ForecastPayment[]
  /** The blocked steps named already: each is said once. */
  readonly said: Set<string>
  state: PayingState
  clock: Instant
}

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

const forecastOf = ({ steps, payments, state }: Walk): ServiceForecast => ({
  ...{ steps, payments },
  credit: state.billing.credit,
})

function startWalk(input: DaysInput, horizon: DaysHorizon): Walk {
  const { calendar, billing, now } = input
  const { renewalBasis, firstPeriodFrom } = input.policy.values
  const period = { zone: calendar.zone, renewalBasis, firstPeriodFrom }
  const start = { service: input.service, facts: withMailSent(input) }
  const answer = horizon.chargesStay ? 'none' : horizon.assume
  const settled = settleUnderWay(start, answer, { now, period })
  const milestones = milestonesOf(settled.service, input)
  const state = { ...settled, milestones, billing }
  return { input, horizon, period, steps: [], payments: [], said: new Set(), state, clock: now }
}

/** What does not pay by itself at the start never will. */
function milestonesOf(service: AutomatedService, { policy, calendar, facts }: DaysInput) {
  return timeline(service, policy, calendar, facts.charge !== null)
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
      sayBlocked(walk, { ...blockedStep(decision), key: decision.next.key })
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
      money: document?.amounts ?? null,
      mail: mailOfStep(walk, step),
      heldByBrake: false,
    })
  if (step.kind === 'charge') charge(walk, step)
  else carryOut(walk, step, document)
}

/** The credit alone pays what is charged. */
const isCovered = ({ renewal, credit }: BillingFacts) => renewal !== null && credit >= renewal.due

/** A charge that is refused is told at once. */
function mailOfStep({ state, clock, horizon }: Walk, step: Step): ExpectedMail | null {
  if (step.kind === 'charge' && horizon.assume === 'nobody' && !isCovered(state.billing))
    return { template: 'charge_refused', at: clock, latestAt: null }
  return mailOf(step, state, clock)
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

function withRenewal(billing: BillingFacts, renewal: DocumentFact | null): BillingFacts {
  return billing.renewal === renewal ? billing : { ...billing, renewal }
}

/** The document that a step makes or charges. */
function documentOf({ state, clock }: Walk, step: Step): DocumentFact | null {
  const { billing, service } = state
  if (step.kind === 'charge') return billing.renewal
  if (step.kind !== 'invoice') return null
  return renewalDocument(service, step.periods, { at: clock, billing })
}

/** The credit pays first, whatever customers are taken to do; what it pays nobody pays in. */
function charge(walk: Walk, step: Extract<Step, { kind: 'charge' }>): void {
  const { clock, horizon } = walk
  const isPaid = spendCredit(walk)
  const { state } = walk
  if (isPaid || horizon.assume !== 'nobody') {
    settleRenewal(walk, 'charge')
    return
  }
  const done = [...state.facts.done, { key: step.key, at: clock, skipped: false }]
  walk.state = { ...state, facts: withRefusedCharge({ ...state.facts, done }, clock) }
}

/** True when nothing is left to pay. */
function spendCredit(walk: Walk): boolean {
  const { state } = walk
  const { renewal, credit } = state.billing
  if (!renewal || credit === 0n) return false
  const paid = payWithCredit(renewal, credit)
  const billing = { ...state.billing, renewal: paid.document, credit: paid.credit }
  walk.state = { ...state, billing }
  return paid.document.due === 0n
}

/** The customer pays what is open: a renewal, or the order of a pending service. */
function pay(walk: Walk): void {
  const { state } = walk
  if (state.service.status !== 'pending') {
    settleRenewal(walk, 'customer')
    return
  }
  notePayment(walk, 'customer')
  walk.state = { ...state, facts: { ...state.facts, order: { state: 'paid' } } }
}

function settleRenewal(walk: Walk, by: ForecastPayment['by']): void {
  const { state, clock, input } = walk
  notePayment(walk, by)
  const after = applyPaidRenewal(state.service, state.facts, walk.period, clock)
  const milestones = milestonesOf(after.service, input)
  const billing = withRenewal(state.billing, null)
  // What the brake held for want of this payment is dropped.
  const facts = { ...after.facts, heldBack: null }
  walk.state = { service: after.service, facts, milestones, billing }
}

function notePayment({ state, payments, clock: at }: Walk, by: ForecastPayment['by']): void {
  const { billing, service } = state
  const document = service.status === 'pending' ? billing.order : billing.renewal
  if (!document || document.due === 0n) return
  const { id: documentId, due: amount } = document
  payments.push({ at, amount, currency: document.amounts.currency, documentId, by })
}

/** What the timeline calls the step: without the moment or the suspension that it was done for. */
function milestoneKey({ key }: Step): string {
  const at = key.indexOf('@')
  return at === -1 ? key : key.slice(0, at)
}
