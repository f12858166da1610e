import {
  defineDeliveryModule,
  fail,
  type ModuleContext,
  type ModuleError,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type ServiceInput,
} from '@berth/sdk'
import {
  figuresOf,
  observedOf,
  type Remote,
  resourceOf,
  type SandboxClient,
  sandboxClient,
} from './client.ts'
import {
  actionForms,
  orderForm,
  productSettings,
  type SandboxOrder,
  type SandboxProduct,
  type SandboxSettings,
  serverSettings,
} from './forms.ts'
import { panelOf, runAction } from './panel.ts'

type Server = ServerConfig<SandboxSettings>
type Service = ServiceInput<SandboxProduct, SandboxOrder>

/** The product's plan with what the options `memory_mb`, `disk_gb` and `cpu_cores` add to it. */
function planFor({ product, options }: Pick<Service, 'product' | 'options'>) {
  const added = (key: string) =>
    options.reduce((sum, option) => {
      return option.key === key && typeof option.value === 'number' ? sum + option.value : sum
    }, 0)
  const memoryMb = product.memoryMb + added('memory_mb')
  const diskGb = product.diskGb + added('disk_gb')
  const cpuCores = product.cpuCores + added('cpu_cores')
  return { name: `${memoryMb} MiB / ${diskGb} GiB / ${cpuCores}`, memoryMb, diskGb, cpuCores }
}

/** The one resource with our key; several are a conflict that staff decide. */
async function ownResource(client: SandboxClient, key: string): Promise<Result<Remote | null>> {
  const page = await client.find(key)
  if (!page.ok) return page
  if (page.value.items.length > 1) return fail('conflict', `Several resources carry the key ${key}`)
  return ok(page.value.items[0] ?? null)
}

async function create(ctx: OperationContext, server: Server, service: Service) {
  const client = sandboxClient(ctx, server)
  const there = await ownResource(client, ctx.key)
  if (!there.ok) return there
  if (there.value) return takeOver(ctx, client, service, there.value)
  ctx.progress({ text: { en: 'Creating the machine', fr: 'Création de la machine' }, percent: 30 })
  const made = await client.create({
    key: ctx.key,
    name: service.name,
    owner: service.customer.email,
    hostname: service.orderData.hostname,
    region: service.orderData.region,
    plan: planFor(service),
  })
  if (!made.ok) return made
  ctx.log('Created', { remoteId: made.value.id })
  return ok(resourceOf(made.value, service.resource))
}

/** A resource of ours whose creation was not answered: its password was lost with the answer. */
async function takeOver(
  ctx: OperationContext,
  client: SandboxClient,
  service: Service,
  remote: Remote,
): Promise<Result<Resource>> {
  ctx.log('Found one with our key and took it over', { remoteId: remote.id })
  if (service.resource?.secrets.password) return ok(resourceOf(remote, service.resource))
  const fresh = await client.post(remote.id, 'password')
  return fresh.ok ? ok(resourceOf(fresh.value, service.resource)) : fresh
}

/** Changes the resource of a service, found by its remote id or else by our key. */
async function change(
  ctx: OperationContext,
  server: Server,
  service: Service,
  how: (client: SandboxClient, id: string) => Promise<Result<Remote>>,
): Promise<Result<Resource>> {
  const client = sandboxClient(ctx, server)
  const id = await idOf(client, service)
  if (!id.ok) return id
  const changed = await how(client, id.value)
  return changed.ok ? ok(resourceOf(changed.value, service.resource)) : changed
}

async function idOf(client: SandboxClient, service: Service): Promise<Result<string>> {
  if (service.resource) return ok(service.resource.remoteId)
  const own = await ownResource(client, service.key)
  if (!own.ok) return own
  return own.value ? ok(own.value.id) : fail('not_found', `Nothing carries the key ${service.key}`)
}

/** Removes all that carries our key, and the resource of the books unless it carries another key. */
async function terminate(ctx: OperationContext, server: Server, service: Service) {
  const client = sandboxClient(ctx, server)
  const found = await client.find(service.key)
  if (!found.ok) return found
  const ids = found.value.items.map((item) => item.id)
  if (service.resource && ids.length === 0) {
    const known = await client.inspect(service.resource.remoteId)
    if (!known.ok) return known.error.code === 'not_found' ? ok(null) : known
    if (known.value.key !== null) return fail('conflict', `${known.value.id} carries another key`)
    ids.push(known.value.id)
  }
  for (const id of ids) {
    const removed = await client.remove(id)
    if (!removed.ok && removed.error.code !== 'not_found') return removed
  }
  return ok(null)
}

