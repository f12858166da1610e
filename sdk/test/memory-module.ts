import { z } from 'zod'
import {
  type DeliveryModule,
  defineDeliveryModule,
  fail,
  field,
  formSchema,
  type Observed,
  ok,
  type Resource,
  sameText,
} from '../src/index.ts'
import type { ConformanceTarget } from '../src/testing/index.ts'

interface Thing {
  id: string
  key: string | null
  suspended: boolean
}

/** A provider in memory and a module for it that gets everything right. */
export function memoryModule() {
  const things: Thing[] = []
  let last = 0
  const resourceOf = ({ id }: Thing): Resource => ({
    remoteId: id,
    data: {},
    secrets: { password: `password-of-${id}` },
    connection: [],
  })
  const observedOf = (thing: Thing): Observed => ({
    remoteId: thing.id,
    key: thing.key,
    name: null,
    owner: null,
    plan: null,
    state: thing.suspended ? 'suspended' : 'running',
    usage: [],
    createdAt: null,
    resource: resourceOf(thing),
  })
  const add = (key: string | null) => {
    const thing = { id: `thing-${++last}`, key, suspended: false }
    things.push(thing)
    return thing
  }
  const set = async (key: string, suspended: boolean) => {
    const thing = things.find((one) => one.key === key)
    if (!thing) return fail('not_found', 'There is none')
    thing.suspended = suspended
    return ok(resourceOf(thing))
  }
  const actionForms = {
    poke: z.object({
      hard: z
        .boolean()
        .default(false)
        .meta(field({ label: { en: 'Hard', fr: 'Fort' } })),
    }),
  }
  const module = defineDeliveryModule({
    id: 'memory',
    name: sameText('Memory'),
    kinds: ['thing'],
    serverSettings: z.object({
      token: z.string().meta(field({ label: { en: 'Token', fr: 'Jeton' }, secret: true })),
    }),
    productSettings: z.object({}),
    orderForm: z.object({}),
    actionForms,
    testConnection: async () =>
      ok([{ id: 'reach', name: sameText('Reach'), ok: true, message: '' }]),
    list: async (_ctx, _server, cursor) => {
      const from = Number(cursor ?? 0)
      const nextCursor = from + 100 < things.length ? String(from + 100) : null
      return ok({ items: things.slice(from, from + 100).map(observedOf), nextCursor })
    },
    find: async (_ctx, _server, key) =>
      ok(things.filter((thing) => thing.key === key).map(observedOf)),
    inspect: async (_ctx, _server, resource) => {
      const thing = things.find((one) => one.id === resource.remoteId)
      return ok(thing ? observedOf(thing) : null)
    },
    create: async (ctx) => {
      ctx.signal.throwIfAborted()
      return ok(resourceOf(things.find((one) => one.key === ctx.key) ?? add(ctx.key)))
    },
    suspend: (_ctx, _server, service) => set(service.key, true),
    unsuspend: (_ctx, _server, service) => set(service.key, false),
    terminate: async (_ctx, _server, service) => {
      const at = things.findIndex((one) => one.key === service.key)
      if (at >= 0) things.splice(at, 1)
      return ok(null)
    },
    panel: async () =>
      ok({
        overview: {
          statCards: [],
          facts: [],
          connection: [],
          credentials: [
            {
              id: 'password',
              label: sameText('P'),
              secret: 'password',
              audience: ['staff' as const],
            },
          ],
        },
        actions: [
          {
            id: 'poke',
            label: sameText('Poke'),
            kind: 'call' as const,
            permission: 'services:operate',
            audience: ['staff' as const],
            form: formSchema(actionForms.poke),
          },
        ],
        tabs: [],
      }),
    panelAction: async (_ctx, _server, _service, actionId) =>
      actionId === 'poke' ? ok({ message: sameText('Poked') }) : fail('unsupported', 'No'),
  })
  const target: ConformanceTarget = {
    server: { id: 's', name: 'memory', settings: { token: 'a-very-secret-token' } },
    product: {},
    orderData: {},
    fillCount: 250,
    countByKey: async (key) => things.filter((thing) => thing.key === key).length,
    fill: async (count) => {
      for (let i = 0; i < count; i++) add(null)
    },
    close: async () => undefined,
  }
  return { module: module as unknown as DeliveryModule, target, add }
}
