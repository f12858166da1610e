import { fail, type OperationContext, ok, type Result } from '@berth/sdk'
import {
  type AddressRange,
  addressTag,
  canonical,
  chooseAddress,
  type Family,
  type GuestAddress,
} from './addresses.ts'
import type { Pve } from './client.ts'
import { type Cluster, type Guest, isBeingMade, readCluster } from './cluster.ts'
import type { ProxmoxProduct } from './forms.ts'
import { readConfig } from './guest-config.ts'
import { addressesOf, isMakeshiftName } from './tags.ts'

/*
 * Which addresses are taken is written on the guests themselves: ours claim them by tags, others have
 * them in their configuration. Two creations at once may both have seen an address free. Each looks
 * again after its own claim is visible to it; the cluster keeps its writes in one order, so at least
 * one of the two then sees the other and gives way.
 */

/** How many configurations are read at once. */
const READ_AT_ONCE = 8

/** A line of a guest's notes that holds addresses for it while it is being made anew. */
const HELD = /^Berth addresses: (.+)$/m

export const heldLine = (addresses: readonly string[]) => `Berth addresses: ${addresses.join(' ')}`

/** The addresses that a guest's notes hold. */
export function heldAddresses(description: string): string[] {
  const line = HELD.exec(description)?.[1] ?? ''
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map(canonical)
}

/** Addresses of guests whose tags do not say them: one request each, so once per change. */
export async function untaggedAddresses(
  pve: Pve,
  cluster: Cluster,
  ownKey: string,
): Promise<Result<ReadonlySet<string>>> {
  const unread = othersOf(cluster, ownKey).filter((guest) =>
    isUnclaimed(guest, pve.settings.readForeignGuests),
  )
  const found = new Set<string>()
  for (let at = 0; at < unread.length; at += READ_AT_ONCE) {
    const part = unread.slice(at, at + READ_AT_ONCE)
    const configs = await Promise.all(part.map((guest) => readConfig(pve, guest)))
    for (const config of configs) {
      // One that was removed meanwhile has no address.
      if (!config.ok && config.error.code !== 'not_found') return config
      if (!config.ok) continue
      for (const one of config.value.addresses) found.add(one)
      for (const one of heldAddresses(config.value.description)) found.add(one)
    }
  }
  return ok(found)
}

function othersOf(cluster: Cluster, ownKey: string): Guest[] {
  return cluster.guests.filter((guest) => guest.key !== ownKey && !guest.isTemplate)
}

/** Whether a guest's tags do not say which addresses it has. */
function isUnclaimed(guest: Guest, readForeignGuests: boolean): boolean {
  if (isBeingMade(guest) || isMakeshiftName(guest.name)) return true
  return guest.key === null && readForeignGuests
}

/** What addresses are chosen from. */
export interface AddressWish {
  readonly ranges: readonly AddressRange[]
  readonly product: Pick<ProxmoxProduct, 'ipv4' | 'ipv6'>
  readonly ownKey: string
  /** Taken beside those that tags claim. */
  readonly untagged: ReadonlySet<string>
  /** What the guest has or had; kept where it is free. */
  readonly preferred: readonly string[]
  /** Where the search begins, 0 up to 1. */
  readonly start: number
}

/** Free addresses, one for each family that the product takes from the server's ranges. */
export function chooseAddresses(cluster: Cluster, wish: AddressWish): Result<GuestAddress[]> {
  const { ranges, product, start } = wish
  const claimed = othersOf(cluster, wish.ownKey).flatMap((guest) => addressesOf(guest.tags))
  const taken = new Set([...claimed, ...wish.untagged])
  const chosen: GuestAddress[] = []
  for (const family of pooledFamilies(product)) {
    const preferred = wish.preferred.find((one) => one.includes(':') === (family === 6))
    const found = chooseAddress(ranges, { family, taken, preferred, start })
    if (!found) return noAddress(family, ranges)
    chosen.push(found)
  }
  return ok(chosen)
}

/** The families that a product takes from the server's ranges. */
function pooledFamilies({ ipv4, ipv6 }: AddressWish['product']): Family[] {
  const families: Family[] = []
  if (ipv4 === 'pool') families.push(4)
  if (ipv6 === 'pool') families.push(6)
  return families
}

function noAddress(family: Family, ranges: readonly AddressRange[]): Result<never> {
  if (ranges.some((range) => range.family === family)) {
    return fail('capacity', `No free IPv${family} address is left`)
  }
  return fail('config', `The server has no IPv${family} addresses`, {
    pointer: '/settings/addresses',
  })
}

/** How often our own claim is looked for before it is left to a later attempt. */
const LOOKS = 20
const LOOK_WAIT_MS = 250

/**
 * Whether no other guest claims these addresses. Says so only from a listing in which our own claim
 * is visible: an older one may miss those that were made before it.
 */
export async function areOurs(
  pve: Pve,
  ctx: OperationContext,
  vmid: number,
  addresses: readonly GuestAddress[],
): Promise<Result<boolean>> {
  if (addresses.length === 0) return ok(true)
  const claims = addresses.map(({ address }) => addressTag(address))
  for (let look = 0; look < LOOKS; look++) {
    const cluster = await readCluster(pve)
    if (!cluster.ok) return cluster
    const own = cluster.value.guests.find((guest) => guest.vmid === vmid)
    if (own && claims.every((claim) => own.tags.includes(claim))) {
      const others = cluster.value.guests.filter((guest) => guest.vmid !== vmid)
      return ok(!others.some((guest) => claims.some((claim) => guest.tags.includes(claim))))
    }
    await ctx.sleep(LOOK_WAIT_MS)
  }
  return fail('transient', `The claim of guest ${vmid} does not show in the cluster`)
}
