import {
  fail,
  type OperationContext,
  ok,
  type PowerSignal,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { type Murmur, withMurmur } from './bus.ts'
import { resourceNow, setConf, setPassword, startServer, stopServer } from './create.ts'
import type { MumbleSettings } from './forms.ts'
import { alone } from './lock.ts'
import { type MumbleService, planConf } from './plan.ts'
import {
  existingServer,
  findServers,
  isSuspended,
  MARKS,
  readServers,
  SUPERUSER,
  type VirtualServer,
} from './servers.ts'

type Server = ServerConfig<MumbleSettings>
type Change = (
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
) => Promise<Result<Resource>>

/** A change of the one virtual server with our key; answers it as it is afterwards. */
const changing =
  (
    work: (murmur: Murmur, own: VirtualServer, service: MumbleService) => Promise<Result<unknown>>,
  ): Change =>
  (ctx, server, service) =>
    withMurmur(ctx, server.settings, async (murmur) => {
      const own = await existingServer(murmur, service.key)
      if (!own.ok) return own
      const done = await work(murmur, own.value, service)
      if (!done.ok) return done
      const resource = await resourceNow(murmur, own.value.id)
      if (!resource.ok) return resource
      return ok({ ...resource.value, secrets: { ...service.resource?.secrets } })
    })

/** Marks first, then stops: cut in between, it runs although marked, which `find` says. */
export const suspend = changing(async (murmur, own) => {
  const marked = await setConf(murmur, own.id, { [MARKS.state]: 'suspended', boot: 'false' })
  return marked.ok ? stopServer(murmur, own.id) : marked
})

/** Takes the mark away and starts. */
export const unsuspend = changing(async (murmur, own) => {
  const marked = await setConf(murmur, own.id, { [MARKS.state]: 'active', boot: 'true' })
  return marked.ok ? startServer(murmur, own.id) : marked
})

/** Slots and bandwidth hold at once, also while it runs. */
export const changePlan = changing((murmur, own, service) =>
  setConf(murmur, own.id, planConf(service)),
)

/** The name of its root channel, which users see. */
export const rename = changing((murmur, own, service) =>
  setConf(murmur, own.id, { registername: service.name }),
)

/** murmurd knows no owners: it is a note of ours. */
export const changeOwner = changing((murmur, own, service) =>
  setConf(murmur, own.id, { [MARKS.owner]: service.customer.email }),
)

/** A new password of the administrator. */
export async function resetPassword(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
): Promise<Result<Resource>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const own = await existingServer(murmur, service.key)
    if (!own.ok) return own
    const password = await setPassword(murmur, own.value.id)
    if (!password.ok) return password
    const resource = await resourceNow(murmur, own.value.id)
    if (!resource.ok) return resource
    return ok({ ...resource.value, secrets: { [SUPERUSER]: password.value } })
  })
}

/** Starts and stops; nothing starts what is suspended. There is no rude way to stop. */
export async function power(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
  signal: PowerSignal,
): Promise<Result<Resource>> {
  return changing(async (murmur, own) => {
    const starts = signal === 'start' || signal === 'restart'
    if (starts && (service.suspended || isSuspended(own))) {
      return fail('rejected', 'The service is suspended')
    }
    if (signal !== 'start') {
      const stopped = await stopServer(murmur, own.id)
      if (!stopped.ok) return stopped
    }
    return starts ? startServer(murmur, own.id) : ok(null)
  })(ctx, server, service)
}

/** Removes every virtual server with our key. */
export async function terminate(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
): Promise<Result<null>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const found = await findServers(murmur, service.key)
    if (!found.ok) return found
    for (const { id } of found.value) {
      const removed = await remove(murmur, id)
      if (!removed.ok) return removed
    }
    return ok(null)
  })
}

/** Removes exactly this one, unless its id was given to another one since. */
export async function discard(
  ctx: OperationContext,
  server: Server,
  resource: Resource,
): Promise<Result<null>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const servers = await readServers(murmur, [Number(resource.remoteId)])
    if (!servers.ok) return servers
    const [one] = servers.value
    const { key } = resource.data
    const isSame = one && (key === undefined || one.conf[MARKS.key] === key)
    return isSame ? remove(murmur, one.id) : ok(null)
  })
}

async function remove(murmur: Murmur, id: number): Promise<Result<null>> {
  const stopped = await stopServer(murmur, id)
  if (!stopped.ok && stopped.error.code !== 'not_found') return stopped
  const removed = await murmur.ask('deleteServer', id)
  return removed.ok || removed.error.code === 'not_found' ? ok(null) : removed
}

/** Marks an existing virtual server as ours; it goes on as it is. */
export async function adopt(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
): Promise<Result<Resource>> {
  const { resource } = service
  if (!resource) return fail('rejected', 'There is nothing to take over')
  return withMurmur(ctx, server.settings, (murmur) =>
    alone(ctx, murmur, async () => {
      const id = Number(resource.remoteId)
      const servers = await readServers(murmur, [id])
      if (!servers.ok) return servers
      const [one] = servers.value
      if (!one) return fail('not_found', `There is no virtual server ${resource.remoteId}`)
      const key = one.conf[MARKS.key]
      if (key !== undefined && key !== service.key) {
        return fail('conflict', `${resource.remoteId} carries another key: ${key}`)
      }
      // The state first: what has our key and no state counts as unfinished.
      const state = one.conf[MARKS.state] ?? 'active'
      const marked = await setConf(murmur, id, { [MARKS.state]: state, [MARKS.key]: service.key })
      if (!marked.ok) return marked
      const now = await resourceNow(murmur, id)
      return now.ok ? ok({ ...now.value, secrets: { ...resource.secrets } }) : now
    }),
  )
}
