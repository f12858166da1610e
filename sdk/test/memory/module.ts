import { z } from 'zod'
import {
  type DeliveryModule,
  defineDeliveryModule,
  fail,
  field,
  formSchema,
  type ModuleContext,
  type Observed,
  type OperationContext,
  ok,
  type Panel,
  type Resource,
  type Result,
  type ServiceInput,
  sameText,
} from '../../src/index.ts'
import type { MemoryProvider, Thing } from './provider.ts'

export const actionForms = {
  poke: z.object({
    hard: z
      .boolean()
      .default(false)
      .meta(field({ label: { en: 'Hard', fr: 'Fort' } })),
  }),
}

export function resourceOf({ id, password }: Thing): Resource {
  return {
    remoteId: id,
    data: {},
    secrets: { password },
    connection: [{ label: sameText('Password'), secret: 'password' }],
  }
}

export function observedOf(thing: Thing): Observed {
  const { suspended, running, pending } = thing
  return {
    remoteId: thing.id,
    key: thing.key,
    name: thing.name,
    owner: thing.owner,
    plan: thing.plan,
    state: pending > 0 ? 'changing' : suspended ? 'suspended' : running ? 'running' : 'stopped',
    usage: [],
    createdAt: null,
    resource: resourceOf(thing),
  }
}

/** The panel; tabs that are not looked at have no blocks. */
function panelOf(tab: string | null | undefined): Panel {
  const audience: ('staff' | 'customer')[] = ['staff']
  const blocks = [{ type: 'actions' as const, actions: ['poke'] }]
  return {
    overview: {
      statCards: [],
      facts: [],
      connection: [],
      credentials: [{ id: 'password', label: sameText('P'), secret: 'password', audience }],
    },
    actions: [
      {
        id: 'poke',
        label: sameText('Poke'),
        kind: 'call',
        permission: 'services:operate',
        audience,
        form: formSchema(actionForms.poke),
      },
      {
        id: 'console',
        label: sameText('Console'),
        kind: 'link',
        permission: 'services:operate',
        audience,
      },
    ],
    tabs: [
      {
        id: 'buttons',
        title: sameText('Buttons'),
        audience,
        ...(tab === null ? {} : { blocks }),
      },
    ],
  }
}

/** Makes a thing as the provider's slow work: begun by one call, followed by others. */
async function create(
  provider: MemoryProvider,
  ctx: OperationContext,
  service: ServiceInput,
): Promise<Result<Resource>> {
  const own = await provider.ask(ctx, 'look', () =>
    provider.things.find((one) => one.key === ctx.key),
  )
  if (!own.ok) return own
  let thing = own.value
  if (!thing) {
    const id = ctx.remembered.remoteId ?? provider.nextId()
    await ctx.reserve(id)
    ctx.progress({ text: { en: 'Making it', fr: 'Création' }, percent: 10 })
    ctx.log('making', { id })
    const made = await provider.ask(ctx, 'change', () => add(provider, id, service))
    if (!made.ok) return made
    if (!made.value) return fail('conflict', `${id} is somebody else’s`)
    thing = made.value
    await ctx.remember(`task-of-${id}`)
  }
  const { id } = thing
  const done = await provider.ask(ctx, 'look', () => follow(provider, id))
  if (!done.ok) return done
  return done.value
    ? ok(resourceOf(thing))
    : fail('transient', 'It is being made', { stillRunning: true, retryAfterMs: 1 })
}

export function add(provider: MemoryProvider, id: string, service: ServiceInput): Thing | null {
  if (provider.taken.has(service.key)) return null
  const thing = {
    id,
    key: service.key,
    name: service.name,
    owner: service.customer.email,
    plan: String(service.product.plan),
    running: true,
    suspended: false,
    password: `password-of-${id}`,
    pending: 2,
  }
  provider.things.push(thing)
  return thing
}

function follow(provider: MemoryProvider, id: string): boolean {
  const thing = provider.things.find((one) => one.id === id)
  if (thing && thing.pending > 0) thing.pending--
  return thing?.pending === 0
}

/** Changes the thing of a service. */
async function change(
  provider: MemoryProvider,
  ctx: ModuleContext,
  service: ServiceInput,
  set: (thing: Thing) => Partial<Thing>,
): Promise<Result<Resource>> {
  const { resource, key } = service
  const changed = await provider.ask(ctx, 'change', () => {
    const thing = provider.things.find((one) => one.key === key || one.id === resource?.remoteId)
    return thing && Object.assign(thing, set(thing))
  })
  if (!changed.ok) return changed
  return changed.value ? ok(resourceOf(changed.value)) : fail('not_found', 'There is none')
}

