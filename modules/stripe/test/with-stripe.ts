import assert from 'node:assert/strict'
import type { GatewayNotice, ModuleError, Result } from '@berth/sdk'
import { createTestContext } from '@berth/sdk/testing'
import { stripeGateway } from '../src/index.ts'
import { type StripeStandIn, startStripe, type TestToken } from './stand-in/start.ts'

export const NOW = Date.UTC(2025, 2, 10, 12)

export const CUSTOMER = {
  key: '0f2c7f8e-6d8b-4f0e-9b66-3a1d2c3b4a5f',
  name: 'Zoé Ünïcode',
  email: 'zoe@example.test',
  remoteId: null,
}

export const euros = (amount: bigint) => ({ amount, currency: 'EUR' })

/** A page payment of 12.00 € that a customer asks for. */
export const pageRequest = (reference: string, changes: { keepMethod?: boolean } = {}) =>
  ({
    reference,
    customer: CUSTOMER,
    amount: euros(1200n),
    description: 'Invoice 1042',
    language: 'fr',
    returnUrl: 'https://berth.test/client/invoices/1',
    keepMethod: false,
    ...changes,
  }) as const

export interface Trial {
  readonly stripe: StripeStandIn
  readonly settings: ReturnType<typeof stripeGateway.settings.parse>
  context(signal?: AbortSignal): Parameters<typeof stripeGateway.testConnection>[0]
  /** What the module reads from the notices that came since, without what it ignores. */
  notices(): Promise<GatewayNotice[]>
  /** The customer stores a method on the page; what the module is told of it. */
  stored(token: TestToken): Promise<Extract<GatewayNotice, { kind: 'method_stored' }>['method']>
}

/** An account for one test, which fails for whatever the module made up. */
export async function withStripe(
  run: (trial: Trial) => Promise<void>,
  changes: Record<string, unknown> = {},
): Promise<void> {
  const stripe = await startStripe({ now: () => NOW })
  const settings = stripeGateway.settings.parse({ ...stripe.settings, ...changes })
  const context: Trial['context'] = (signal) => {
    const ctx = createTestContext({ key: 'stripe', ...(signal ? { signal } : {}) })
    return { settings, fetch: ctx.fetch, signal: ctx.signal, log: ctx.log }
  }
  const notices = async () => {
    const read: GatewayNotice[] = []
    for (const { headers, body } of stripe.takeNotices()) {
      assert.ok(stripeGateway.verify(settings, { headers, body, now: NOW }))
      const complete = await stripeGateway.complete?.(context(), body)
      const notice = stripeGateway.read(settings, taken(complete ?? assert.fail()))
      assert.ok(notice, `nothing was read from ${body}`)
      if (notice.kind !== 'ignored') read.push(notice)
    }
    return read
  }
  const stored: Trial['stored'] = async (token) => {
    const { reference, customer, language, returnUrl } = pageRequest(`setup-${token}`)
    const request = { reference, customer, language, returnUrl, currency: 'EUR' }
    const page = taken((await stripeGateway.startSetup?.(context(), request)) ?? assert.fail())
    assert.deepEqual(stripe.completePage(page.redirectUrl, token), { done: true })
    const told = (await notices()).find(({ kind }) => kind === 'method_stored')
    assert.ok(told?.kind === 'method_stored')
    assert.equal(told.reference, `setup-${token}`)
    return told.method
  }
  try {
    await run({ stripe, settings, context, notices, stored })
  } finally {
    await stripe.close()
  }
}

export function taken<T>(result: Result<T>): T {
  assert.ok(result.ok, `expected success, got ${result.ok ? '' : JSON.stringify(result.error)}`)
  return result.value
}

export function errorOf(result: Result<unknown>): ModuleError {
  assert.ok(!result.ok, 'expected an error')
  return result.error
}
