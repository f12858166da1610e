import {
  type ModuleContext,
  type Observed,
  type ObservedPage,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
  type UsageFigure,
} from '@berth/sdk'
import { withMurmur } from './bus.ts'
import type { MumbleSettings } from './forms.ts'
import { figuresOf, readUsers } from './readings.ts'
import {
  findServers,
  MARKS,
  observedOf,
  readDefaults,
  readIds,
  readServers,
  type VirtualServer,
} from './servers.ts'

type Server = ServerConfig<MumbleSettings>

const PAGE_SIZE = 200

/** All virtual servers by id, in pages. */
export function list(
  ctx: ModuleContext,
  server: Server,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const all = await readIds(murmur, 'getAllServers')
    if (!all.ok) return all
    const left = all.value.filter((id) => cursor === null || id > Number(cursor))
    const page = left.slice(0, PAGE_SIZE)
    const defaults = await readDefaults(murmur)
    if (!defaults.ok) return defaults
    const servers = await readServers(murmur, page)
    if (!servers.ok) return servers
    return ok({
      items: servers.value.map((one) => observedOf(one, server.settings, defaults.value)),
      nextCursor: left.length > page.length ? String(page.at(-1)) : null,
    })
  })
}

/** All that carry our key; more than one only if somebody copied it by hand. */
export function find(
  ctx: ModuleContext,
  server: Server,
  key: string,
): Promise<Result<readonly Observed[]>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const found = await findServers(murmur, key)
    if (!found.ok || found.value.length === 0) return found.ok ? ok([]) : found
    const defaults = await readDefaults(murmur)
    if (!defaults.ok) return defaults
    return ok(found.value.map((one) => observedOf(one, server.settings, defaults.value)))
  })
}

/** murmurd gives ids of removed servers away again: the key must still be the same. */
function isStill(one: VirtualServer, { data }: Resource): boolean {
  return data.key === undefined || one.conf[MARKS.key] === data.key
}

/** The virtual server with this id, or null. */
export function inspect(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<Observed | null>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const servers = await readServers(murmur, [Number(resource.remoteId)])
    if (!servers.ok) return servers
    const one = servers.value.find((found) => isStill(found, resource))
    if (!one) return ok(null)
    const defaults = await readDefaults(murmur)
    return defaults.ok ? ok(observedOf(one, server.settings, defaults.value)) : defaults
  })
}

/** Users of slots, and bandwidth. */
export function usage(
  ctx: ModuleContext,
  server: Server,
  resource: Resource,
): Promise<Result<readonly UsageFigure[]>> {
  return withMurmur(ctx, server.settings, async (murmur) => {
    const servers = await readServers(murmur, [Number(resource.remoteId)])
    if (!servers.ok) return servers
    const one = servers.value.find((found) => isStill(found, resource))
    if (!one) return ok([])
    const users = await readUsers(murmur, one)
    if (!users.ok) return users
    const defaults = await readDefaults(murmur)
    return defaults.ok ? ok(figuresOf(one, users.value, defaults.value)) : defaults
  })
}
