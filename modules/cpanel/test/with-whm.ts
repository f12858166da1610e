import assert from 'node:assert/strict'
import type { CustomerInput, ModuleError, ServiceInput } from '@berth/sdk'
import { createTestContext } from '@berth/sdk/testing'
import type { CpanelOrder, CpanelProduct } from '../src/forms.ts'
import { cpanelModule } from '../src/index.ts'
import { type StandIn, startStandIn } from './stand-in/start.ts'
import { settingsFor } from './targets.ts'

const CUSTOMER: CustomerInput = {
  id: '0f2c7f8e-6d8b-4f0e-9b66-3a1d2c3b4a5f',
  name: 'Zoé Ünïcode',
  email: 'zoe@example.test',
  language: 'fr',
}
export const KEY = '6a3a9b0e-2f9a-4a64-9a2f-1f0f8f1c2d3e'
export const PRODUCT: CpanelProduct = { package: 'small', dedicatedIp: false, keepDns: false }

type Service = ServiceInput<CpanelProduct, CpanelOrder>

export const serviceOf = (changes: Partial<Service> = {}): Service => ({
  key: KEY,
  number: 1042,
  name: 'Site',
  customer: CUSTOMER,
  product: PRODUCT,
  orderData: { domain: 'example.com' },
  options: [],
  resource: null,
  suspended: false,
  ...changes,
})

interface Whm {
  readonly standIn: StandIn
  readonly server: { id: string; name: string; settings: ReturnType<typeof settingsFor> }
  context(reserved?: string): ReturnType<typeof createTestContext>
  /** The service with the account that was just made for it. */
  delivered(changes?: Partial<Service>): Promise<Service>
}

/** A WHM for one test, which fails for whatever the module made up. */
export async function withWhm(run: (whm: Whm) => Promise<void>): Promise<void> {
  const standIn = await startStandIn()
  const server = { id: 'server-1', name: 'WHM', settings: settingsFor(standIn.url) }
  const context: Whm['context'] = (reserved) => ({
    ...createTestContext({ key: KEY }),
    remembered: { remoteId: reserved ?? null, taskId: null },
  })
  try {
    await run({
      standIn,
      server,
      context,
      async delivered(changes) {
        const service = serviceOf(changes)
        const resource = taken(await cpanelModule.create(context(), server, service))
        return { ...service, resource }
      },
    })
  } finally {
    await standIn.close()
  }
  assert.deepEqual(standIn.violations, [])
}

export function taken<T>(
  result: { ok: true; value: T } | { ok: false; error: ModuleError } | undefined,
): T {
  assert.ok(result?.ok, `expected success, got ${JSON.stringify(result)}`)
  return result.value
}

export function errorOf(
  result: { ok: true } | { ok: false; error: ModuleError } | undefined,
): ModuleError {
  assert.ok(result && !result.ok, 'expected an error')
  return result.error
}

export const onlyAccount = ({ state }: StandIn) =>
  [...state.accounts.values()][0] ?? assert.fail('no account')
