import { z } from 'zod'
import { isRecurring } from '../../domain/cycle.ts'
import { discountedPeriods } from '../../domain/discount.ts'
import { nextPeriodTotal } from '../../domain/period-price.ts'
import { OPTION_KINDS, type ServiceOption } from '../../domain/service-option.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../platform/json.ts'
import type { Language } from '../../platform/text.ts'
import { optionText } from '../options/choose-options.ts'
import type { Service } from './subject.ts'

/** What a service costs from here on, and what it was ordered with. */

export const serviceOptionJson = z.object({
  id: z.uuid(),
  key: z.string(),
  label: z.string(),
  kind: z.enum(OPTION_KINDS),
  value: z.union([z.string(), z.number(), z.boolean()]),
  /** In words: `Memory: 8 GB`. */
  text: z.string(),
  recurring: z.boolean(),
  /** For one period of the service's cycle, or once. */
  price: moneyJson,
  setupFee: moneyJson,
  /** The service's, with which it is renewed; null for what was paid once. */
  expiresAt: instantJson.nullable(),
})

export const serviceDiscountJson = z.object({
  couponId: z.uuid(),
  code: z.string(),
  kind: z.enum(['percent', 'fixed']),
  basisPoints: z.number().int(),
  /** Of a fixed one, per renewal. */
  amount: moneyJson.nullable(),
  /** Renewals that it still holds for; null = for ever. */
  renewalsLeft: z.number().int().nullable(),
})

export const termsJson = {
  /** What the next period costs, its options and discount included; null for life. */
  recurringTotal: moneyJson.nullable(),
  options: z.array(serviceOptionJson),
  /** The announced change of the price; null without one. */
  plannedPrice: z
    .object({
      /** The service's own, for one period. */
      price: moneyJson,
      /** With options and discount, as `recurringTotal`. */
      total: moneyJson,
      from: instantJson,
    })
    .nullable(),
  /** Null without a coupon, or when it is used up. */
  discount: serviceDiscountJson.nullable(),
}

/** One option of a service in the reader's language. */
function optionJson(option: ServiceOption, service: Service, language: Language) {
  const { id, key, kind, value, recurring } = option
  const money = (amount: string) => ({ amount, currency: service.currency })
  return {
    ...{ id, key, kind, value, recurring },
    label: option.label[language],
    text: optionText(option, language),
    price: money(option.price),
    setupFee: money(option.setupFee),
    expiresAt: recurring ? toInstantJson(service.expiresAt) : null,
  }
}

function discountJson({ discount, renewalCount, currency }: Service) {
  if (!discount) return null
  const { couponId, code, kind, basisPoints, amount, renewals } = discount
  const renewalsLeft =
    renewals === null ? null : discountedPeriods(discount, renewalCount, renewals)
  if (renewalsLeft === 0) return null
  return {
    ...{ couponId, code, kind, basisPoints, renewalsLeft },
    amount: kind === 'fixed' ? { amount, currency } : null,
  }
}

/** What was planned for another cycle is over. */
function plannedJson(service: Service) {
  const { plannedPrice: planned, currency } = service
  if (planned?.cycle !== service.cycle) return null
  const price = BigInt(planned.amount)
  return {
    price: toMoneyJson({ amount: price, currency }),
    total: toMoneyJson({ amount: nextPeriodTotal({ ...service, price }), currency }),
    from: planned.from,
  }
}

/** The part of a service's answers that is about its price. */
export function presentTerms(service: Service, language: Language) {
  const { currency } = service
  return {
    recurringTotal: isRecurring(service.cycle)
      ? toMoneyJson({ amount: nextPeriodTotal(service), currency })
      : null,
    options: service.options.map((option) => optionJson(option, service, language)),
    plannedPrice: plannedJson(service),
    discount: discountJson(service),
  }
}
