import { z } from 'zod'

/*
 * What may be asked. Every object is strict: Stripe refuses unknown parameters, and a test fails for
 * one. Values are text, as they are in a form.
 */

const digits = z.string().regex(/^\d{1,12}$/)
const currency = z.string().regex(/^[a-z]{3}$/)
const metadata = z.record(z.string().max(40), z.string().max(500))
const methods = z.array(z.string().regex(/^[a-z_]+$/))
/** https://docs.stripe.com/get-started/account/statement-descriptors */
const suffix = z.string().max(22)

/** https://docs.stripe.com/api/pagination */
const paging = { limit: digits.optional(), starting_after: z.string().optional() }
export const listQuery = z.strictObject(paging)
export const noFields = z.strictObject({})
export const expandable = z.strictObject({
  expand: z.array(z.literal('payment_method')).optional(),
})

/** https://docs.stripe.com/api/customers/list */
export const customerQuery = z.strictObject({ ...paging, email: z.string().optional() })
/** https://docs.stripe.com/api/customers/create */
export const newCustomer = z.strictObject({ name: z.string(), email: z.email(), metadata })

const session = {
  client_reference_id: z.string().max(200),
  metadata,
  locale: z.enum(['en', 'fr']),
  success_url: z.url(),
  cancel_url: z.url(),
  allowed_payment_method_types: methods.optional(),
}

/** https://docs.stripe.com/api/checkout/sessions/create */
export const newSession = z.discriminatedUnion('mode', [
  z.strictObject({
    ...session,
    mode: z.literal('payment'),
    customer: z.string().optional(),
    customer_email: z.email().optional(),
    adaptive_pricing: z.strictObject({ enabled: z.literal('false') }),
    line_items: z
      .array(
        z.strictObject({
          quantity: z.literal('1'),
          price_data: z.strictObject({
            currency,
            unit_amount: digits,
            product_data: z.strictObject({ name: z.string().min(1) }),
          }),
        }),
      )
      .length(1),
    payment_intent_data: z.strictObject({
      description: z.string(),
      metadata,
      setup_future_usage: z.literal('off_session').optional(),
      statement_descriptor_suffix: suffix.optional(),
    }),
  }),
  z.strictObject({
    ...session,
    mode: z.literal('setup'),
    customer: z.string(),
    currency,
    setup_intent_data: z.strictObject({ metadata }),
  }),
])

/** https://docs.stripe.com/api/payment_intents/create */
export const newIntent = z.strictObject({
  amount: digits,
  currency,
  customer: z.string(),
  payment_method: z.string(),
  allowed_payment_method_types: methods.length(1),
  confirm: z.literal('true'),
  off_session: z.literal('true'),
  description: z.string(),
  metadata,
  statement_descriptor_suffix: suffix.optional(),
})

/** https://docs.stripe.com/api/payment_intents/list */
export const intentQuery = z.strictObject({ ...paging, customer: z.string().optional() })

/** https://docs.stripe.com/api/refunds/create */
export const newRefund = z.strictObject({ payment_intent: z.string(), amount: digits, metadata })
/** https://docs.stripe.com/api/refunds/list */
export const refundQuery = z.strictObject({ ...paging, payment_intent: z.string().optional() })
