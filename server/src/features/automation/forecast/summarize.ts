import type {
  DocumentAmounts,
  ForecastPayment,
  ForecastStep,
  StepKind,
} from '../../../domain/automation/index.ts'
import { localDays } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { AskedForecast } from './forecast-query.ts'

/** Sums of documents in one currency. */
type Invoiced = { -readonly [K in keyof DocumentAmounts]: DocumentAmounts[K] }

/** What happens on one day, or on all of them together. */
export interface Figures {
  /** Steps by kind, those that are blocked left out. */
  steps: Map<StepKind, number>
  documents: number
  invoiced: Map<string, Invoiced>
  revenue: Map<string, bigint>
  mails: number
  suspensions: number
  ends: number
  /** Waiting for an approval by staff, or beyond the brake's number of the day. */
  held: number
  /** Waiting for something else than time: the brake included. */
  blocked: number
}

/** The figures of the days of a forecast, filled service by service. */
export interface Summary {
  days: Figures[]
  add(customerId: string, steps: readonly ForecastStep[], paid: readonly ForecastPayment[]): void
  /** Money that comes in for no step. */
  receive(customerId: string, paid: Pick<ForecastPayment, 'at' | 'amount' | 'currency'>): void
}

function noFigures(): Figures {
  return {
    ...{ documents: 0, mails: 0, suspensions: 0, ends: 0, held: 0, blocked: 0 },
    ...{ steps: new Map(), invoiced: new Map(), revenue: new Map() },
  }
}

/**
 * Adds up steps and payments by the day on which they happen, and mails by the day on which they
 * leave: what belongs in the daily mail makes one mail a customer and day. `silent` are the mails
 * that the installation does not send.
 */
export function startSummary(asked: AskedForecast, silent: ReadonlySet<string>): Summary {
  const first = localDays(asked.now, asked.zone)
  const days = Array.from({ length: asked.days }, noFigures)
  const dayOf = (at: Instant) => days[localDays(at, asked.zone) - first]
  const counted = { customerId: '', digests: new Set<Instant>() }
  /** True for the daily mail that an earlier step of the customer has made. */
  const isCounted = (customerId: string, at: Instant) => {
    if (customerId !== counted.customerId) {
      counted.customerId = customerId
      counted.digests.clear()
    }
    const { size } = counted.digests
    return counted.digests.add(at).size === size
  }
  const addMail = (customerId: string, { template, at }: { template: string; at: Instant }) => {
    if (silent.has(template) || (template === 'digest' && isCounted(customerId, at))) return
    const day = dayOf(at)
    if (day) day.mails += 1
  }
  const receive: Summary['receive'] = (customerId, payment) => {
    const day = dayOf(payment.at)
    if (day) addRevenue(day, payment)
    addMail(customerId, { template: 'receipt', at: payment.at })
  }
  return {
    ...{ days, receive },
    add(customerId, steps, payments) {
      for (const step of steps) {
        const day = dayOf(step.at)
        if (day) addStep(day, step)
        if (step.mail) addMail(customerId, step.mail)
        if (step.alsoMail) addMail(customerId, step.alsoMail)
      }
      for (const payment of payments) receive(customerId, payment)
    },
  }
}

/** All days together. */
export function totalsOf(days: readonly Figures[]): Figures {
  const totals = noFigures()
  for (const day of days) {
    for (const [kind, n] of day.steps) addSteps(totals, kind, n)
    for (const amounts of day.invoiced.values()) addInvoiced(totals, amounts)
    for (const [currency, amount] of day.revenue) addRevenue(totals, { currency, amount })
    for (const count of COUNTS) totals[count] += day[count]
  }
  return totals
}

const COUNTS = ['documents', 'mails', 'suspensions', 'ends', 'held', 'blocked'] as const

function addStep(figures: Figures, { step, blockedOn, heldByBrake, money }: ForecastStep): void {
  if (heldByBrake) figures.held += 1
  if (blockedOn !== null) {
    figures.blocked += 1
    return
  }
  addSteps(figures, step, 1)
  if (step === 'suspend') figures.suspensions += 1
  if (step === 'cancel' || step === 'expire') figures.ends += 1
  if (step !== 'invoice') return
  figures.documents += 1
  if (money) addInvoiced(figures, money)
}

function addSteps({ steps }: Figures, kind: StepKind, n: number): void {
  steps.set(kind, (steps.get(kind) ?? 0) + n)
}

function addInvoiced({ invoiced }: Figures, { currency, net, tax, gross }: DocumentAmounts): void {
  const sums = invoiced.get(currency)
  if (!sums) {
    invoiced.set(currency, { currency, net, tax, gross })
    return
  }
  sums.net += net
  sums.tax += tax
  sums.gross += gross
}

function addRevenue(
  { revenue }: Figures,
  { amount, currency }: Pick<ForecastPayment, 'amount' | 'currency'>,
): void {
  revenue.set(currency, (revenue.get(currency) ?? 0n) + amount)
}
