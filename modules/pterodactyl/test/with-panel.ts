import assert from 'node:assert/strict'
import type { CustomerInput, ModuleError, ServiceInput } from '@berth/sdk'
import { createTestContext } from '@berth/sdk/testing'
import type { pterodactylModule } from '../src/index.ts'
import { type StandIn, startStandIn } from './stand-in/start.ts'
import { PRODUCT, settingsFor } from './targets.ts'

export const CUSTOMER: CustomerInput = {
  id: '0f2c7f8e-6d8b-4f0e-9b66-3a1d2c3b4a5f',
  name: 'Zoé Ünïcode',
  email: 'zoe@example.test',
  language: 'fr',
}
export const KEY = '6a3a9b0e-2f9a-4a64-9a2f-1f0f8f1c2d3e'

export const serviceOf = (changes: Partial<ServiceInput<typeof PRODUCT>> = {}) =>
  ({
    key: KEY,
    number: 1042,
    name: 'Survival',
    customer: CUSTOMER,
    product: PRODUCT,
    orderData: {},
    options: [],
    resource: null,
    suspended: false,
    ...changes,
  }) as Parameters<typeof pterodactylModule.create>[2]

/** A panel for one test, which fails for whatever the module made up. */
export async function withPanel(
  run: (panel: {
    standIn: StandIn
    server: { id: string; name: string; settings: ReturnType<typeof settingsFor> }
    /** A context that does not wait. */
    context(remembered?: string): ReturnType<typeof createTestContext>
  }) => Promise<void>,
) {
  const standIn = await startStandIn()
  try {
    const settings = { ...settingsFor(standIn.url), resetFoundAccounts: false }
    await run({
      standIn,
      server: { id: 'server-1', name: 'Panel', settings },
      context: (remembered) => ({
        ...createTestContext({ key: KEY }),
        sleep: async () => undefined,
        remembered: { remoteId: null, taskId: remembered ?? null },
      }),
    })
  } finally {
    await standIn.close()
  }
  assert.deepEqual(standIn.violations, [])
}

export function taken<T>(result: { ok: true; value: T } | { ok: false; error: ModuleError }): T {
  assert.ok(result.ok, `expected success, got ${result.ok ? '' : JSON.stringify(result.error)}`)
  return result.value
}

export function errorOf(result: { ok: true } | { ok: false; error: ModuleError }): ModuleError {
  assert.ok(!result.ok, 'expected an error')
  return result.error
}

export const onlyServer = (standIn: StandIn) =>
  [...standIn.state.servers.values()][0] ?? assert.fail('no server')
