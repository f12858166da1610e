import { fail, type GatewayCustomer, ok, type PageRequest, type Result } from '@berth/sdk'
import type Stripe from 'stripe'
import type { StripeContext } from './client.ts'
import { toStripe } from './currencies.ts'
import { customerId, KEYS } from './customers.ts'
import { asked } from './failures.ts'

type Page = Result<{ readonly redirectUrl: string }>
type SessionParams = Stripe.Checkout.SessionCreateParams

/** A Checkout Session in `payment` mode: https://docs.stripe.com/payments/checkout. */
export async function startPayment(ctx: StripeContext, request: PageRequest): Promise<Page> {
  const price = toStripe(request.amount)
  if (!price.ok) return price
  const payer = await payerOf(ctx, request)
  if (!payer.ok) return payer
  const { reference, description, keepMethod } = request
  const { statementSuffix } = ctx.settings
  const metadata = { [KEYS.page]: reference }
  return openPage(ctx, request, {
    mode: 'payment',
    ...payer.value,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: price.value.currency,
          unit_amount: price.value.amount,
          product_data: { name: description },
        },
      },
    ],
    // What is due is due in the document's own currency.
    adaptive_pricing: { enabled: false },
    payment_intent_data: {
      description,
      metadata,
      ...(keepMethod ? { setup_future_usage: 'off_session' as const } : {}),
      ...(statementSuffix ? { statement_descriptor_suffix: statementSuffix } : {}),
    },
  })
}

/** A Checkout Session in `setup` mode: https://docs.stripe.com/payments/checkout/save-and-reuse. */
export async function startSetup(
  ctx: StripeContext,
  request: Omit<PageRequest, 'amount' | 'description' | 'keepMethod'> & { currency: string },
): Promise<Page> {
  const customer = await customerId(ctx, request.customer)
  if (!customer.ok) return customer
  return openPage(ctx, request, {
    mode: 'setup',
    customer: customer.value,
    currency: request.currency.toLowerCase(),
    setup_intent_data: { metadata: { [KEYS.page]: request.reference } },
  })
}

/** Who pays: somebody without a stored method leaves no customer at Stripe. */
async function payerOf(
  ctx: StripeContext,
  { customer, keepMethod }: { customer: GatewayCustomer; keepMethod: boolean },
): Promise<Result<Pick<SessionParams, 'customer' | 'customer_email'>>> {
  if (!keepMethod && !customer.remoteId) return ok({ customer_email: customer.email })
  const id = await customerId(ctx, customer)
  return id.ok ? ok({ customer: id.value }) : id
}

async function openPage(
  ctx: StripeContext,
  { reference, language, returnUrl }: Pick<PageRequest, 'reference' | 'language' | 'returnUrl'>,
  params: SessionParams,
): Promise<Page> {
  const { methods } = ctx.settings
  const session = await asked(ctx, (stripe) =>
    stripe.checkout.sessions.create(
      {
        ...params,
        ...(methods.length > 0 ? { allowed_payment_method_types: methods } : {}),
        client_reference_id: reference,
        metadata: { [KEYS.page]: reference },
        locale: language,
        success_url: returnUrl,
        cancel_url: returnUrl,
      },
      { idempotencyKey: `page-${reference}` },
    ),
  )
  if (!session.ok) return session
  const { url } = session.value
  return url ? ok({ redirectUrl: url }) : fail('conflict', 'The page is over already')
}
