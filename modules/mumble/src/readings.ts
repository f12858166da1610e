import { ok, type PanelLogLine, type Result, type UsageFigure } from '@berth/sdk'
import { z } from 'zod'
import type { Murmur } from './bus.ts'
import { type Defaults, slotsOf, type VirtualServer } from './servers.ts'

/** One user who is connected. */
export interface OnlineUser {
  readonly session: number
  readonly name: string
  readonly channel: number
  readonly muted: boolean
  readonly deafened: boolean
  readonly onlineSeconds: number
  readonly bytesPerSecond: number
}

/** One channel; the root is its own kind: it has no parent. */
export interface Channel {
  readonly id: number
  readonly name: string
  readonly parent: number
}

// session, mute, deaf, suppressed, self mute, self deaf, channel, registration, name, seconds, bytes/s
const players = z.tuple([
  z.array(
    z.tuple([
      z.int(),
      z.boolean(),
      z.boolean(),
      z.boolean(),
      z.boolean(),
      z.boolean(),
      z.int(),
      z.int(),
      z.string(),
      z.int(),
      z.int(),
    ]),
  ),
])
const channels = z.tuple([z.array(z.tuple([z.int(), z.string(), z.int(), z.array(z.int())]))])
const logEntries = z.tuple([z.array(z.tuple([z.int(), z.string()]))])

/** Who is connected; nobody to what does not run. */
export async function readUsers(
  murmur: Murmur,
  { id, booted }: VirtualServer,
): Promise<Result<OnlineUser[]>> {
  if (!booted) return ok([])
  const answer = await murmur.askServer(id, 'getPlayers')
  if (!answer.ok) return answer.error.code === 'not_found' ? ok([]) : answer
  const [list] = players.parse(answer.value)
  return ok(
    list.map(([session, mute, deaf, suppressed, selfMute, selfDeaf, channel, , name, ...rest]) => ({
      session,
      name,
      channel,
      muted: mute || suppressed || selfMute,
      deafened: deaf || selfDeaf,
      onlineSeconds: rest[0],
      bytesPerSecond: rest[1],
    })),
  )
}

/** The channels of what runs. */
export async function readChannels(
  murmur: Murmur,
  { id, booted }: VirtualServer,
): Promise<Result<Channel[]>> {
  if (!booted) return ok([])
  const answer = await murmur.askServer(id, 'getChannels')
  if (!answer.ok) return answer.error.code === 'not_found' ? ok([]) : answer
  const [list] = channels.parse(answer.value)
  return ok(list.map(([channel, name, parent]) => ({ id: channel, name, parent })))
}

/** Every channel below its parent, with how deep it lies. */
export function channelTree(all: readonly Channel[]): { channel: Channel; depth: number }[] {
  const below = (parent: number, depth: number): { channel: Channel; depth: number }[] =>
    all
      .filter((one) => one.parent === parent && one.id !== parent)
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((channel) => [{ channel, depth }, ...below(channel.id, depth + 1)])
  return below(-1, 0)
}

/** How many of the last lines are shown. */
const LOG_LINES = 200

/** The last lines of its log, oldest first, without those that murmurd writes passwords into. */
export async function readLog(
  murmur: Murmur,
  { id }: VirtualServer,
): Promise<Result<PanelLogLine[]>> {
  const answer = await murmur.ask('getLog', id, 0, LOG_LINES)
  if (!answer.ok) return answer
  const [entries] = logEntries.parse(answer.value)
  return ok(
    entries
      .filter(([, text]) => !/password for/i.test(text))
      .map(([at, text]): PanelLogLine => ({ at: at * 1000, stream: 'system', text }))
      .reverse(),
  )
}

/** Users of slots, and what they all send. */
export function figuresOf(
  server: VirtualServer,
  users: readonly OnlineUser[],
  defaults: Defaults,
): UsageFigure[] {
  const sum = users.reduce((total, one) => total + one.bytesPerSecond, 0)
  const perUser = Number(server.conf.bandwidth ?? defaults.bandwidth ?? 0)
  const slots = slotsOf(server, defaults)
  return [
    {
      id: 'users',
      label: { en: 'Users', fr: 'Utilisateurs' },
      used: users.length,
      limit: slots,
      unit: 'count',
    },
    {
      id: 'bandwidth',
      label: { en: 'Bandwidth', fr: 'Débit' },
      used: sum,
      limit: Math.round((slots * perUser) / 8),
      unit: 'bytes_per_second',
    },
  ]
}
