import {
  fail,
  type Observed,
  type ObservedState,
  ok,
  type Resource,
  type Result,
  sameText,
} from '@berth/sdk'
import { z } from 'zod'
import type { Murmur } from './bus.ts'
import type { MumbleSettings } from './forms.ts'

/**
 * What we keep in a virtual server's own configuration, where murmurd takes any key. `state` is
 * absent until all settings are made.
 */
export const MARKS = {
  key: 'berth.key',
  number: 'berth.number',
  owner: 'berth.owner',
  state: 'berth.state',
} as const

/** One virtual server as murmurd has it. */
export interface VirtualServer {
  readonly id: number
  /** What is set for it; the rest is as in the defaults. */
  readonly conf: Readonly<Record<string, string>>
  readonly booted: boolean
}

/** murmurd's settings for what a virtual server does not set. */
export type Defaults = Readonly<Record<string, string>>

const ids = z.tuple([z.array(z.int())])
const confs = z.tuple([z.record(z.string(), z.string())])

/** How many settings are asked for at a time; buses allow some 128 open questions. */
const AT_ONCE = 50

export async function readIds(murmur: Murmur, method: 'getAllServers' | 'getBootedServers') {
  const answer = await murmur.ask(method)
  return answer.ok ? ok([...ids.parse(answer.value)[0]].sort((a, b) => a - b)) : answer
}

export async function readDefaults(murmur: Murmur): Promise<Result<Defaults>> {
  const answer = await murmur.ask('getDefaultConf')
  return answer.ok ? ok(confs.parse(answer.value)[0]) : answer
}

/** These virtual servers; one that was removed meanwhile is left out. */
export async function readServers(
  murmur: Murmur,
  wanted: readonly number[],
): Promise<Result<VirtualServer[]>> {
  const booted = await readIds(murmur, 'getBootedServers')
  if (!booted.ok) return booted
  const running = new Set(booted.value)
  const servers: VirtualServer[] = []
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE)
    const answers = await Promise.all(some.map((id) => murmur.ask('getAllConf', id)))
    for (const [index, answer] of answers.entries()) {
      const id = some[index] ?? 0
      if (answer.ok) {
        servers.push({ id, conf: confs.parse(answer.value)[0], booted: running.has(id) })
      } else if (answer.error.code !== 'not_found') return answer
    }
  }
  return ok(servers)
}

/** All virtual servers with our key. */
export async function findServers(murmur: Murmur, key: string): Promise<Result<VirtualServer[]>> {
  const all = await readIds(murmur, 'getAllServers')
  if (!all.ok) return all
  const marked: number[] = []
  for (let at = 0; at < all.value.length; at += AT_ONCE) {
    const some = all.value.slice(at, at + AT_ONCE)
    const answers = await Promise.all(some.map((id) => murmur.ask('getConf', id, MARKS.key)))
    for (const [index, answer] of answers.entries()) {
      if (answer.ok && answer.value[0] === key) marked.push(some[index] ?? 0)
      else if (!answer.ok && answer.error.code !== 'not_found') return answer
    }
  }
  return marked.length === 0 ? ok([]) : readServers(murmur, marked)
}

/** The one with our key; that there is none is an error. */
export async function existingServer(murmur: Murmur, key: string): Promise<Result<VirtualServer>> {
  const found = await findServers(murmur, key)
  if (!found.ok) return found
  if (found.value.length > 1) return fail('conflict', `Several servers carry the key ${key}`)
  const [one] = found.value
  return one ? ok(one) : fail('not_found', `No virtual server carries the key ${key}`)
}

/** Where it listens: murmurd counts from its own port where none is set. */
export function portOf(
  { id, conf }: Pick<VirtualServer, 'id' | 'conf'>,
  defaults: Defaults,
): number {
  return Number(conf.port) || Number(defaults.port ?? 64_738) + id - 1
}

export const isSuspended = ({ conf }: VirtualServer) => conf[MARKS.state] === 'suspended'

/** Whether making it was interrupted before all settings were made. */
export const isUnfinished = ({ conf }: VirtualServer) =>
  conf[MARKS.key] !== undefined && conf[MARKS.state] === undefined

export function stateOf(server: VirtualServer): ObservedState {
  if (isUnfinished(server)) return 'changing'
  if (server.booted) return 'running'
  return isSuspended(server) ? 'suspended' : 'stopped'
}

/** The plan in one line, as settings and observation name it alike. */
export function planLine(slots: number, bandwidthBits: number): string {
  return `${slots} slots, ${Math.round(bandwidthBits / 1000)} kbit/s`
}

export function slotsOf({ conf }: VirtualServer, defaults: Defaults): number {
  return Number(conf.users ?? defaults.users ?? 0)
}

/** The resource as the books keep it. */
export function resourceOf(
  server: VirtualServer,
  settings: MumbleSettings,
  defaults: Defaults,
): Resource {
  const port = portOf(server, defaults)
  const { publicAddress } = settings
  const host =
    publicAddress.includes(':') && !publicAddress.startsWith('[')
      ? `[${publicAddress}]`
      : publicAddress
  const key = server.conf[MARKS.key]
  return {
    remoteId: String(server.id),
    data: { ...(key === undefined ? {} : { key }), port, slots: slotsOf(server, defaults) },
    secrets: {},
    connection: [
      {
        label: { en: 'Address', fr: 'Adresse' },
        value: `${host}:${port}`,
        href: `mumble://${host}:${port}/?version=1.2.0`,
      },
      { label: sameText('SuperUser'), secret: SUPERUSER },
    ],
  }
}

/** The name of the secret that logs in as murmurd's own administrator. */
export const SUPERUSER = 'superuser_password'

/** What `list`, `find` and `inspect` say of it. */
export function observedOf(
  server: VirtualServer,
  settings: MumbleSettings,
  defaults: Defaults,
): Observed {
  const { conf } = server
  const resource = resourceOf(server, settings, defaults)
  return {
    remoteId: resource.remoteId,
    key: conf[MARKS.key] ?? null,
    name: conf.registername || null,
    owner: conf[MARKS.owner] ?? null,
    plan: planLine(slotsOf(server, defaults), Number(conf.bandwidth ?? defaults.bandwidth ?? 0)),
    state: stateOf(server),
    usage: [],
    createdAt: null,
    resource,
  }
}
