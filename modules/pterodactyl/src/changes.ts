import {
  fail,
  type OperationContext,
  ok,
  type PowerSignal,
  type ReinstallInput,
  type Resource,
  type Result,
} from '@berth/sdk'
import { z } from 'zod'
import { connect, type PanelClient } from './client.ts'
import type { GameService, PanelServer } from './create.ts'
import { environmentFor, readEgg, variablesOf } from './environment.ts'
import { isDaemonAway } from './failures.ts'
import { awaitInstallation } from './installation.ts'
import { limitFields } from './plan.ts'
import { existingServer, PASSWORD, resourceOf, serverById, serverByKey } from './servers.ts'
import { type Egg, fileSchema, itemOf, listOf, type Server, userSchema } from './shapes.ts'
import { changePassword, ensureOwner } from './users.ts'

/** Changes the server of a service and answers it as it is afterwards. */
async function change(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
  how: (client: PanelClient, there: Server) => Promise<Result<unknown>>,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingServer(client, service)
  if (!there.ok) return there
  const done = await how(client, there.value)
  if (!done.ok) return done
  return readAgain(client, there.value, service.resource?.secrets ?? {})
}

async function readAgain(
  client: PanelClient,
  there: Server,
  secrets: Readonly<Record<string, string>>,
): Promise<Result<Resource>> {
  const seen = await serverById(client, String(there.id))
  return seen.ok ? ok(resourceOf(client, seen.value ?? there, secrets)) : seen
}

const isSuspended = (there: Server) => there.suspended || there.status === 'suspended'

export const suspend = (ctx: OperationContext, server: PanelServer, service: GameService) =>
  change(ctx, server, service, async (client, there) =>
    isSuspended(there) ? ok(null) : client.change('POST', `/servers/${there.id}/suspend`),
  )

/** The daemon leaves it stopped, so it is started where there is a key for that. */
export const unsuspend = (ctx: OperationContext, server: PanelServer, service: GameService) =>
  change(ctx, server, service, async (client, there) => {
    if (!isSuspended(there)) return ok(null)
    const done = await client.change('POST', `/servers/${there.id}/unsuspend`)
    if (done.ok) await startAgain(ctx, client, there)
    return done
  })

/** What cannot be started now can be started by its owner: no reason to fail. */
async function startAgain(ctx: OperationContext, client: PanelClient, there: Server) {
  if (!client.hasClientKey) return
  const started = await client.clientChange(`/servers/${there.identifier}/power`, {
    signal: 'start',
  })
  if (!started.ok) ctx.log('It was not started', { reason: started.error.message })
}

/** Removes what carries our key, else the server of the books unless it carries another key. */
export async function terminate(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
): Promise<Result<null>> {
  const client = connect(ctx, server)
  const own = await serverByKey(client, service.key)
  if (!own.ok) return own
  let id = own.value?.id
  if (id === undefined && service.resource) {
    const known = await serverById(client, service.resource.remoteId)
    if (!known.ok) return known
    if (known.value && known.value.external_id !== null) {
      return fail('conflict', `Server ${known.value.id} carries another key`)
    }
    id = known.value?.id
  }
  return id === undefined ? ok(null) : remove(ctx, client, id, service.product.forceDeletion)
}

/** Removes this very server, whatever key it carries. */
export async function discard(
  ctx: OperationContext,
  server: PanelServer,
  resource: Resource,
): Promise<Result<null>> {
  const client = connect(ctx, server)
  const there = await serverById(client, resource.remoteId)
  if (!there.ok) return there
  return there.value ? remove(ctx, client, there.value.id, false) : ok(null)
}

async function remove(
  ctx: OperationContext,
  client: PanelClient,
  id: number,
  byForce: boolean,
): Promise<Result<null>> {
  let removed = await client.change('DELETE', `/servers/${id}`)
  if (!removed.ok && byForce && isDaemonAway(removed.error)) {
    ctx.log('The node did not answer: deleted by force', { id, reason: removed.error.message })
    removed = await client.change('DELETE', `/servers/${id}/force`)
  }
  if (removed.ok || removed.error.code === 'not_found') return ok(null)
  return removed
}

/** Limits first, then egg, image, start command and variables. */
export const changePlan = (ctx: OperationContext, server: PanelServer, service: GameService) =>
  change(ctx, server, service, async (client, there) => {
    const { product, options } = service
    const egg = await readEgg(client, product)
    if (!egg.ok) return egg
    const build = { allocation: there.allocation, ...limitFields(product, options) }
    const built = await client.change('PATCH', `/servers/${there.id}/build`, build)
    if (!built.ok) return built
    const sameEgg = there.egg === egg.value.id
    return client.change('PATCH', `/servers/${there.id}/startup`, {
      startup: product.startup || (sameEgg ? there.container.startup_command : egg.value.startup),
      environment: environmentFor(egg.value, service, valuesOf(there, egg.value)),
      egg: egg.value.id,
      image: product.dockerImage || (sameEgg ? there.container.image : egg.value.docker_image),
      skip_scripts: product.skipScripts,
    })
  })

