import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import {
  connectionCheckSchema,
  moduleErrorSchema,
  observedPageSchema,
  observedSchema,
  resourceSchema,
} from '../answers.ts'
import type { Remembered } from '../context.ts'
import type {
  ConnectionCheck,
  DeliveryModule,
  Observed,
  ObservedPage,
  PowerSignal,
  ReinstallInput,
  Resource,
  ServerConfig,
  ServiceInput,
} from '../delivery.ts'
import {
  type Panel,
  type PanelOutcome,
  type PanelView,
  panelOutcomeSchema,
  panelSchema,
  type UsageFigure,
  usageFigureSchema,
} from '../panel.ts'
import type { Result } from '../result.ts'
import type { RecordedContext } from './context.ts'

/** How a change is called, where it matters. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** What an earlier attempt, of a worker that died, has committed. */
  readonly remembered?: Remembered
  /** The context that the module is given instead of this one. */
  context?(given: RecordedContext): RecordedContext
}

/** Calls a module as Berth does: a throw is a lost answer, and work that goes on is followed. */
export interface Calls {
  testConnection(): Promise<Result<readonly ConnectionCheck[]>>
  list(cursor: string | null): Promise<Result<ObservedPage>>
  find(key: string, options?: CallOptions): Promise<Result<readonly Observed[]>>
  inspect(resource: Resource): Promise<Result<Observed | null>>
  usage(resource: Resource): Promise<Result<readonly UsageFigure[]>>
  panel(service: ServiceInput, view?: PanelView): Promise<Result<Panel>>
  create(service: ServiceInput, options?: CallOptions): Promise<Result<Resource>>
  suspend(service: ServiceInput, options?: CallOptions): Promise<Result<Resource>>
  unsuspend(service: ServiceInput): Promise<Result<Resource>>
  terminate(service: ServiceInput): Promise<Result<null>>
  discard(resource: Resource): Promise<Result<null>>
  adopt(service: ServiceInput): Promise<Result<Resource>>
  changePlan(service: ServiceInput): Promise<Result<Resource>>
  rename(service: ServiceInput): Promise<Result<Resource>>
  reinstall(service: ServiceInput, input: ReinstallInput): Promise<Result<Resource>>
  resetPassword(service: ServiceInput): Promise<Result<Resource>>
  power(service: ServiceInput, signal: PowerSignal): Promise<Result<Resource>>
  changeOwner(service: ServiceInput): Promise<Result<Resource>>
  panelAction(
    service: ServiceInput,
    actionId: string,
    input: Record<string, unknown>,
  ): Promise<Result<PanelOutcome>>
}

/** What the calls need of a trial. */
export interface CallParts {
  readonly module: DeliveryModule
  readonly server: ServerConfig
  /** The longest wait before work that goes on is asked for again. */
  readonly followMs: number
  context(
    key: string,
    options: { signal?: AbortSignal; operationId?: string; remembered?: Remembered },
  ): RecordedContext
  attempt<T>(call: () => Promise<Result<T>>): Promise<Result<T>>
  /** Told of each answer, as it came. */
  answered(name: string, value: unknown): void
  /** Told of each answer that the contract does not know. */
  problem(words: string): void
}

/** Work that a provider goes on with is asked for again this often at most. */
const MOST_TURNS = 300

