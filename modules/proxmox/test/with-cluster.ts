import assert from 'node:assert/strict'
import type {
  DeliveryModule,
  ModuleError,
  OperationContext,
  Result,
  ServiceInput,
} from '@berth/sdk'
import { startTrial, type Trial } from '@berth/sdk/testing'
import { proxmoxModule } from '../src/index.ts'
import { addressesOf, parseTags } from '../src/tags.ts'
import type { Kind } from './stand-in/state.ts'
import { type ClusterTarget, clusterTarget, guestsWith } from './targets.ts'

/** One module at one stand-in, with what tests ask of both. */
export interface Cluster extends Trial {
  readonly target: ClusterTarget
  readonly state: ClusterTarget['standIn']['state']
  /** The one guest of a service, as the cluster has it. */
  guest(service: ServiceInput): ReturnType<typeof guestsWith>[number]
  /** The addresses that a service's guest claims. */
  addresses(service: ServiceInput): string[]
  /** A context with what an earlier attempt kept. */
  later(key: string, remembered: Partial<OperationContext['remembered']>): OperationContext
}

/** Starts a stand-in for one test; its end fails if a request was malformed. */
export async function withCluster(
  kind: Kind,
  settings: Record<string, unknown>,
  run: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const target = await clusterTarget(kind, settings)
  const trial = startTrial(proxmoxModule as DeliveryModule, target)
  // Tasks advance with each request: there is nothing to wait for.
  const { context } = trial
  Object.assign(trial, {
    context: (...given: Parameters<typeof context>) => ({
      ...context(...given),
      sleep: async () => undefined,
    }),
  })
  const guest = (service: ServiceInput) => {
    const found = guestsWith(target.standIn, service.key)
    assert.equal(found.length, 1, 'one guest carries the key')
    return found[0] ?? assert.fail()
  }
  try {
    await run({
      ...trial,
      target,
      state: target.standIn.state,
      guest,
      addresses: (service) => addressesOf(parseTags(guest(service).config.tags)),
      later: (key, remembered) => ({
        ...trial.context(key),
        remembered: { remoteId: null, taskId: null, ...remembered },
      }),
    })
  } finally {
    await target.close()
  }
}

/** The value of a result that must be one. */
export async function must<T>(call: Promise<Result<T>> | undefined): Promise<T> {
  const result = (await call) ?? assert.fail('the module cannot do it')
  if (!result.ok) assert.fail(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** The error of a result that must be one. */
export async function refusal(call: Promise<Result<unknown>> | undefined): Promise<ModuleError> {
  const result = (await call) ?? assert.fail('the module cannot do it')
  if (result.ok) assert.fail('it succeeded')
  return result.error
}
