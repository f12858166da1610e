import {
  defineDeliveryModule,
  fail,
  type ModuleContext,
  ok,
  type ServerConfig,
  sameText,
} from '@berth/sdk'
import { connect } from './client.ts'
import { create } from './create.ts'
import { actionForms, orderForm, productSettings, type Settings, serverSettings } from './forms.ts'
import {
  adoptMachine,
  changeMachine,
  observedOf,
  ownMachine,
  planName,
  resetPassword,
  type Service,
} from './machine.ts'
import { panelOf, runAction } from './panel.ts'

/** What the token must be allowed to do, by the provider's names. */
const PERMISSIONS = ['machines.read', 'machines.write']

async function testConnection(ctx: ModuleContext, server: ServerConfig<Settings>) {
  const token = await connect(ctx, server).permissions()
  const reach = { en: 'Reach the provider', fr: 'Joindre le fournisseur' }
  const message = token.ok ? '' : token.error.message
  const granted = token.ok ? token.value.permissions : []
  return ok([
    { id: 'reach', name: reach, ok: token.ok, message },
    ...PERMISSIONS.map((id) => ({
      id,
      name: sameText(id),
      ok: granted.includes(id),
      message: granted.includes(id) ? '' : `The token lacks ${id}`,
    })),
  ])
}

/** The machine that a panel shows. */
async function shown(ctx: ModuleContext, server: ServerConfig<Settings>, service: Service) {
  const own = await ownMachine(connect(ctx, server), service.key)
  if (!own.ok) return own
  return own.value ? ok(own.value) : fail('not_found', 'The machine is not there')
}

export default defineDeliveryModule({
  id: 'acme',
  name: sameText('Acme'),
  kinds: ['vps'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  // A machine may still appear this long after the answer to its creation was lost.
  settleMs: 2000,
  testConnection,

  list: async (ctx, server, cursor) => {
    const page = await connect(ctx, server).list(cursor)
    if (!page.ok) return page
    return ok({ items: page.value.items.map(observedOf), nextCursor: page.value.next })
  },
  find: async (ctx, server, key) => {
    const page = await connect(ctx, server).find(key)
    return page.ok ? ok(page.value.items.map(observedOf)) : page
  },
  inspect: async (ctx, server, { remoteId }) => {
    const seen = await connect(ctx, server).machine(remoteId)
    if (seen.ok) return ok(observedOf(seen.value))
    return seen.error.code === 'not_found' ? ok(null) : seen
  },

  create: (ctx, server, service) => create(ctx, connect(ctx, server), service),
  suspend: (ctx, server, service) => {
    const client = connect(ctx, server)
    return changeMachine(client, service, client.suspend)
  },
  unsuspend: (ctx, server, service) => {
    const client = connect(ctx, server)
    return changeMachine(client, service, client.resume)
  },
  terminate: async (ctx, server, service) => {
    const client = connect(ctx, server)
    const own = await ownMachine(client, service.key)
    if (!own.ok) return own
    if (!own.value) return ok(null)
    const removed = await client.remove(own.value.id)
    return removed.ok || removed.error.code === 'not_found' ? ok(null) : removed
  },

  adopt: (ctx, server, service) => adoptMachine(connect(ctx, server), service),
  resetPassword: (ctx, server, service) => resetPassword(connect(ctx, server), service),
  discard: async (ctx, server, { remoteId }) => {
    const removed = await connect(ctx, server).remove(remoteId)
    return removed.ok || removed.error.code === 'not_found' ? ok(null) : removed
  },
  planOf: (product) => planName(product.memoryMb),
  changePlan: (ctx, server, service) => {
    const client = connect(ctx, server)
    const fields = { memory_mb: service.product.memoryMb }
    return changeMachine(client, service, (id) => client.change(id, fields))
  },
  rename: (ctx, server, service) => {
    const client = connect(ctx, server)
    return changeMachine(client, service, (id) => client.change(id, { name: service.name }))
  },
  power: async (ctx, server, service, signal) => {
    const starts = signal === 'start' || signal === 'restart'
    if (starts && service.suspended) return fail('rejected', 'The service is suspended')
    const client = connect(ctx, server)
    return changeMachine(client, service, (id) => client.power(id, signal))
  },
  usage: async (ctx, server, { remoteId }) => {
    const seen = await connect(ctx, server).machine(remoteId)
    if (!seen.ok) return seen
    const { memory_used_bytes: used, memory_mb: limit } = seen.value
    const label = { en: 'Memory', fr: 'Mémoire' }
    return ok([{ id: 'memory', label, used, limit: limit * 2 ** 20, unit: 'bytes' }])
  },

  panel: async (ctx, server, service) => {
    const machine = await shown(ctx, server, service)
    return machine.ok ? ok(panelOf(machine.value)) : machine
  },
  panelAction: async (ctx, server, service, actionId, input) => {
    const machine = await shown(ctx, server, service)
    if (!machine.ok) return machine
    return runAction(connect(ctx, server), machine.value, actionId, input)
  },
})
