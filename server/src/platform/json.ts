import { z } from 'zod'
import { fromIso, type Instant, toIso } from '../domain/instant.ts'
import { isCurrency, type Money } from '../domain/money.ts'
import { invalidField } from './problem.ts'
import { defineTexts } from './text.ts'

/** How money and instants travel in JSON, in requests as in answers. */

defineTexts({
  'problem.invalid_instant': {
    en: 'A date and time like 2025-03-10T12:00:00Z.',
    fr: 'Une date et une heure comme 2025-03-10T12:00:00Z.',
  },
})

/** An ISO 4217 code that the runtime knows. */
export const currencyJson = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine(isCurrency, { error: 'unknown currency' })

/** `{ "amount": "1999", "currency": "EUR" }`: whole minor units as digits, negative with `-`. */
export const moneyJson = z.strictObject({
  amount: z.string().regex(/^-?\d{1,18}$/),
  currency: currencyJson,
})
export type MoneyJson = z.infer<typeof moneyJson>

/** Money that may not be negative, for prices and payments in requests. */
export const positiveMoneyJson = moneyJson.extend({ amount: z.string().regex(/^\d{1,18}$/) })

export function toMoneyJson(money: Money): MoneyJson {
  return { amount: money.amount.toString(), currency: money.currency }
}

/** Expects what `moneyJson` let through. */
export function fromMoneyJson(json: MoneyJson): Money {
  return { amount: BigInt(json.amount), currency: json.currency }
}

/** An instant in an answer or a request: ISO 8601, in answers always with milliseconds and `Z`. */
export const instantJson = z.iso.datetime({ offset: true })

/** `null` stays `null`. */
export function toInstantJson(instant: Instant): string
export function toInstantJson(instant: Instant | null): string | null
export function toInstantJson(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant)
}

/** The instant a request's field means; 422 on `pointer` for a text that is none. */
export function parseInstant(text: string, pointer: string): Instant {
  const instant = fromIso(text)
  if (instant === null) throw invalidField(pointer, 'invalid_instant')
  return instant
}
