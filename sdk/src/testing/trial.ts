import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { DeliveryModule, Resource, ServiceInput } from '../delivery.ts'
import { secretFields } from '../form.ts'
import type { ModuleError, Result } from '../result.ts'
import { createTestContext, type RecordedContext } from './context.ts'
import type { ConformanceTarget } from './target.ts'

/** One module tried at one target: makes services, calls, and remembers what was said. */
export interface Trial {
  readonly module: DeliveryModule
  readonly target: ConformanceTarget
  /** A service that has nothing yet, with a key of its own. */
  service(changes?: Partial<ServiceInput>): ServiceInput
  context(key: string, signal?: AbortSignal): RecordedContext
  /** A service whose resource was just made. */
  delivered(changes?: Partial<ServiceInput>): Promise<ServiceInput>
  /** Runs a call as the engine does: a throw is an answer that was lost. */
  attempt<T>(call: () => Promise<Result<T>>): Promise<Result<T>>
  /** Everything that the module logged, answered as an error, or showed. */
  readonly said: string[]
  /** Every secret that may never be said. */
  readonly secrets: Set<string>
}

/** Starts a trial; secrets of the settings are known from the start. */
export function startTrial(module: DeliveryModule, target: ConformanceTarget): Trial {
  const said: string[] = []
  const secrets = new Set<string>()
  for (const name of secretFields(module.serverSettings)) {
    const value = target.server.settings[name]
    if (typeof value === 'string' && value !== '') secrets.add(value)
  }
  let number = 1000
  const trial: Trial = {
    module,
    target,
    said,
    secrets,
    service: (changes = {}) => ({
      key: randomUUID(),
      number: ++number,
      name: 'Conformance',
      customer: {
        id: randomUUID(),
        name: 'Zoé Ünïcode',
        email: 'zoe@example.test',
        language: 'fr',
      },
      product: module.productSettings.parse(target.product),
      orderData: module.orderForm.parse(target.orderData),
      options: [],
      resource: null,
      suspended: false,
      ...changes,
    }),
    context(key, signal) {
      const ctx = createTestContext({ key, signal, fetchTimeoutMs: target.fetchTimeoutMs })
      const log = ctx.log
      const heard: RecordedContext = {
        ...ctx,
        log(message, fields) {
          said.push(JSON.stringify({ message, fields }))
          log(message, fields)
        },
      }
      return heard
    },
    async delivered(changes) {
      const service = trial.service(changes)
      const create = () => module.create(trial.context(service.key), target.server, service)
      let made = await create()
      // A real provider may lose an answer: then it is asked again with the same key, as Berth does.
      for (let tries = 1; !made.ok && made.error.lost && tries < MOST_TRIES; tries++) {
        made = await create()
      }
      return { ...service, resource: rememberSecrets(trial, value(made)) }
    },
    async attempt(call) {
      const result = await call().catch((error: unknown): Result<never> => {
        const message = error instanceof Error ? error.message : String(error)
        return { ok: false, error: { code: 'transient', message, lost: true } }
      })
      if (!result.ok) said.push(JSON.stringify(result.error))
      return result
    },
  }
  return trial
}

/** A provider that loses more answers in a row is not there. */
const MOST_TRIES = 3

/** Notes the secrets of a resource, so that saying one of them is noticed. */
export function rememberSecrets(trial: Trial, resource: Resource): Resource {
  for (const secret of Object.values(resource.secrets)) trial.secrets.add(secret)
  return resource
}

/** The value of a result that must be one. */
export function value<T>(result: Result<T>): T {
  assert.ok(result.ok, `expected success, got ${result.ok ? '' : JSON.stringify(result.error)}`)
  return result.value
}

/** The error of a result that must be one. */
export function errorOf(result: Result<unknown>): ModuleError {
  assert.ok(!result.ok, 'expected an error, got success')
  return result.error
}
