import { type ChargeOutcome, type ChargeRequest, fail, ok, type Result } from '@berth/sdk'
import type Stripe from 'stripe'
import { connect, type StripeContext } from './client.ts'
import { type StripeAmount, toStripe } from './currencies.ts'
import { KEYS } from './customers.ts'
import { outcomeOfDecline } from './declines.ts'
import { failureOf, isMissing, read } from './failures.ts'
import { holderOf } from './methods.ts'
import { officialPackage } from './official-package.ts'

/** The part of a PaymentIntent that says what became of it. */
type Attempt = Pick<Stripe.PaymentIntent, 'id' | 'status' | 'last_payment_error'>

/** So many payments of one customer are looked through for an attempt, the newest first. */
const MOST_LOOKED_AT = 1000

/**
 * A PaymentIntent, confirmed while the customer is not there:
 * https://docs.stripe.com/payments/save-and-reuse?platform=checkout#charge-saved-payment-method.
 */
export async function charge(
  ctx: StripeContext,
  request: ChargeRequest,
): Promise<Result<ChargeOutcome>> {
  const amount = toStripe(request.amount)
  if (!amount.ok) return amount
  const method = await chargeable(ctx, request)
  if (!method.ok || method.value.kind === 'refused') return method as Result<ChargeOutcome>
  try {
    const { holder, type } = method.value
    const intent = await connect(ctx).paymentIntents.create(
      paramsOf(ctx, request, { ...amount.value, holder, type }),
      { idempotencyKey: request.key },
    )
    return outcomeOf(intent)
  } catch (error) {
    return outcomeOfError(ctx, request, error)
  }
}

/** Looks an attempt up in the customer's list, which shows it at once; a search would be behind. */
export async function findCharge(
  ctx: StripeContext,
  request: ChargeRequest,
): Promise<Result<ChargeOutcome | null>> {
  const holder = await holderOfRequest(ctx, request)
  if (!holder.ok) return holder
  if (holder.value === null) return fail('not_found', 'Stripe does not know this customer any more')
  const customer = holder.value
  const found = await read(ctx, async (stripe) => {
    let looked = 0
    for await (const intent of stripe.paymentIntents.list({ customer, limit: 100 })) {
      if (intent.metadata[KEYS.charge] === request.key) return intent
      if (++looked === MOST_LOOKED_AT) return null
    }
    return null
  })
  if (!found.ok) return found
  return found.value ? outcomeOf(found.value) : ok(null)
}

type Chargeable =
  | { readonly kind: 'chargeable'; readonly holder: string; readonly type: string }
  | Extract<ChargeOutcome, { kind: 'refused' }>

/** A method is charged with its own customer and kind; one that was taken off belongs to nobody. */
async function chargeable(
  ctx: StripeContext,
  { method }: ChargeRequest,
): Promise<Result<Chargeable>> {
  const gone = (code: string, message: string) =>
    ({ kind: 'refused', code, message, final: true }) as const
  return read(ctx, async (stripe) => {
    try {
      const found = await stripe.paymentMethods.retrieve(method.remoteId)
      const holder = holderOf(found)
      if (holder) return { kind: 'chargeable', holder, type: found.type } as const
      return gone('payment_method_detached', 'The payment method was taken off at Stripe')
    } catch (error) {
      if (!isMissing(error)) throw error
      return gone('resource_missing', 'Stripe does not have this payment method')
    }
  })
}

async function holderOfRequest(
  ctx: StripeContext,
  request: ChargeRequest,
): Promise<Result<string | null>> {
  if (request.customer.remoteId) return ok(request.customer.remoteId)
  const method = await chargeable(ctx, request)
  if (!method.ok) return method
  return ok(method.value.kind === 'chargeable' ? method.value.holder : null)
}

function paramsOf(
  ctx: StripeContext,
  { key, method, description }: ChargeRequest,
  { amount, currency, holder, type }: StripeAmount & { holder: string; type: string },
): Stripe.PaymentIntentCreateParams {
  const { statementSuffix } = ctx.settings
  return {
    amount,
    currency,
    customer: holder,
    payment_method: method.remoteId,
    allowed_payment_method_types: [type],
    confirm: true,
    off_session: true,
    description,
    metadata: { [KEYS.charge]: key },
    // Stripe refuses it for anything but cards.
    ...(statementSuffix && type === 'card' ? { statement_descriptor_suffix: statementSuffix } : {}),
  }
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
function outcomeOf({ id, status, last_payment_error }: Attempt): Result<ChargeOutcome> {
  switch (status) {
    case 'succeeded':
      return ok({ kind: 'succeeded', reference: id })
    case 'processing':
      return ok({ kind: 'pending', reference: id })
    case 'requires_action':
      return ok({ kind: 'needs_customer', message: 'The bank wants the customer to confirm' })
    case 'requires_payment_method':
      return ok(outcomeOfDecline(last_payment_error ?? {}))
    case 'canceled':
      return ok({ kind: 'refused', code: 'canceled', message: 'Cancelled at Stripe', final: false })
    default:
      return fail('transient', `The payment is ${status} at Stripe`, { lost: true })
  }
}

/**
 * A 402 is the bank's answer. A key that was used with other details has been an attempt already:
 * what became of that one is the answer.
 */
async function outcomeOfError(
  ctx: StripeContext,
  request: ChargeRequest,
  error: unknown,
): Promise<Result<ChargeOutcome>> {
  const { errors } = officialPackage()
  if (error instanceof errors.StripeCardError) return ok(outcomeOfDecline(error))
  if (error instanceof errors.StripeIdempotencyError) {
    const found = await findCharge(ctx, request)
    if (!found.ok) return fail('transient', found.error.message, { lost: true })
    return found.value ? ok(found.value) : failureOf(ctx, error)
  }
  if (error instanceof errors.StripeInvalidRequestError) {
    const outcome = outcomeOfDecline(error)
    if (outcome.kind === 'refused' && outcome.final) return ok(outcome)
  }
  return failureOf(ctx, error)
}
