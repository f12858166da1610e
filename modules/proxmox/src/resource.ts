import type { ConnectionDetail, JsonObject, Observed, ObservedState, Resource } from '@berth/sdk'
import { addressTag } from './addresses.ts'
import { type Guest, isBeingMade, isSuspended } from './cluster.ts'
import type { ProxmoxService, ProxmoxSettings } from './forms.ts'
import type { GuestConfig } from './guest-config.ts'
import { planOfConfig, planOfGuest } from './plan.ts'
import type { GuestStatus } from './power.ts'
import { addressesOf, isMakeshiftName } from './tags.ts'

/** What a resource is written from. */
export interface ResourceFacts {
  readonly guest: Guest
  readonly addresses: readonly string[]
  readonly template?: string
  readonly hostname?: string | undefined
  readonly user?: string
  readonly password?: string | undefined
}

/** The resource as the books keep it. */
export function resourceOf(facts: ResourceFacts): Resource {
  const { guest, addresses, template, hostname, user, password } = facts
  const data: JsonObject = {
    vmid: guest.vmid,
    node: guest.node,
    kind: guest.kind,
    addresses: [...addresses],
    ...(template === undefined ? {} : { template }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(user === undefined ? {} : { user }),
  }
  return {
    remoteId: String(guest.vmid),
    data,
    secrets: password === undefined ? {} : { password },
    connection: [
      ...(hostname === undefined
        ? []
        : [{ label: { en: 'Host name', fr: 'Nom d’hôte' }, value: hostname }]),
      ...addresses.map((address) => addressDetail(address, user)),
      ...(user === undefined ? [] : [{ label: USER, value: user }]),
      ...(password === undefined ? [] : [{ label: PASSWORD, secret: 'password' }]),
    ],
  }
}

const USER = { en: 'User', fr: 'Utilisateur' }
export const PASSWORD = { en: 'Password', fr: 'Mot de passe' }

function addressDetail(address: string, user: string | undefined): ConnectionDetail {
  const isSix = address.includes(':')
  const label = isSix
    ? { en: 'IPv6 address', fr: 'Adresse IPv6' }
    : { en: 'IPv4 address', fr: 'Adresse IPv4' }
  const host = isSix ? `[${address}]` : address
  return { label, value: address, href: `ssh://${user === undefined ? '' : `${user}@`}${host}` }
}

/** The service's resource after a change that leaves addresses and passwords as they are. */
export function knownResource(service: ProxmoxService, guest: Guest): Resource {
  const known = service.resource
  if (known && known.remoteId === String(guest.vmid) && known.connection.length > 0) {
    return { ...known, data: { ...known.data, node: guest.node } }
  }
  return resourceOf({
    guest,
    addresses: addressesOf(guest.tags),
    hostname: guest.name,
    password: known?.secrets.password,
  })
}

/** Running wins: a guest that runs although it is marked is not suspended. */
export function stateOf(guest: Guest, isRunning: boolean): ObservedState {
  if (isBeingMade(guest) || isMakeshiftName(guest.name)) return 'changing'
  if (isRunning) return 'running'
  return isSuspended(guest) ? 'suspended' : 'stopped'
}

/** What `list` says, from the list of the cluster alone. */
export function observedOfGuest(guest: Guest, now?: GuestStatus): Observed {
  const isRunning = now ? now.status === 'running' : guest.isRunning
  const addresses = addressesOf(guest.tags)
  return {
    remoteId: String(guest.vmid),
    key: guest.key,
    name: guest.name ?? null,
    owner: null,
    plan: planOfGuest(guest),
    state: stateOf(guest, isRunning),
    usage: [],
    createdAt: null,
    resource: resourceOf({ guest, addresses, hostname: guest.name }),
  }
}

/** What `find` and `inspect` say: the same, with the configuration and state of this moment. */
export function observedNow(guest: Guest, config: GuestConfig, now: GuestStatus): Observed {
  const fresh = { ...guest, name: config.name ?? guest.name, lock: config.lock }
  const tagged = addressesOf(config.tags)
  const addresses = tagged.length > 0 ? tagged : [...config.addresses]
  return {
    ...observedOfGuest(fresh, now),
    plan: planOfConfig(config),
    resource: resourceOf({ guest: fresh, addresses, hostname: fresh.name }),
  }
}

/** The note on reverse DNS for an address; Proxmox itself has none. */
export function reverseNameOf({ reverseName }: ProxmoxSettings, address: string): string | null {
  if (reverseName === '') return null
  const flat = address.includes(':') ? addressTag(address).replace('berth-ip6-', '') : address
  return reverseName.replaceAll('{address}', flat.replaceAll('.', '-'))
}
