import type {
  DocumentAmounts,
  ForecastPayment,
  ForecastStep,
  StepKind,
} from '../../../domain/automation/index.ts'
import { localDays } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { AskedForecast } from './forecast-query.ts'

/** What happens on one day, or on all of them together. */
export interface Figures {
  /** Steps by kind, those that are blocked left out. */
  steps: Map<StepKind, number>
  documents: number
  invoiced: Map<string, DocumentAmounts>
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
  totals: Figures
  add(customerId: string, steps: readonly ForecastStep[], paid: readonly ForecastPayment[]): void
  /** Money that comes in for no step. */
  receive(customerId: string, paid: Pick<ForecastPayment, 'at' | 'amount' | 'currency'>): void
}

/** Figures of nothing. */
export function noFigures(): Figures {
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
  const totals = noFigures()
  const counted = { customerId: '', digests: new Set<Instant>() }
  const dayOf = (at: Instant) => localDays(at, asked.zone) - first
  const both = (at: Instant, change: (figures: Figures) => void) => {
    const day = days[dayOf(at)]
    if (!day) return
    change(day)
    change(totals)
  }
  const addMail = (customerId: string, { template, at }: { template: string; at: Instant }) => {
    if (silent.has(template)) return
    if (template === 'digest') {
      if (customerId !== counted.customerId) {
        counted.customerId = customerId
        counted.digests.clear()
      }
      if (counted.digests.has(at)) return
      counted.digests.add(at)
    }
    both(at, (figures) => {
      figures.mails += 1
    })
  }
  const receive: Summary['receive'] = (customerId, payment) => {
    both(payment.at, (figures) => addPayment(figures, payment))
    addMail(customerId, { template: 'receipt', at: payment.at })
  }
  return {
    ...{ days, totals, receive },
    add(customerId, steps, payments) {
      for (const step of steps) {
        both(step.at, (figures) => addStep(figures, step))
        if (step.mail) addMail(customerId, step.mail)
      }
      for (const payment of payments) receive(customerId, payment)
    },
  }
}

function addStep(figures: Figures, { step, blockedOn, heldByBrake, money }: ForecastStep): void {
  if (heldByBrake) figures.held += 1
  if (blockedOn !== null) {
    figures.blocked += 1
    return
  }
  figures.steps.set(step, (figures.steps.get(step) ?? 0) + 1)
  if (step === 'suspend') figures.suspensions += 1
  if (step === 'cancel' || step === 'expire') figures.ends += 1
  if (step !== 'invoice') return
  figures.documents += 1
  if (money) addInvoiced(figures.invoiced, money)
}

function addInvoiced(invoiced: Figures['invoiced'], money: DocumentAmounts): void {
  const known = invoiced.get(money.currency)
  invoiced.set(money.currency, {
    currency: money.currency,
    net: (known?.net ?? 0n) + money.net,
    tax: (known?.tax ?? 0n) + money.tax,
    gross: (known?.gross ?? 0n) + money.gross,
  })
}

function addPayment(
  { revenue }: Figures,
  { amount, currency }: Pick<ForecastPayment, 'amount' | 'currency'>,
): void {
  revenue.set(currency, (revenue.get(currency) ?? 0n) + amount)
}