export function callsOf(parts: CallParts): Calls {
  const { module, server } = parts
  const read = async <T>(name: string, schema: z.ZodType, run: Run<T>, how: CallOptions = {}) =>
    checked(parts, { name, schema }, await once(parts, 'reading', run, how))
  const change = async <T>(
    name: string,
    schema: z.ZodType,
    { key, options = {} }: { key: string; options?: CallOptions },
    run: Run<T>,
  ) => checked(parts, { name, schema }, await followed(parts, key, run, options))
  const changeTo =
    (name: 'create' | 'suspend' | 'unsuspend' | OptionalChange) =>
    (service: ServiceInput, options?: CallOptions) =>
      change(name, resourceSchema, { key: service.key, options }, (ctx) => {
        const answer = module[name]?.(ctx, server, service)
        return answer ?? assert.fail(`the module has no ${name}`)
      })
  return {
    testConnection: () =>
      read('testConnection', z.array(connectionCheckSchema), (ctx) =>
        module.testConnection(ctx, server),
      ),
    list: (cursor) => read('list', observedPageSchema, (ctx) => module.list(ctx, server, cursor)),
    find: (key, options) =>
      read('find', z.array(observedSchema), (ctx) => module.find(ctx, server, key), options),
    inspect: (resource) =>
      read('inspect', observedSchema.nullable(), (ctx) => module.inspect(ctx, server, resource)),
    usage: (resource) =>
      read('usage', z.array(usageFigureSchema), (ctx) => {
        return module.usage?.(ctx, server, resource) ?? assert.fail('the module has no usage')
      }),
    panel: (service, view) =>
      read('panel', panelSchema, (ctx) => {
        return module.panel?.(ctx, server, service, view) ?? assert.fail('the module has no panel')
      }),
    create: changeTo('create'),
    suspend: changeTo('suspend'),
    unsuspend: changeTo('unsuspend'),
    terminate: (service) =>
      change('terminate', z.null(), { key: service.key }, (ctx) =>
        module.terminate(ctx, server, service),
      ),
    discard: (resource) =>
      change('discard', z.null(), { key: 'discarding' }, (ctx) => {
        return module.discard?.(ctx, server, resource) ?? assert.fail('the module has no discard')
      }),
    adopt: changeTo('adopt'),
    changePlan: changeTo('changePlan'),
    rename: changeTo('rename'),
    resetPassword: changeTo('resetPassword'),
    changeOwner: changeTo('changeOwner'),
    reinstall: (service, input) =>
      change('reinstall', resourceSchema, { key: service.key }, (ctx) => {
        return (
          module.reinstall?.(ctx, server, service, input) ??
          assert.fail('the module has no reinstall')
        )
      }),
    power: (service, signal) =>
      change('power', resourceSchema, { key: service.key }, (ctx) => {
        return (
          module.power?.(ctx, server, service, signal) ?? assert.fail('the module has no power')
        )
      }),
    panelAction: (service, actionId, input) =>
      change('panelAction', panelOutcomeSchema, { key: service.key }, (ctx) => {
        return (
          module.panelAction?.(ctx, server, service, actionId, input) ??
          assert.fail('the module has no panelAction')
        )
      }),
  }
}

type OptionalChange = 'adopt' | 'changePlan' | 'rename' | 'resetPassword' | 'changeOwner'
type Run<T> = (ctx: RecordedContext) => Promise<Result<T>>

function once<T>(parts: CallParts, key: string, run: Run<T>, { signal, context }: CallOptions) {
  const given = parts.context(key, { signal })
  return parts.attempt(() => run(context?.(given) ?? given))
}

/** One operation: asked again with what was kept for as long as the provider is still at it. */
async function followed<T>(
  parts: CallParts,
  key: string,
  run: Run<T>,
  { signal, context, ...earlier }: CallOptions,
): Promise<Result<T>> {
  const operationId = `operation-${randomUUID()}`
  let remembered: Remembered = earlier.remembered ?? { remoteId: null, taskId: null }
  for (let turn = 1; ; turn++) {
    const given = parts.context(key, { signal, operationId, remembered })
    const ctx = context?.(given) ?? given
    const result = await parts.attempt(() => run(ctx))
    remembered = {
      remoteId: ctx.reserved.at(-1) ?? remembered.remoteId,
      taskId: ctx.tasks.at(-1) ?? remembered.taskId,
    }
    if (result.ok || !result.error.stillRunning) return result
    assert.ok(turn < MOST_TURNS, `still running after ${turn} turns: ${result.error.message}`)
    await wait(Math.min(result.error.retryAfterMs ?? 100, parts.followMs))
  }
}

/** Notes an answer that is not of the contract; the scenario goes on with it. */
function checked<T>(
  parts: CallParts,
  { name, schema }: { name: string; schema: z.ZodType },
  result: Result<T>,
): Result<T> {
  const of = result.ok ? result.value : result.error
  const seen = (result.ok ? schema : moduleErrorSchema).safeParse(of)
  if (!seen.success) parts.problem(`${name} answered: ${z.prettifyError(seen.error)}`)
  if (result.ok) parts.answered(name, result.value)
  return result
}
