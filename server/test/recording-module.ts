import {
  type DeliveryModule,
  defineDeliveryModule,
  type ErrorCode,
  fail,
  field,
  type ModuleContext,
  type ModuleError,
  type Observed,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type ServiceInput,
  sameText,
} from '@berth/sdk'
import { z } from 'zod'

/** What the next call of a member does. `work`: the work is done before. */
export type Behaviour =
  | { kind: 'succeed' }
  | { kind: 'refuse'; code: ErrorCode; message?: string; more?: Partial<ModuleError> }
  | { kind: 'throw'; message?: string; work?: boolean }
  /** Answers nothing until it is aborted; with `deaf` not even then. */
  | { kind: 'hang'; work?: boolean; deaf?: boolean }
  /** Answers when the promise is kept. */
  | { kind: 'wait'; until: Promise<unknown> | (() => Promise<unknown>) }
  /** Answers this, whatever it is. With `work`, the work is done before. */
  | { kind: 'answer'; value: unknown; work?: boolean }

/** Something that the module was asked, in the order of asking. */
export interface RecordedCall {
  member: string
  key: string | null
  operationId: string | null
  serverId: string
  input: unknown
}

export interface RecordedResource {
  remoteId: string
  key: string | null
  name: string
  serverId: string
  suspended: boolean
  running: boolean
  password: string
}

export interface RecordingOptions {
  id?: string
  settleMs?: number
  timeLimitMs?: number
  /** True: a second `create` with the same key takes the first over. Default false, the hard case. */
  uniqueKeys?: boolean
}

export interface RecordingModule {
  module: DeliveryModule
  calls: RecordedCall[]
  callsOf(member: string): RecordedCall[]
  /** Every resource of every server, also those that nobody knows of. */
  resources: RecordedResource[]
  /** What the next calls of the member do, one after the other; then it succeeds again. */
  next(member: string, ...behaviours: Behaviour[]): void
  /** What every call of the member does that has no `next`. */
  always(member: string, behaviour: Behaviour): void
  /** Makes something at the provider behind everybody's back. */
  plant(resource: Partial<RecordedResource>): RecordedResource
}

const settings = z.strictObject({
  token: z
    .string()
    .default('')
    .meta(field({ label: sameText('Token'), secret: true })),
})
const product = z.looseObject({ plan: z.string().default('small') })
const order = z.looseObject({})

type Service = ServiceInput
type Server = ServerConfig

/**
 * A module that delivers into a list, keeps what it was asked, and succeeds, refuses, throws or
 * hangs as it is told. It protects nobody: unless told otherwise, creating twice makes two.
 */
