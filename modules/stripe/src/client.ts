import type { FetchInit, GatewayContext } from '@berth/sdk'
import type Stripe from 'stripe'
import { officialPackage } from './official-package.ts'
import type { StripeSettings } from './settings.ts'

/** The version of Stripe's API that the shapes here are written for, whatever the account's own is. */
export const API_VERSION = '2026-10-28.endive'

/** Longer than Stripe takes for a charge that asks a slow bank. */
const TIMEOUT_MS = 60_000

export type StripeContext = GatewayContext<StripeSettings>

/** Stripe's own client over the context's `fetch`; it tries nothing twice by itself. */
export function connect(ctx: StripeContext): Stripe {
  const { hostname, port, protocol } = new URL(ctx.settings.apiBase)
  const fetchWithin = (url: string | URL | Request, init: FetchInit = {}) => {
    const signals = [ctx.signal, ...(init.signal ? [init.signal] : [])]
    const address = url instanceof Request ? url.url : url
    return ctx.fetch(address, { ...init, signal: AbortSignal.any(signals) })
  }
  const Official = officialPackage()
  return new Official(ctx.settings.secretKey, {
    apiVersion: API_VERSION,
    host: hostname,
    ...(port ? { port } : {}),
    protocol: protocol === 'http:' ? 'http' : 'https',
    httpClient: Official.createFetchHttpClient(fetchWithin as typeof fetch),
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'Berth' },
  })
}
