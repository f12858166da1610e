import { z } from 'zod'
import {
  type ForecastPayment,
  type ForecastStep,
  STEP_KINDS,
} from '../../../domain/automation/index.ts'
import { addDays, localDate, startOfDay } from '../../../domain/calendar.ts'
import {
  currencyJson,
  instantJson,
  moneyJson,
  toInstantJson,
  toMoneyJson,
} from '../../../platform/json.ts'
import type { Language } from '../../../platform/text.ts'
import type { AutomationState } from '../load-states.ts'
import { expectedStepJson, stepJson } from '../step-json.ts'
import type { AskedForecast } from './forecast-query.ts'
import { ASSUMPTIONS } from './load-habits.ts'
import { type Figures, type Summary, totalsOf } from './summarize.ts'

const count = z.number().int()
const digits = z.string().regex(/^-?\d{1,18}$/)

/** What a document asks for: minor units as digits. */
export const invoicedJson = z.object({
  currency: currencyJson,
  net: digits,
  tax: digits,
  gross: digits,
})

const figures = {
  /** How many of each kind; what is blocked is not among them. */
  steps: z.partialRecord(z.enum(STEP_KINDS), count),
  documents: count,
  invoiced: z.array(invoicedJson),
  /** Payments that are taken to come in. */
  revenue: z.array(moneyJson),
  /** Mails to customers that leave; the daily mail counts once a customer. */
  mails: count,
  suspensions: count,
  ends: count,
  /** Steps that wait for an approval by staff, or would wait for one on their day. */
  held: count,
  /** Steps that wait for something else than time. */
  blocked: count,
}

const day = z.iso.date()

const horizon = {
  /** First and last calendar day of the business time zone, both included. */
  from: day,
  to: day,
  assume: z.enum(ASSUMPTIONS),
}

/** The coming days of many services. */
export const forecastJson = z.object({
  ...horizon,
  /** How many were looked at. */
  services: count,
  days: z.array(z.object({ on: day, ...figures })),
  totals: z.object(figures),
})

/** One step with its money and mail. */
export const forecastStepJson = expectedStepJson.extend({
  /** Unique within the service's period: `remind:5`. */
  key: z.string(),
  /** What the document made asks for, or what is charged. */
  money: invoicedJson.nullable(),
  /** The mail to the customer and when it leaves. */
  mail: z.object({ template: z.string(), at: instantJson }).nullable(),
  heldByBrake: z.boolean().meta({
    description:
      'True for what the brake holds back now, and for what it would hold: the steps beyond the number of their day, in the order in which the sweep takes them. A day to come is held against its own forecast, so it holds something only where the brake lets less than 100 % of the forecast through; that depends on the whole fleet, and the forecasts of one service and of one customer say it of today only.',
  }),
})

/** One step of one of many services. */
export const forecastRowJson = forecastStepJson.extend({
  service: z.object({ id: z.uuid(), number: count, name: z.string() }),
  customer: z.object({ id: z.uuid(), name: z.string() }),
})

/** A payment that is taken to come in. */
export const forecastPaymentJson = z.object({
  at: instantJson,
  amount: moneyJson,
  /** The document, when it is open already. */
  documentId: z.uuid().nullable(),
  by: z.enum(['customer', 'charge']),
})

/** The coming days of one service. */
export const serviceForecastJson = z.object({
  ...horizon,
  steps: z.array(forecastStepJson),
  payments: z.array(forecastPaymentJson),
  totals: z.object(figures),
})

/** The coming days of a customer's services. */
export const customerForecastJson = forecastJson.extend({
  /** In the order in which they happen; the first so many of them. */
  steps: z.array(forecastRowJson),
  /** False when there are more steps than `steps` holds. */
  complete: z.boolean(),
})

const byCurrency = <T extends { currency: string }>(a: T, b: T) =>
  a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0

export function toFiguresJson(own: Figures) {
  const { documents, mails, suspensions, ends, held, blocked } = own
  return {
    steps: Object.fromEntries(
      STEP_KINDS.flatMap((kind) => (own.steps.has(kind) ? [[kind, own.steps.get(kind)]] : [])),
    ),
    ...{ documents, mails, suspensions, ends, held, blocked },
    invoiced: [...own.invoiced.values()].map(toInvoicedJson).sort(byCurrency),
    revenue: [...own.revenue]
      .map(([currency, amount]) => toMoneyJson({ amount, currency }))
      .sort(byCurrency),
  }
}

function toInvoicedJson({ currency, net, tax, gross }: NonNullable<ForecastStep['money']>) {
  return { currency, net: String(net), tax: String(tax), gross: String(gross) }
}

export function toForecastJson(
  asked: AskedForecast,
  { days }: Summary,
  services: number,
): z.infer<typeof forecastJson> {
  const { from, to, assume, zone } = asked
  const start = startOfDay(asked.now, zone)
  return {
    ...{ from, to, assume, services },
    days: days.map((own, n) => ({
      on: localDate(addDays(start, n, zone), zone),
      ...toFiguresJson(own),
    })),
    totals: toFiguresJson(totalsOf(days)),
  }
}

export function toStepJson(
  step: ForecastStep,
  language: Language,
): z.infer<typeof forecastStepJson> {
  const { key, money, mail, heldByBrake } = step
  return {
    ...stepJson(step, language, 'admin'),
    ...{ key, heldByBrake },
    money: money && toInvoicedJson(money),
    mail: mail && { template: mail.template, at: toInstantJson(mail.at) },
  }
}

export function toRowJson(
  { subject: { service, customer } }: AutomationState,
  step: ForecastStep,
  language: Language,
): z.infer<typeof forecastRowJson> {
  return {
    ...toStepJson(step, language),
    service: { id: service.id, number: service.number, name: service.name },
    customer: { id: customer.id, name: customer.name },
  }
}

export function toPaymentJson({ at, amount, currency, documentId, by }: ForecastPayment) {
  return { at: toInstantJson(at), amount: toMoneyJson({ amount, currency }), documentId, by }
}
