import { fail, ok, type Result } from '@berth/sdk'
import type Stripe from 'stripe'
import type { StripeContext } from './client.ts'
import { read } from './failures.ts'
import { EVENT_TYPES } from './read-notice.ts'

/** Where Berth takes Stripe's notices; the part of the address in front differs. */
const HOOK_PATH = '/api/v1/hooks/stripe'

/** What the key must be let do, named as Stripe's form for restricted keys does. */
const NEEDS: readonly (readonly [string, (stripe: Stripe) => Promise<unknown>])[] = [
  ['Customers', (stripe) => stripe.customers.list({ limit: 1 })],
  ['Checkout Sessions', (stripe) => stripe.checkout.sessions.list({ limit: 1 })],
  ['PaymentIntents', (stripe) => stripe.paymentIntents.list({ limit: 1 })],
  ['SetupIntents', (stripe) => stripe.setupIntents.list({ limit: 1 })],
  ['PaymentMethods', (stripe) => stripe.paymentMethods.list({ limit: 1 })],
  ['Charges and Refunds', (stripe) => stripe.refunds.list({ limit: 1 })],
]

/**
 * Reads the account and one of each thing that is needed, and looks for a webhook endpoint that leads
 * here. Whether a restricted key may also write cannot be asked without writing.
 */
export async function testConnection(
  ctx: StripeContext,
): Promise<Result<{ readonly account: string }>> {
  const account = await read(ctx, (stripe) => stripe.accounts.retrieveCurrent())
  if (!account.ok && account.error.code !== 'auth') return account
  // A restricted key that may not read the account is told from one that is none by the rest.
  const checks = await Promise.all(NEEDS.map(([, run]) => read(ctx, run)))
  const broken = checks.find((check) => !check.ok && check.error.code !== 'auth')
  if (broken && !broken.ok) return broken
  const missing = NEEDS.filter((_, index) => !checks[index]?.ok).map(([name]) => name)
  if (!account.ok && missing.length === NEEDS.length) return account
  if (missing.length > 0) return fail('auth', `The key lacks permissions: ${missing.join(', ')}`)
  if (account.ok && !account.value.charges_enabled) {
    return fail('config', 'Stripe does not let this account take payments yet')
  }
  const hook = await checkHook(ctx)
  if (!hook.ok) return hook
  const mode = /^(sk|rk)_test_/.test(ctx.settings.secretKey) ? ', test mode' : ''
  return ok({ account: `${account.ok ? nameOf(account.value) : 'Stripe'}${mode}` })
}

function nameOf({ id, business_profile, settings, email }: Stripe.Account): string {
  const name = business_profile?.name ?? settings?.dashboard.display_name ?? email
  return name ? `${name} (${id})` : id
}

async function checkHook(ctx: StripeContext): Promise<Result<void>> {
  const listed = await read(ctx, (stripe) => stripe.webhookEndpoints.list({ limit: 100 }))
  if (!listed.ok) {
    if (listed.error.code !== 'auth') return listed
    return fail('auth', 'The key lacks permissions: Webhook Endpoints (read)')
  }
  const here = listed.value.data.filter(({ url }) => new URL(url).pathname.endsWith(HOOK_PATH))
  const enabled = here.find(({ status }) => status === 'enabled')
  if (!enabled) {
    const state = here.length > 0 ? 'is disabled' : 'does not exist'
    return fail(
      'config',
      `The webhook endpoint …${HOOK_PATH} ${state} at Stripe. It needs: ${EVENT_TYPES.join(', ')}`,
    )
  }
  const { enabled_events: sent } = enabled
  const lacking = sent.includes('*') ? [] : EVENT_TYPES.filter((type) => !sent.includes(type))
  return lacking.length === 0
    ? ok(undefined)
    : fail('config', `The webhook endpoint does not send: ${lacking.join(', ')}`)
}
