import { randomBytes } from 'node:crypto'
import {
  fail,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { z } from 'zod'
import { type Murmur, withMurmur } from './bus.ts'
import type { MumbleSettings } from './forms.ts'
import { alone } from './lock.ts'
import { fullConf, type MumbleService } from './plan.ts'
import { freePort } from './ports.ts'
import {
  findServers,
  isSuspended,
  isUnfinished,
  MARKS,
  portOf,
  readDefaults,
  readIds,
  readServers,
  resourceOf,
  SUPERUSER,
  type VirtualServer,
} from './servers.ts'

type Server = ServerConfig<MumbleSettings>

/** How many ports are tried that something else listens on. */
const PORT_TRIES = 8

/**
 * Makes and starts a virtual server, alone on this murmurd; one that carries our key is finished and
 * taken over. murmurd has no keys of its own, so the mark is the first thing that is set.
 */
export async function create(
  ctx: OperationContext,
  server: Server,
  service: MumbleService,
): Promise<Result<Resource>> {
  return withMurmur(ctx, server.settings, (murmur) =>
    alone(ctx, murmur, async () => {
      const found = await findServers(murmur, ctx.key)
      if (!found.ok) return found
      if (found.value.length > 1) return fail('conflict', `Several servers carry ${ctx.key}`)
      const [own] = found.value
      if (own) {
        ctx.log('Found the virtual server with our key', { id: own.id })
        return finish(ctx, murmur, service, own)
      }
      const id = await makeMarked(ctx, murmur)
      if (!id.ok) return id
      const made = { id: id.value, conf: { [MARKS.key]: ctx.key }, booted: false }
      const done = await finish(ctx, murmur, service, made)
      // Another murmurd may take the service then: nothing of it stays here.
      if (!done.ok && !done.error.lost) await murmur.ask('deleteServer', made.id)
      return done
    }),
  )
}

const serverId = z.tuple([z.int()])

/**
 * A virtual server with our mark and nothing else. The answer that names it may be lost: what came
 * after the ids that were remembered then, has no setting and does not run, can only be that one.
 */
async function makeMarked(ctx: OperationContext, murmur: Murmur): Promise<Result<number>> {
  const all = await readIds(murmur, 'getAllServers')
  if (!all.ok) return all
  const left = await leftBehind(ctx, murmur, all.value)
  if (!left.ok) return left
  if (left.value !== null) {
    ctx.log('Found the virtual server of an attempt whose answer was lost', { id: left.value })
    return mark(murmur, left.value, ctx.key)
  }
  await ctx.remember(JSON.stringify(all.value))
  ctx.progress({ text: { en: 'Making the virtual server', fr: 'Création du serveur virtuel' } })
  const made = await murmur.ask('newServer')
  return made.ok ? mark(murmur, serverId.parse(made.value)[0], ctx.key) : made
}

async function leftBehind(
  ctx: OperationContext,
  murmur: Murmur,
  all: readonly number[],
): Promise<Result<number | null>> {
  const before = knownBefore(ctx.remembered.taskId)
  if (before === null) return ok(null)
  const newer = await readServers(
    murmur,
    all.filter((id) => !before.has(id)),
  )
  if (!newer.ok) return newer
  const bare = newer.value.find(({ conf, booted }) => !booted && Object.keys(conf).length === 0)
  return ok(bare?.id ?? null)
}

function knownBefore(taskId: string | null): ReadonlySet<number> | null {
  if (taskId === null) return null
  try {
    return new Set(z.array(z.int()).parse(JSON.parse(taskId)))
  } catch {
    return null
  }
}

async function mark(murmur: Murmur, id: number, key: string): Promise<Result<number>> {
  const marked = await murmur.ask('setConf', id, MARKS.key, key)
  return marked.ok ? ok(id) : marked
}

/** Settings, password, port, start: goes on wherever an earlier attempt stopped. */
async function finish(
  ctx: OperationContext,
  murmur: Murmur,
  service: MumbleService,
  own: VirtualServer,
): Promise<Result<Resource>> {
  if (isUnfinished(own)) {
    const set = await setConf(murmur, own.id, fullConf(service, murmur.settings))
    if (!set.ok) return set
  }
  // Nobody can read it back: whoever lost the answer needs a new one.
  const password = await setPassword(murmur, own.id)
  if (!password.ok) return password
  const started = isSuspended(own) || own.booted ? ok(null) : await startOnAPort(ctx, murmur, own)
  if (!started.ok) return started
  const resource = await resourceNow(murmur, own.id)
  if (!resource.ok) return resource
  return ok({ ...resource.value, secrets: { [SUPERUSER]: password.value } })
}

/** Sets a new password of the administrator, long enough that nobody guesses it. */
export async function setPassword(murmur: Murmur, id: number): Promise<Result<string>> {
  const password = randomBytes(15).toString('base64url')
  const set = await murmur.ask('setSuperUserPassword', id, password)
  return set.ok ? ok(password) : set
}

export async function setConf(
  murmur: Murmur,
  id: number,
  values: Readonly<Record<string, string>>,
): Promise<Result<null>> {
  for (const [name, value] of Object.entries(values)) {
    const set = await murmur.ask('setConf', id, name, value)
    if (!set.ok) return set
  }
  return ok(null)
}

/** Takes a port that no virtual server has; one that something else listens on is passed over. */
async function startOnAPort(
  ctx: OperationContext,
  murmur: Murmur,
  own: VirtualServer,
): Promise<Result<null>> {
  const avoid = new Set<number>()
  for (let turn = 0; turn < PORT_TRIES; turn++) {
    const port = await choosePort(murmur, own, avoid)
    if (!port.ok) return port
    const set = await setConf(murmur, own.id, {
      port: String(port.value),
      [MARKS.state]: 'active',
      boot: 'true',
    })
    if (!set.ok) return set
    const started = await startServer(murmur, own.id)
    if (started.ok || started.error.code !== 'capacity') return started
    ctx.log('Something else listens on this port', { port: port.value })
    avoid.add(port.value)
  }
  return fail('capacity', `Something else listens on ${[...avoid].join(', ')}`)
}

/** The port it has already, unless that is to be avoided; else a free one. */
async function choosePort(
  murmur: Murmur,
  own: VirtualServer,
  avoid: ReadonlySet<number>,
): Promise<Result<number>> {
  const has = Number(own.conf.port)
  if (has && !avoid.has(has)) return ok(has)
  const all = await readIds(murmur, 'getAllServers')
  if (!all.ok) return all
  const others = await readServers(
    murmur,
    all.value.filter((id) => id !== own.id),
  )
  if (!others.ok) return others
  const defaults = await readDefaults(murmur)
  if (!defaults.ok) return defaults
  const used = new Set([...avoid, ...others.value.map((one) => portOf(one, defaults.value))])
  const { portFrom: from, portTo: to } = murmur.settings
  const port = freePort({ from, to }, used)
  return port === null ? fail('capacity', `No free port in ${from}–${to}`) : ok(port)
}

/** Starts it; one that runs already is fine. */
export async function startServer(murmur: Murmur, id: number): Promise<Result<null>> {
  const started = await murmur.ask('start', id)
  return started.ok || started.error.code === 'conflict' ? ok(null) : started
}

/** Stops it; one that does not run is fine. */
export async function stopServer(murmur: Murmur, id: number): Promise<Result<null>> {
  const stopped = await murmur.ask('stop', id)
  return stopped.ok || stopped.error.code === 'conflict' ? ok(null) : stopped
}

/** The resource as murmurd has it now. */
export async function resourceNow(murmur: Murmur, id: number): Promise<Result<Resource>> {
  const [servers, defaults] = [await readServers(murmur, [id]), await readDefaults(murmur)]
  if (!servers.ok) return servers
  if (!defaults.ok) return defaults
  const [one] = servers.value
  return one
    ? ok(resourceOf(one, murmur.settings, defaults.value))
    : fail('not_found', `The virtual server ${id} is gone`)
}
