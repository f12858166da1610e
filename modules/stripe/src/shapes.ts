import { z } from 'zod'
import { paymentMethodShape } from './methods.ts'

/*
 * The parts of Stripe's objects that its notices are read by: https://docs.stripe.com/api/events.
 * What else they hold is left; what may be an id may also be the object itself, once completed.
 */

const metadata = z.record(z.string(), z.string()).nullish()
const idOf = <T extends z.ZodType>(expanded: T) => z.union([z.string(), expanded]).nullish()

const decline = z.object({
  code: z.string().nullish(),
  decline_code: z.string().nullish(),
  advice_code: z.string().nullish(),
  message: z.string().nullish(),
})

/** https://docs.stripe.com/api/payment_intents/object */
export const paymentIntentShape = z.object({
  id: z.string(),
  amount_received: z.int(),
  currency: z.string(),
  metadata,
  setup_future_usage: z.string().nullish(),
  last_payment_error: decline.nullish(),
  payment_method: idOf(paymentMethodShape),
})
export type PaymentIntentShape = z.output<typeof paymentIntentShape>

/** https://docs.stripe.com/api/setup_intents/object */
export const setupIntentShape = z.object({
  id: z.string(),
  status: z.string(),
  metadata,
  payment_method: idOf(paymentMethodShape),
})
export type SetupIntentShape = z.output<typeof setupIntentShape>

/** https://docs.stripe.com/api/checkout/sessions/object */
export const sessionShape = z.object({
  id: z.string(),
  mode: z.string(),
  payment_status: z.string(),
  amount_total: z.int().nullish(),
  currency: z.string().nullish(),
  metadata,
  payment_intent: idOf(paymentIntentShape),
  setup_intent: idOf(setupIntentShape),
})
export type SessionShape = z.output<typeof sessionShape>

/** https://docs.stripe.com/api/disputes/object */
export const disputeShape = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  payment_intent: idOf(paymentIntentShape),
})
export type DisputeShape = z.output<typeof disputeShape>

/** https://docs.stripe.com/api/refunds/object */
export const refundShape = z.object({
  id: z.string(),
  status: z.string().nullish(),
  failure_reason: z.string().nullish(),
  metadata,
})

/** https://docs.stripe.com/api/mandates/object */
export const mandateShape = z.object({
  id: z.string(),
  status: z.string(),
  payment_method: z.union([z.string(), z.object({ id: z.string() })]),
})

/** https://docs.stripe.com/api/events/object */
export const eventShape = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
})
export type EventShape = z.output<typeof eventShape>

/** An event's body; null when it is none. */
export function parseEvent(body: string): EventShape | null {
  try {
    return eventShape.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}