/** What the server's variables are, of those that the egg has. */
function valuesOf({ container }: Server, egg: Egg): Map<string, string> {
  return new Map(
    variablesOf(egg).flatMap(({ env_variable: name }) => {
      const value = container.environment[name]
      return value === undefined || value === null ? [] : [[name, String(value)]]
    }),
  )
}

/** The panel takes what is left out as emptied, our key with it: everything is sent. */
function details(there: Server, changed: { name?: string; user?: number; external_id?: string }) {
  const { name, user, external_id, description } = there
  return { name, user, external_id, description, ...changed }
}

/** The name that staff and customers see on the panel. */
export const rename = (ctx: OperationContext, server: PanelServer, service: GameService) =>
  change(ctx, server, service, (client, there) =>
    client.change('PATCH', `/servers/${there.id}/details`, details(there, { name: service.name })),
  )

/** Marks a server that exists with our key; another Berth's key is left alone. */
export const adopt = (ctx: OperationContext, server: PanelServer, service: GameService) =>
  change(ctx, server, service, async (client, there) => {
    if (there.external_id === service.key) return ok(null)
    if (there.external_id !== null && !mayReplace(client, there.external_id)) {
      return fail('conflict', `Server ${there.id} has the external id ${there.external_id}`)
    }
    const ours = details(there, { external_id: service.key })
    return client.change('PATCH', `/servers/${there.id}/details`, ours)
  })

/** Ids of other billing systems are numbers and words, Berth's are UUIDs. */
function mayReplace({ settings }: PanelClient, externalId: string): boolean {
  return settings.replaceForeignIds && !z.uuid().safeParse(externalId).success
}

/** Hands it to the customer's account, which is made where there is none. */
export async function changeOwner(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingServer(client, service)
  if (!there.ok) return there
  const owner = await ensureOwner(client, service.customer)
  if (!owner.ok) return owner
  const { user, password } = owner.value
  const kept = there.value.user === user.id ? (service.resource?.secrets ?? {}) : {}
  const changed = await client.change(
    'PATCH',
    `/servers/${there.value.id}/details`,
    details(there.value, { user: user.id }),
  )
  if (!changed.ok) return changed
  return readAgain(client, there.value, password === null ? kept : { [PASSWORD]: password })
}

/** A new password for the panel account, which all servers of the customer share. */
export async function resetPassword(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingServer(client, service)
  if (!there.ok) return there
  const user = await client.get(`/users/${there.value.user}`, itemOf(userSchema))
  if (!user.ok) return user
  const password = await changePassword(client, user.value.attributes, service.customer)
  if (!password.ok) return password
  return readAgain(client, there.value, { [PASSWORD]: password.value })
}

/** What is remembered of a reinstallation that was begun. */
const REINSTALLING = 'reinstalling'

/** Runs the egg's installation again; without the data everything is deleted before. */
export async function reinstall(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
  { keepData }: ReinstallInput,
): Promise<Result<Resource>> {
  const client = connect(ctx, server)
  const there = await existingServer(client, service)
  if (!there.ok) return there
  if (isSuspended(there.value)) return fail('rejected', 'The server is suspended')
  if (ctx.remembered.taskId !== REINSTALLING) {
    if (!keepData) {
      const emptied = await deleteFiles(client, there.value)
      if (!emptied.ok) return emptied
    }
    const asked = await client.change('POST', `/servers/${there.value.id}/reinstall`)
    if (!asked.ok) return asked
    await ctx.remember(REINSTALLING)
  }
  const installed = await awaitInstallation(ctx, client, {
    id: there.value.id,
    newUser: null,
  })
  if (!installed.ok) return installed
  await startAgain(ctx, client, installed.value)
  return ok(resourceOf(client, installed.value, service.resource?.secrets ?? {}))
}

async function deleteFiles(client: PanelClient, there: Server): Promise<Result<unknown>> {
  if (!client.hasClientKey) {
    return fail('unsupported', 'Deleting the files needs a client API key in the server’s settings')
  }
  const path = `/servers/${there.identifier}/files`
  const listed = await client.clientGet(`${path}/list`, listOf(fileSchema), { directory: '/' })
  if (!listed.ok) return listed
  const files = listed.value.data.map((item) => item.attributes.name)
  if (files.length === 0) return ok(null)
  return client.clientChange(`${path}/delete`, { root: '/', files })
}

/** Starts, stops, restarts or kills it; the daemon does it in its own time. */
export const power = (
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
  signal: PowerSignal,
) =>
  change(ctx, server, service, async (client, there) => {
    if (service.suspended || isSuspended(there)) return fail('rejected', 'The server is suspended')
    if (!client.hasClientKey) {
      return fail('unsupported', 'Power needs a client API key in the server’s settings')
    }
    return client.clientChange(`/servers/${there.identifier}/power`, { signal })
  })