export function recordingModule(options: RecordingOptions = {}): RecordingModule {
  const calls: RecordedCall[] = []
  const resources: RecordedResource[] = []
  const coming = new Map<string, Behaviour[]>()
  const standing = new Map<string, Behaviour>()
  let serial = 0

  const plant = (resource: Partial<RecordedResource>): RecordedResource => {
    const remoteId = resource.remoteId ?? `r-${++serial}`
    const fresh = { key: null, name: '', serverId: '', suspended: false, running: true }
    const row = { ...fresh, password: `pass-word-${serial}`, ...resource, remoteId }
    resources.push(row)
    return row
  }

  async function play<T>(
    member: string,
    call: Omit<RecordedCall, 'member'> & { ctx: ModuleContext },
    work: () => Result<T>,
  ): Promise<Result<T>> {
    const { ctx, ...asked } = call
    calls.push({ member, ...asked })
    const behaviour = coming.get(member)?.shift() ?? standing.get(member) ?? { kind: 'succeed' }
    switch (behaviour.kind) {
      case 'succeed':
        return work()
      case 'refuse':
        return fail(
          behaviour.code,
          behaviour.message ?? `refused: ${behaviour.code}`,
          behaviour.more,
        )
      case 'throw':
        if (behaviour.work) work()
        throw new Error(behaviour.message ?? 'a bug in the module')
      case 'hang':
        if (behaviour.work) work()
        return new Promise((_, reject) => {
          if (behaviour.deaf) return
          ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason), { once: true })
        })
      case 'wait':
        await (typeof behaviour.until === 'function' ? behaviour.until() : behaviour.until)
        return work()
      case 'answer':
        if (behaviour.work) work()
        return behaviour.value as Result<T>
    }
  }

  const resourceOf = (row: RecordedResource, withSecret = true): Resource => ({
    remoteId: row.remoteId,
    data: { serverId: row.serverId },
    secrets: withSecret ? { password: row.password } : {},
    connection: [{ label: sameText('Address'), value: `${row.remoteId}.example` }],
  })
  const observedOf = (row: RecordedResource): Observed => ({
    remoteId: row.remoteId,
    key: row.key,
    name: row.name,
    owner: null,
    plan: null,
    state: row.suspended ? 'suspended' : row.running ? 'running' : 'stopped',
    usage: [],
    createdAt: null,
    resource: resourceOf(row, false),
  })
  const byKey = (server: Server, key: string) =>
    resources.filter((row) => row.serverId === server.id && row.key === key)
  const own = (server: Server, service: Service) =>
    resources.find((row) => row.remoteId === service.resource?.remoteId) ??
    byKey(server, service.key)[0]

  const change =
    (member: string, how: (row: RecordedResource, service: Service, input: unknown) => void) =>
    (ctx: OperationContext, server: Server, service: Service, input: unknown = null) =>
      play(member, callOf(ctx, server, input), () => {
        const row = own(server, service)
        if (!row) return fail('not_found', `nothing carries ${service.key}`)
        how(row, service, input)
        return ok(resourceOf(row))
      })

  const module = defineDeliveryModule({
    id: options.id ?? 'recording',
    name: sameText('Recording'),
    kinds: ['test'],
    serverSettings: settings,
    productSettings: product,
    orderForm: order,
    settleMs: options.settleMs ?? 0,
    timeLimitMs: options.timeLimitMs ?? 150,
    testConnection: (ctx, server) =>
      play('testConnection', readOf(ctx, server, null), () => ok([])),
    list: (ctx, server) =>
      play('list', readOf(ctx, server, null), () =>
        ok({
          items: resources.filter((row) => row.serverId === server.id).map(observedOf),
          nextCursor: null,
        }),
      ),
    find: (ctx, server, key) =>
      play('find', readOf(ctx, server, key), () => ok(byKey(server, key).map(observedOf))),
    inspect: (ctx, server, resource) =>
      play('inspect', readOf(ctx, server, resource.remoteId), () => {
        const row = resources.find((other) => other.remoteId === resource.remoteId)
        return ok(row ? observedOf(row) : null)
      }),
    create: (ctx, server, service) =>
      play('create', callOf(ctx, server, service.orderData), () => {
        const there = options.uniqueKeys ? byKey(server, ctx.key)[0] : undefined
        if (there) return ok(resourceOf(there))
        return ok(resourceOf(plant({ key: ctx.key, name: service.name, serverId: server.id })))
      }),
    terminate: (ctx, server, service) =>
      play('terminate', callOf(ctx, server, service.resource?.remoteId ?? null), () => {
        const row = own(server, service)
        if (row) resources.splice(resources.indexOf(row), 1)
        return ok(null)
      }),
    suspend: change('suspend', (row) => Object.assign(row, { suspended: true })),
    unsuspend: change('unsuspend', (row) => Object.assign(row, { suspended: false })),
    adopt: change('adopt', (row, service) => Object.assign(row, { key: service.key })),
    changePlan: change('changePlan', () => {}),
    rename: change('rename', (row, service) => Object.assign(row, { name: service.name })),
    reinstall: change('reinstall', () => {}),
    resetPassword: change('resetPassword', (row) => {
      row.password = `pass-word-${++serial}-new`
    }),
    power: change('power', (row, _service, signal) =>
      Object.assign(row, { running: signal === 'start' || signal === 'restart' }),
    ),
    changeOwner: change('changeOwner', () => {}),
  }) as DeliveryModule

  return {
    module,
    calls,
    callsOf: (member) => calls.filter((call) => call.member === member),
    resources,
    next: (member, ...behaviours) =>
      coming.set(member, [...(coming.get(member) ?? []), ...behaviours]),
    always: (member, behaviour) => standing.set(member, behaviour),
    plant,
  }
}

function callOf(ctx: OperationContext, server: Server, input: unknown) {
  return { ctx, key: ctx.key, operationId: ctx.operationId, serverId: server.id, input }
}

function readOf(ctx: ModuleContext, server: Server, input: unknown) {
  return { ctx, key: null, operationId: null, serverId: server.id, input }
}
