import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Remembered } from '../context.ts'
import type { DeliveryModule, Resource, ServiceInput } from '../delivery.ts'
import { secretFields } from '../form.ts'
import type { ModuleError, Result } from '../result.ts'
import { type Calls, callsOf } from './calls.ts'
import { createTestContext, type RecordedContext } from './context.ts'
import type { ConformanceTarget } from './target.ts'

/** One module tried at one target: makes services, calls, and remembers what was said. */
export interface Trial {
  readonly module: DeliveryModule
  readonly target: ConformanceTarget
  /** The module's functions, called as Berth calls them. */
  readonly call: Calls
  /** A service that has nothing yet, with a key of its own. */
  service(changes?: Partial<ServiceInput>): ServiceInput
  context(key: string, signal?: AbortSignal): RecordedContext
  /** A service whose resource was just made. */
  delivered(changes?: Partial<ServiceInput>): Promise<ServiceInput>
  /** Runs a call as the engine does: a throw is an answer that was lost. */
  attempt<T>(call: () => Promise<Result<T>>): Promise<Result<T>>
  /** Everything that the module logged, answered, or showed; without `secrets` of resources. */
  readonly said: string[]
  /** Every secret that may never be said. */
  readonly secrets: Set<string>
  /** Resources as they were answered. */
  readonly resources: Resource[]
  /** How far the module said it was. */
  readonly steps: RecordedContext['steps']
  /** Answers that the contract does not know, in words. */
  readonly problems: string[]
}

type ContextOptions = { signal?: AbortSignal; operationId?: string; remembered?: Remembered }

/** Starts a trial; secrets of the settings are known from the start. */
export function startTrial(module: DeliveryModule, target: ConformanceTarget): Trial {
  const heard = { said: [] as string[], steps: [] as RecordedContext['steps'] }
  const resources: Resource[] = []
  const problems: string[] = []
  const secrets = secretsOfSettings(module, target)
  let number = 1000
  const context = (key: string, options: ContextOptions = {}) =>
    listening(createTestContext({ key, fetchTimeoutMs: target.fetchTimeoutMs, ...options }), heard)
  const problem = (words: string) => void problems.push(words)
  const attempt = <T>(run: () => Promise<Result<T>>) => attempted(run, heard.said, problem)
  const call = callsOf({
    module,
    server: target.server,
    followMs: target.followMs ?? 2000,
    context,
    attempt,
    problem,
    answered(name, value) {
      for (const resource of resourcesIn(value)) {
        resources.push(resource)
        for (const secret of Object.values(resource.secrets ?? {})) secrets.add(secret)
      }
      // The link of an action may be a key to the door: it is opened once and never kept.
      const hidden = name === 'panelAction' ? ['secrets', 'link'] : ['secrets']
      heard.said.push(withoutFields(value, hidden))
    },
  })
  const service = (changes: Partial<ServiceInput> = {}): ServiceInput => ({
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
    // A product may ask more than the module's own form: those fields pass.
    orderData: module.orderForm.loose().parse(target.orderData),
    options: [],
    resource: null,
    suspended: false,
    ...changes,
  })
  return {
    ...heard,
    ...{ module, target, call, service, attempt, secrets, resources, problems },
    context: (key, signal) => context(key, { signal }),
    async delivered(changes) {
      const ordered = service(changes)
      let made = await call.create(ordered)
      // A real provider may lose an answer: then it is asked again with the same key, as Berth does.
      for (let tries = 1; !made.ok && made.error.lost && tries < MOST_TRIES; tries++) {
        made = await call.create(ordered)
      }
      return { ...ordered, resource: value(made) }
    },
  }
}

/** A provider that loses more answers in a row is not there. */
const MOST_TRIES = 3

function secretsOfSettings({ serverSettings }: DeliveryModule, { server }: ConformanceTarget) {
  const values = secretFields(serverSettings).map((name) => server.settings[name])
  return new Set(values.filter((one): one is string => typeof one === 'string' && one !== ''))
}

/** Writes down what goes through a context, beside keeping it there. */
function listening(ctx: RecordedContext, heard: Pick<Trial, 'said' | 'steps'>): RecordedContext {
  return {
    ...ctx,
    log(message, fields) {
      heard.said.push(JSON.stringify({ message, fields }))
      ctx.log(message, fields)
    },
    progress(step) {
      heard.said.push(JSON.stringify(step))
      heard.steps.push(step)
      ctx.progress(step)
    },
  }
}

async function attempted<T>(
  run: () => Promise<Result<T>>,
  said: string[],
  problem: (words: string) => void,
): Promise<Result<T>> {
  const lost = (message: string): Result<never> => {
    return { ok: false, error: { code: 'transient', message, lost: true } }
  }
  const result = await run().catch((error: unknown) => {
    // Of the kit itself: a scenario has called what is not there.
    if (error instanceof assert.AssertionError) throw error
    return lost(error instanceof Error ? error.message : String(error))
  })
  if (!isResult(result)) {
    problem(`an answer is no result: ${JSON.stringify(result)}`)
    return lost('The answer is no result')
  }
  if (!result.ok) said.push(JSON.stringify(result.error))
  return result
}

function isResult(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false
  return answer.ok === true ? 'value' in answer : 'error' in answer
}

/** The resources of an answer: itself, those of a list, or the one that an action left. */
function resourcesIn(value: unknown): Resource[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn)
  if (typeof value !== 'object' || value === null) return []
  if ('secrets' in value && 'remoteId' in value) return [value as Resource]
  if ('items' in value) return resourcesIn(value.items)
  return 'resource' in value ? resourcesIn(value.resource) : []
}

function withoutFields(value: unknown, names: readonly string[]): string {
  return JSON.stringify(value, (name, one) => (names.includes(name) ? undefined : one)) ?? ''
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
