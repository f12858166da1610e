import { fail, type GatewayMoney, ok, type Result } from '@berth/sdk'
import { connect, type StripeContext } from './client.ts'
import { toStripe } from './currencies.ts'
import { KEYS } from './customers.ts'
import { failureOf, read } from './failures.ts'
import { officialPackage } from './official-package.ts'

interface RefundRequest {
  readonly reference: string
  readonly amount: GatewayMoney
  readonly key: string
}

/** https://docs.stripe.com/api/refunds/create, on the whole or a part of a PaymentIntent. */
export async function refund(ctx: StripeContext, request: RefundRequest): Promise<Result<void>> {
  const { reference, key } = request
  // The money of a won dispute came back by the bank, which takes no refunds of it.
  if (!reference.startsWith('pi_')) return fail('unsupported', `${reference} is no payment`)
  const amount = toStripe(request.amount)
  if (!amount.ok) return amount
  try {
    const made = await connect(ctx).refunds.create(
      {
        payment_intent: reference,
        amount: amount.value.amount,
        metadata: { [KEYS.refund]: key },
      },
      { idempotencyKey: `refund-${key}` },
    )
    return made.status === 'failed' || made.status === 'canceled'
      ? fail('rejected', `The refund ${made.status}: ${made.failure_reason ?? 'no reason given'}`)
      : ok(undefined)
  } catch (error) {
    // Stripe forgets idempotency keys after a day: what was sent before is looked up.
    const { StripeInvalidRequestError } = officialPackage().errors
    const isRefused = error instanceof StripeInvalidRequestError
    if (isRefused && (await wasSent(ctx, request))) return ok(undefined)
    return failureOf(ctx, error)
  }
}

async function wasSent(ctx: StripeContext, { reference, key }: RefundRequest): Promise<boolean> {
  const found = await read(ctx, (stripe) =>
    stripe.refunds.list({ payment_intent: reference, limit: 100 }),
  )
  return found.ok && found.value.data.some(({ metadata }) => metadata?.[KEYS.refund] === key)
}
