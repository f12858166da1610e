import type { Money } from '../../i18n/format.ts'

/** Who is taken to pay. */
export const ASSUMPTIONS = ['as_before', 'on_time', 'nobody'] as const
export type Assumption = (typeof ASSUMPTIONS)[number]

/** What is invoiced in one currency, minor units. */
export interface Invoiced {
  currency: string
  net: string
  tax: string
  gross: string
}

/** What happens on one day, or in all days together. */
export interface ForecastFigures {
  /** How many of each kind of step. */
  steps: Record<string, number>
  documents: number
  invoiced: Invoiced[]
  revenue: Money[]
  mails: number
  suspensions: number
  ends: number
  /** How many of them the brake would hold. */
  held: number
}

export interface ForecastDay extends ForecastFigures {
  /** Calendar day of the business time zone. */
  on: string
}

export interface Forecast {
  from: string
  to: string
  assume: Assumption
  services: number
  days: ForecastDay[]
  totals: ForecastFigures
}

/** One thing that will happen to one service. */
export interface ForecastStep {
  step: string
  key: string
  /** Its name in words. */
  text: string
  at: string
  /** The rule with the level that set it, in words. */
  because: string
  money: (Invoiced & { amount?: string }) | null
  /** What it waits for; nothing after it can be said. */
  blocked: string | null
  heldByBrake: boolean
}

export interface ForecastStepRow extends ForecastStep {
  service: { id: string; number: number; name: string }
  customer: { id: string; name: string }
}
