import type { Instant } from '../instant.ts'
import type { BillingFacts, DocumentAmounts, DocumentFact } from './billing.ts'
import { settleUnderWay } from './confirm-operations.ts'
import type { ExpectedMail } from './expected-mail.ts'
import { type ExpectedStep, type ForecastInput, withMailSent } from './forecast.ts'
import type { PayingState, PaymentHabit } from './payment-habit.ts'
import { timeline } from './timeline.ts'
import type { AutomatedService, PeriodRules } from './types.ts'

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
  /** What the document made asks for, or what the charge takes beside credit; null for all other steps. */
  readonly money: DocumentAmounts | null
  readonly mail: ExpectedMail | null
  /** A second mail that leaves with it. */
  readonly alsoMail?: ExpectedMail
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

/** A renewal that was paid, and how many of the steps came before. */
export interface PaidRenewal {
  readonly at: Instant
  readonly stepsBefore: number
}

/** What will happen to a service in the coming days. */
export interface ServiceForecast {
  readonly steps: readonly ForecastStep[]
  readonly payments: readonly ForecastPayment[]
  /** When renewals were paid, by whomever: what was to be told before is not told any more. */
  readonly paid: readonly PaidRenewal[]
  /** What is left of the credit, in minor units. */
  readonly credit: bigint
}

/** A service on its way through the coming days. */
export interface Walk {
  readonly input: DaysInput
  readonly horizon: DaysHorizon
  readonly period: PeriodRules
  readonly steps: ForecastStep[]
  readonly payments: ForecastPayment[]
  readonly paid: PaidRenewal[]
  /** The blocked steps named already: each is said once. */
  readonly said: Set<string>
  state: PayingState
  clock: Instant
}

/** Where a service's walk begins. */
export function startWalk(input: DaysInput, horizon: DaysHorizon): Walk {
  const { calendar, billing, now } = input
  const { renewalBasis, firstPeriodFrom } = input.policy.values
  const period = { zone: calendar.zone, renewalBasis, firstPeriodFrom }
  const start = { service: input.service, facts: withMailSent(input) }
  const answer = horizon.chargesStay ? 'none' : horizon.assume
  const settled = settleUnderWay(start, answer, { now, period })
  const milestones = milestonesOf(settled.service, input)
  const state = { ...settled, milestones, billing }
  const empty = { steps: [], payments: [], paid: [], said: new Set<string>() }
  return { input, horizon, period, ...empty, state, clock: now }
}

/** What does not pay by itself at the start never will. */
export function milestonesOf(service: AutomatedService, { policy, calendar, facts }: DaysInput) {
  return timeline(service, policy, calendar, facts.charge !== null)
}

/** What a walk has come to. */
export const forecastOf = ({ steps, payments, paid, state }: Walk): ServiceForecast => ({
  ...{ steps, payments, paid },
  credit: state.billing.credit,
})

/** With another document of the open renewal, or none. */
export function withRenewal(billing: BillingFacts, renewal: DocumentFact | null): BillingFacts {
  return billing.renewal === renewal ? billing : { ...billing, renewal }
}