const PAGE = 100

/** A module that gets everything right, for a provider in memory. */
export function memoryModule(provider: MemoryProvider): DeliveryModule {
  const { ask, things, permissions } = provider
  const check = (id: string, may: boolean) => ({ id, name: sameText(id), ok: may, message: '' })
  const module = defineDeliveryModule({
    id: 'memory',
    name: sameText('Memory'),
    kinds: ['thing'],
    serverSettings: z.object({
      token: z.string().meta(field({ label: { en: 'Token', fr: 'Jeton' }, secret: true })),
    }),
    productSettings: z.object({
      plan: z
        .string()
        .default('small')
        .meta(field({ label: { en: 'Plan', fr: 'Offre' }, choices: 'plans' })),
    }),
    orderForm: z.object({}),
    actionForms,
    choices: { plans: async () => ok([{ value: 'small', label: sameText('Small') }]) },
    orderFields: async () => ok([{ type: 'text', name: 'motto', label: sameText('Motto') }]),
    testConnection: async (ctx) => {
      const reached = await ask(ctx, 'look', () => null)
      return ok([
        check('reach', reached.ok),
        check('things.read', permissions.has('things.read')),
        check('things.write', permissions.has('things.write')),
      ])
    },
    list: async (ctx, _server, cursor) => {
      const from = Number(cursor ?? 0)
      const nextCursor = from + PAGE < things.length ? String(from + PAGE) : null
      return ask(ctx, 'look', () => ({
        items: things.slice(from, from + PAGE).map(observedOf),
        nextCursor,
      }))
    },
    find: (ctx, _server, key) =>
      ask(ctx, 'look', () => things.filter((thing) => thing.key === key).map(observedOf)),
    inspect: (ctx, _server, resource) =>
      ask(ctx, 'look', () => {
        const thing = things.find((one) => one.id === resource.remoteId)
        return thing ? observedOf(thing) : null
      }),
    create: (ctx, _server, service) => create(provider, ctx, service),
    suspend: (ctx, _server, service) => change(provider, ctx, service, () => ({ suspended: true })),
    unsuspend: (ctx, _server, service) =>
      change(provider, ctx, service, () => ({ suspended: false })),
    terminate: (ctx, _server, service) =>
      ask(ctx, 'change', () => {
        const at = things.findIndex((one) => one.key === service.key)
        if (at >= 0) things.splice(at, 1)
        return null
      }),
    discard: (ctx, _server, { remoteId }) =>
      ask(ctx, 'change', () => {
        const at = things.findIndex((one) => one.id === remoteId)
        if (at >= 0) things.splice(at, 1)
        return null
      }),
    adopt: async (ctx, _server, service) => {
      const id = service.resource?.remoteId
      const other = things.find((one) => one.id === id)?.key ?? ctx.key
      if (other !== ctx.key) return fail('conflict', `It carries the key ${other}`)
      return change(provider, ctx, service, () => ({ key: ctx.key }))
    },
    planOf: (product) => product.plan,
    changePlan: (ctx, _server, service) =>
      change(provider, ctx, service, () => ({ plan: service.product.plan })),
    rename: (ctx, _server, service) =>
      change(provider, ctx, service, () => ({ name: service.name })),
    changeOwner: (ctx, _server, service) =>
      change(provider, ctx, service, () => ({ owner: service.customer.email })),
    reinstall: (ctx, _server, service) => change(provider, ctx, service, () => ({ running: true })),
    resetPassword: (ctx, _server, service) =>
      change(provider, ctx, service, ({ password }) => ({ password: `${password}-anew` })),
    power: async (ctx, _server, service, signal) => {
      const starts = signal === 'start' || signal === 'restart'
      if (starts && service.suspended) return fail('rejected', 'It is suspended')
      return change(provider, ctx, service, () => ({ running: starts }))
    },
    usage: async () =>
      ok([{ id: 'memory', label: sameText('M'), used: 6, limit: 25, unit: 'bytes' }]),
    panel: async (_ctx, _server, _service, view) => ok(panelOf(view?.tab)),
    panelAction: async (_ctx, _server, _service, actionId) => {
      if (actionId === 'console') return ok({ link: 'https://console.example.test/once' })
      return actionId === 'poke' ? ok({ message: sameText('Poked') }) : fail('unsupported', 'No')
    },
  })
  return module as unknown as DeliveryModule
}