async function testConnection(ctx: ModuleContext, server: Server) {
  const answer = await sandboxClient(ctx, server).ping()
  const name = { en: 'Reach the provider', fr: 'Joindre le fournisseur' }
  if (!answer.ok) return ok([{ id: 'reach', name, ok: false, message: messageOf(answer.error) }])
  const may = answer.value.permissions
  const check = (id: string, en: string, fr: string) => {
    return { id, name: { en, fr }, ok: may.includes(id), message: '' }
  }
  return ok([
    { id: 'reach', name, ok: true, message: '' },
    check('read', 'Read resources', 'Lire les ressources'),
    check('write', 'Change resources', 'Modifier les ressources'),
  ])
}

function messageOf(error: ModuleError): string {
  return error.message
}

async function panel(ctx: ModuleContext, server: Server, service: Service) {
  const client = sandboxClient(ctx, server)
  const id = await idOf(client, service)
  if (!id.ok) return id
  const [remote, usage, log] = await Promise.all([
    client.inspect(id.value),
    client.usage(id.value),
    client.log(id.value),
  ])
  if (!remote.ok) return remote
  if (!usage.ok) return usage
  if (!log.ok) return log
  const { options } = service
  return ok(panelOf({ remote: remote.value, usage: usage.value, lines: log.value.lines, options }))
}

/**
 * The sandbox: delivers imaginary machines at the sandbox provider. For tests, the demo and the
 * documentation of modules; it shows every ability and every block of a panel once.
 */
export const sandboxModule = defineDeliveryModule({
  id: 'sandbox',
  name: { en: 'Sandbox', fr: 'Bac à sable' },
  kinds: ['vps'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  settleMs: 1000,
  choices: {
    regions: async (ctx, server) => {
      const answer = await sandboxClient(ctx, server).regions()
      if (!answer.ok) return answer
      return ok(answer.value.items.map(({ id, name }) => ({ value: id, label: name })))
    },
  },
  testConnection,
  list: async (ctx, server, cursor) => {
    const page = await sandboxClient(ctx, server).list(cursor)
    if (!page.ok) return page
    const { items, nextCursor } = page.value
    return ok({ items: items.map(observedOf), nextCursor })
  },
  find: async (ctx, server, key) => {
    const page = await sandboxClient(ctx, server).find(key)
    return page.ok ? ok(page.value.items.map(observedOf)) : page
  },
  inspect: async (ctx, server, resource) => {
    const remote = await sandboxClient(ctx, server).inspect(resource.remoteId)
    if (remote.ok) return ok(observedOf(remote.value))
    return remote.error.code === 'not_found' ? ok(null) : remote
  },
  create,
  suspend: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.post(id, 'suspend')),
  unsuspend: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.post(id, 'unsuspend')),
  terminate,
  adopt: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.put(id, 'key', { key: ctx.key })),
  changePlan: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.put(id, 'plan', planFor(service))),
  planOf: (product, options = []) => planFor({ product, options }).name,
  rename: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.put(id, 'name', { name: service.name })),
  changeOwner: (ctx, server, service) =>
    change(ctx, server, service, (client, id) =>
      client.put(id, 'owner', { owner: service.customer.email }),
    ),
  reinstall: (ctx, server, service, input) =>
    change(ctx, server, service, (client, id) => client.post(id, 'reinstall', { ...input })),
  resetPassword: (ctx, server, service) =>
    change(ctx, server, service, (client, id) => client.post(id, 'password')),
  power: (ctx, server, service, signal) =>
    change(ctx, server, service, (client, id) => client.post(id, 'power', { signal })),
  discard: async (ctx, server, { remoteId }) => {
    const removed = await sandboxClient(ctx, server).remove(remoteId)
    return removed.ok || removed.error.code === 'not_found' ? ok(null) : removed
  },
  usage: async (ctx, server, resource) => {
    const client = sandboxClient(ctx, server)
    const remote = await client.inspect(resource.remoteId)
    if (!remote.ok) return remote
    const usage = await client.usage(resource.remoteId)
    return usage.ok ? ok(figuresOf(usage.value, remote.value.plan)) : usage
  },
  panel,
  panelAction: async (ctx, server, service, actionId, input) => {
    const client = sandboxClient(ctx, server)
    const id = await idOf(client, service)
    if (!id.ok) return id
    const empty = { data: {}, secrets: {}, connection: [] }
    const resource = service.resource ?? { ...empty, remoteId: id.value }
    return runAction(client, resource, actionId, input)
  },
})

export default sandboxModule
