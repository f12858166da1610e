import { createHash } from 'node:crypto'
import type { GatewayCustomer, Result } from '@berth/sdk'
import type Stripe from 'stripe'
import type { StripeContext } from './client.ts'
import { asked, isMissing } from './failures.ts'

/** Metadata by which our objects are recognised among others of the same account. */
export const KEYS = {
  customer: 'berth_customer',
  page: 'berth_reference',
  charge: 'berth_key',
  refund: 'berth_refund',
} as const

/**
 * Stripe's id of a customer, made if need be. One that staff deleted there is made again; a lost
 * answer is found by its e-mail address and our key, so that nobody has two for long.
 */
export function customerId(ctx: StripeContext, customer: GatewayCustomer): Promise<Result<string>> {
  return asked(ctx, async (stripe) => {
    if (customer.remoteId && (await isThere(stripe, customer.remoteId))) return customer.remoteId
    const { data } = await stripe.customers.list({ email: customer.email, limit: 100 })
    const known = data.find(({ metadata }) => metadata?.[KEYS.customer] === customer.key)
    if (known) return known.id
    const { key, name, email } = customer
    const made = await stripe.customers.create(
      { name, email, metadata: { [KEYS.customer]: key } },
      // Changed details are another request: the same key with others would be refused.
      { idempotencyKey: `customer-${key}-${digest(name, email, customer.remoteId ?? '')}` },
    )
    return made.id
  })
}

async function isThere(stripe: Stripe, id: string): Promise<boolean> {
  try {
    const found = await stripe.customers.retrieve(id)
    return !('deleted' in found && found.deleted)
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

const digest = (...parts: string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
