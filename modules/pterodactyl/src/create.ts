import {
  fail,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type ServiceInput,
} from '@berth/sdk'
import { freeAllocations } from './allocations.ts'
import { connect, type PanelClient } from './client.ts'
import { environmentFor, readEgg } from './environment.ts'
import { isRefused } from './failures.ts'
import type { PterodactylOrder, PterodactylProduct } from './forms.ts'
import { awaitInstallation, hasFailed, isFailed, newUserIn, taskOf } from './installation.ts'
import { chosen, limitFields } from './plan.ts'
import type { PterodactylSettings } from './server-settings.ts'
import { PASSWORD, resourceOf, serverByKey } from './servers.ts'
import { itemOf, type Server, serverSchema } from './shapes.ts'
import { changePassword, ensureOwner, type Owner } from './users.ts'
import { portRangeTexts, portsIn } from './written.ts'

export type PanelServer = ServerConfig<PterodactylSettings>
export type GameService = ServiceInput<PterodactylProduct, PterodactylOrder>

/** How often another allocation is tried when somebody else was quicker. */
const MOST_TRIES = 5

/** Makes the server with our key, or goes on with the one that has it. */
export async function create(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await serverByKey(client, ctx.key)
  if (!there.ok) return there
  const secrets = { ...service.resource?.secrets }
  const newUser = newUserIn(ctx.remembered.taskId)
  if (there.value) {
    ctx.log('Found a server with our key and went on with it', { id: there.value.id })
    return finish({ ctx, client, service, secrets, newUser }, there.value)
  }
  const owner = await ensureOwner(client, service.customer)
  if (!owner.ok) return owner
  const { user, password } = owner.value
  const madeHere = password === null ? newUser : user.id
  if (password !== null) {
    secrets[PASSWORD] = password
    await ctx.remember(taskOf('account', { server: null, newUser: user.id }))
  }
  ctx.progress({ text: { en: 'Creating the server', fr: 'Création du serveur' } })
  const made = await placeServer(client, service, owner.value)
  if (!made.ok) return made
  ctx.log('Created', { id: made.value.id, owner: user.username })
  await ctx.remember(taskOf('installing', { server: made.value.id, newUser: madeHere }))
  return finish({ ctx, client, service, secrets, newUser: madeHere }, made.value)
}

/** A creation from the moment on that the server is there. */
interface Creation {
  readonly ctx: OperationContext
  readonly client: PanelClient
  readonly service: GameService
  readonly secrets: Readonly<Record<string, string>>
  readonly newUser: number | null
}

/** Follows the installation where that is wanted, and answers with all that the customer needs. */
async function finish(creation: Creation, server: Server): Promise<Result<Resource>> {
  const { ctx, client, newUser } = creation
  if (hasFailed(server) && isFailed(ctx.remembered.taskId)) {
    ctx.log('Installs again after a failure', { id: server.id })
    const again = await client.change('POST', `/servers/${server.id}/reinstall`)
    if (!again.ok) return again
    await ctx.remember(taskOf('installing', { server: server.id, newUser }))
  }
  if (client.settings.waitForInstallation) {
    const installed = await awaitInstallation(ctx, client, { id: server.id, newUser })
    return installed.ok ? handOver(creation, installed.value) : installed
  }
  const seen = await serverByKey(client, ctx.key)
  return seen.ok ? handOver(creation, seen.value ?? server) : seen
}

/** An account that an earlier attempt made has a password that nobody knows: it gets another. */
async function handOver(
  { client, service, secrets, newUser }: Creation,
  server: Server,
): Promise<Result<Resource>> {
  const user = server.relationships?.user?.attributes
  if (secrets[PASSWORD] || !user || user.id !== newUser) {
    return ok(resourceOf(client, server, secrets))
  }
  const password = await changePassword(client, user, service.customer)
  if (!password.ok) return password
  return ok(resourceOf(client, server, { ...secrets, [PASSWORD]: password.value }))
}

async function placeServer(
  client: PanelClient,
  service: GameService,
  owner: Owner,
): Promise<Result<Server>> {
  const { product, options } = service
  const egg = await readEgg(client, product)
  if (!egg.ok) return egg
  const wanted = {
    external_id: service.key,
    name: service.name,
    description: `Berth ${service.number}`,
    user: owner.user.id,
    egg: egg.value.id,
    docker_image: product.dockerImage || egg.value.docker_image,
    startup: product.startup || egg.value.startup,
    environment: environmentFor(egg.value, service),
    skip_scripts: product.skipScripts,
    start_on_completion: product.startWhenInstalled,
    ...limitFields(product, options),
  }
  const node = chosen(options, 'node') || product.node
  return node === ''
    ? deploy(client, service, wanted)
    : placeOn(client, Number(node), { ports: product.ports, wanted })
}

/** The panel chooses node and allocation. */
async function deploy(
  client: PanelClient,
  { product, options }: GameService,
  wanted: object,
): Promise<Result<Server>> {
  const location = chosen(options, 'location') || product.location
  const body = {
    ...wanted,
    deploy: {
      locations: location === '' ? [] : [Number(location)],
      dedicated_ip: product.dedicatedIp,
      port_range: portRangeTexts(portsIn(product.ports)),
    },
  }
  const made = await client.make('/servers', body, itemOf(serverSchema))
  return made.ok ? ok(made.value.attributes) : made
}

/** On one node we choose the allocation; one that is taken meanwhile gives way to the next. */
async function placeOn(
  client: PanelClient,
  node: number,
  { ports, wanted }: { readonly ports: string; readonly wanted: object },
): Promise<Result<Server>> {
  const taken = new Set<number>()
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const free = await freeAllocations(client, node, { ports, taken })
    if (!free.ok) return free
    const body = { ...wanted, allocation: { default: free.value.id } }
    const made = await client.make('/servers', body, itemOf(serverSchema))
    if (made.ok) return ok(made.value.attributes)
    if (!isRefused(made.error, 'allocation.default')) return made
    taken.add(free.value.id)
  }
  return fail('capacity', `Other servers took every allocation that was tried on node ${node}`)
}
