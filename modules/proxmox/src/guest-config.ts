import { ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import { canonical, type GuestAddress } from './addresses.ts'
import type { Pve } from './client.ts'
import { type Guest, type Kind, pathOf } from './cluster.ts'
import type { ProxmoxSettings } from './forms.ts'
import { wordsOf } from './forms.ts'
import { parseTags } from './tags.ts'

/** A guest's configuration: texts and numbers, as Proxmox writes them. */
const configSchema = z.record(z.string(), z.unknown())

/** What the module reads of a configuration, with pending changes counted as made. */
export interface GuestConfig {
  readonly kind: Kind
  /** Proxmox refuses a change that gives an older digest. */
  readonly digest: string | undefined
  readonly name: string | undefined
  readonly description: string
  readonly tags: readonly string[]
  readonly lock: string | undefined
  readonly cores: number
  readonly memoryMb: number
  readonly ostype: string | undefined
  /** Name and size of the disk that the guest starts from. */
  readonly disk: { readonly id: string; readonly gib: number; readonly volume: string } | null
  readonly hasCloudInit: boolean
  /** The first interface, as Proxmox writes it. */
  readonly net0: string
  /** Interfaces by name, `net0` and so on. */
  readonly nets: Readonly<Record<string, string>>
  /** Addresses of all interfaces, however they were given; without `dhcp` and `auto`. */
  readonly addresses: readonly string[]
  readonly first: {
    readonly ip?: string
    readonly gw?: string
    readonly ip6?: string
    readonly gw6?: string
  }
  readonly nameservers: string
}

/** Reads a guest's configuration. */
export async function readConfig(
  pve: Pve,
  guest: Pick<Guest, 'node' | 'kind' | 'vmid'>,
): Promise<Result<GuestConfig>> {
  const raw = await pve.get(`${pathOf(guest)}/config`, configSchema)
  return raw.ok ? ok(parseConfig(guest.kind, raw.value)) : raw
}

/** The same from what Proxmox answered. */
export function parseConfig(kind: Kind, raw: Record<string, unknown>): GuestConfig {
  const text = (name: string) => (raw[name] === undefined ? '' : String(raw[name]))
  const entries = Object.entries(raw).map(([name, value]) => [name, String(value)] as const)
  const nets = Object.fromEntries(entries.filter(([name]) => /^net\d+$/.test(name)))
  const ipConfigs = entries.filter(([name]) => /^ipconfig\d+$/.test(name)).map(([, value]) => value)
  const told = kind === 'lxc' ? Object.values(nets) : ipConfigs
  return {
    kind,
    digest: text('digest') || undefined,
    name: text(kind === 'lxc' ? 'hostname' : 'name') || undefined,
    description: text('description'),
    tags: parseTags(text('tags')),
    lock: text('lock') || undefined,
    cores: coresOf(kind, raw),
    memoryMb: memoryOf(text('memory')),
    ostype: text('ostype') || undefined,
    disk: diskOf(kind, raw),
    hasCloudInit: entries.some(
      ([, value]) => /cloudinit/.test(value) && value.includes('media=cdrom'),
    ),
    net0: nets.net0 ?? '',
    nets,
    addresses: told.flatMap(fixedAddresses),
    first: pairs((kind === 'lxc' ? nets.net0 : text('ipconfig0')) ?? ''),
    nameservers: text('nameserver'),
  }
}

/** `virtio=AA:BB,bridge=vmbr0` as an object. */
export function pairs(text: string): Record<string, string> {
  const parts = text.split(',').filter((part) => part.includes('='))
  return Object.fromEntries(
    parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  )
}

function fixedAddresses(text: string): string[] {
  const { ip, ip6 } = pairs(text)
  return [ip, ip6].flatMap((one) => {
    const address = one?.split('/')[0] ?? ''
    return /^[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*$/.test(address) ? [canonical(address)] : []
  })
}

function coresOf(kind: Kind, raw: Record<string, unknown>): number {
  const cores = Number(raw.cores ?? 1)
  return kind === 'lxc' ? cores : cores * Number(raw.sockets ?? 1)
}

/** `2048`, or `current=2048` since memory has properties of its own. */
function memoryOf(text: string): number {
  return Number(/\d+/.exec(text)?.[0] ?? 512)
}

const DISKS = /^(scsi|virtio|sata|ide)\d+$/

function diskOf(kind: Kind, raw: Record<string, unknown>): GuestConfig['disk'] {
  const id = kind === 'lxc' ? 'rootfs' : bootDisk(raw)
  const value = id === null ? undefined : raw[id]
  if (id === null || typeof value !== 'string') return null
  return { id, gib: gibOf(pairs(value).size ?? ''), volume: value.split(',')[0] ?? '' }
}

function bootDisk(raw: Record<string, unknown>): string | null {
  const ordered = pairs(String(raw.boot ?? '')).order?.split(';') ?? []
  const named = [...ordered, String(raw.bootdisk ?? '')]
  const all = Object.keys(raw)
    .filter((name) => DISKS.test(name))
    .sort()
  const isDisk = (name: string) => {
    const value = raw[name]
    return typeof value === 'string' && DISKS.test(name) && !value.includes('media=cdrom')
  }
  return [...named, ...all].find(isDisk) ?? null
}

const GIB_OF_UNIT: Readonly<Record<string, number>> = { K: 2 ** -20, M: 2 ** -10, G: 1, T: 1024 }

function gibOf(size: string): number {
  const [, number = '0', unit = ''] = /^(\d+(?:\.\d+)?)([KMGT])?$/.exec(size) ?? []
  return Number(number) * (GIB_OF_UNIT[unit] ?? 2 ** -30)
}

/** How the first interface is to be. */
export interface NetworkWish {
  readonly settings: ProxmoxSettings
  readonly firewall: boolean
  readonly rateMb: number
}

/** The first interface as Proxmox takes it; model, hardware address and name are kept. */
export function net0Of(kind: Kind, before: string, wish: NetworkWish, ip: string): string {
  const { settings, firewall, rateMb } = wish
  const [model = 'virtio'] = before.split(',')
  const old = pairs(before)
  const head =
    kind === 'qemu'
      ? [before === '' ? 'virtio' : model]
      : [`name=${old.name ?? 'eth0'}`, ...(old.hwaddr ? [`hwaddr=${old.hwaddr}`] : []), 'type=veth']
  return [
    ...head,
    `bridge=${settings.bridge}`,
    ...(firewall ? ['firewall=1'] : []),
    ...(rateMb > 0 ? [`rate=${rateMb}`] : []),
    ...(settings.vlan > 0 ? [`tag=${settings.vlan}`] : []),
    ...(kind === 'lxc' && ip !== '' ? [ip] : []),
  ].join(',')
}

/** What a guest is told of its addresses: `ip=192.0.2.10/24,gw=192.0.2.1,ip6=auto`. */
export function ipLine(
  product: { readonly ipv4: string; readonly ipv6: string },
  addresses: readonly GuestAddress[],
): string {
  const line = (name: 'ip' | 'ip6', way: string, family: 4 | 6) => {
    if (way === 'none') return []
    if (way !== 'pool') return [`${name}=${way}`]
    const own = addresses.find((one) => one.family === family)
    if (!own) return []
    const gateway = own.gateway === null ? [] : [`${name === 'ip' ? 'gw' : 'gw6'}=${own.gateway}`]
    return [`${name}=${own.address}/${own.prefix}`, ...gateway]
  }
  return [...line('ip', product.ipv4, 4), ...line('ip6', product.ipv6, 6)].join(',')
}

/** Name servers and search domain; empty ones are left to the node. */
export function resolverOf({ nameservers, searchDomain }: ProxmoxSettings) {
  return {
    nameserver: wordsOf(nameservers).join(' ') || undefined,
    searchdomain: searchDomain || undefined,
  }
}
