import { isIP, isIPv4, isIPv6 } from 'node:net'

/*
 * Addresses that the server's settings offer, as text, numbers and tags. Nothing here asks anybody:
 * which ones are taken is said by whoever read the cluster.
 */

export type Family = 4 | 6

/** One line of the settings: a range, the prefix that guests are told, and their gateway. */
export interface AddressRange {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
  /** Null: guests get no default route by it. */
  readonly gateway: string | null
}

/** One address as a guest is told it. */
export interface GuestAddress {
  readonly family: Family
  readonly address: string
  readonly prefix: number
  readonly gateway: string | null
}

const LINE = /^(\S+?)(?:-(\S+?))?\/(\d{1,3})(?:\s+via\s+(\S+))?$/

/**
 * Reads lines such as `192.0.2.10-192.0.2.60/24 via 192.0.2.1` or `198.51.100.0/26 via 198.51.100.1`.
 * Of a whole network the first and last address are left out where they mean network and broadcast.
 * Throws an `Error` that names the line.
 */
export function parseRanges(text: string): AddressRange[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '').map(parseLine)
}

function parseLine(line: string): AddressRange {
  const [, from = '', to, prefixText = '', gateway = null] = LINE.exec(line) ?? []
  const family = familyOf(from)
  const prefix = Number(prefixText)
  const bits = family === 4 ? 32 : 128
  if (!family || prefix > bits || (to !== undefined && familyOf(to) !== family)) {
    throw new Error(`Not a range of addresses: ${line}`)
  }
  if (gateway !== null && familyOf(gateway) !== family) {
    throw new Error(`The gateway is of another family: ${line}`)
  }
  const range = to === undefined ? networkOf(from, prefix, family) : spanOf(from, to)
  if (range.first > range.last) throw new Error(`The range is empty: ${line}`)
  return { family, ...range, prefix, gateway: gateway && canonical(gateway) }
}

function spanOf(from: string, to: string) {
  return { first: numberOf(from), last: numberOf(to) }
}

function networkOf(address: string, prefix: number, family: Family) {
  const bits = BigInt(family === 4 ? 32 : 128)
  const size = 1n << (bits - BigInt(prefix))
  const first = (numberOf(address) / size) * size
  const last = first + size - 1n
  if (size <= 2n) return { first, last }
  return { first: first + 1n, last: family === 4 ? last - 1n : last }
}

function familyOf(address: string): Family | 0 {
  return isIP(address) as Family | 0
}

/** The same address in one writing: `2001:DB8:0:0::5` is `2001:db8::5`. */
export function canonical(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}

function numberOf(address: string): bigint {
  if (isIPv4(address)) {
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  }
  const [head = '', tail] = canonical(address).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array(8 - left.length - right.length).fill('0')
  return BigInt(`0x${[...left, ...middle, ...right].map((part) => part.padStart(4, '0')).join('')}`)
}

function textOf(number: bigint, family: Family): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.')
  }
  const digits = number.toString(16).padStart(32, '0')
  return canonical((digits.match(/.{4}/g) ?? []).join(':'))
}

/** How the next address is looked for. */
export interface AddressSearch {
  readonly family: Family
  /** What others have, in the writing of `canonical`. */
  readonly taken: ReadonlySet<string>
  /** Kept if it is of a range and free. */
  readonly preferred?: string | undefined
  /** Where the search begins, 0 up to 1: two that collided look in different places. */
  readonly start?: number
}

/** A free address of the ranges, or null when none is left. */
export function chooseAddress(
  ranges: readonly AddressRange[],
  { family, taken, preferred, start = 0 }: AddressSearch,
): GuestAddress | null {
  const own = ranges.filter((range) => range.family === family)
  const gateways = new Set(own.flatMap(({ gateway }) => gateway ?? []))
  const isFree = (address: string) => !taken.has(address) && !gateways.has(address)
  if (preferred !== undefined && isFree(preferred)) {
    const number = numberOf(preferred)
    const range = own.find(({ first, last }) => number >= first && number <= last)
    if (range) return guestAddress(range, preferred)
  }
  for (const range of own) {
    const found = searchRange(range, isFree, start)
    if (found !== null) return guestAddress(range, found)
  }
  return null
}

/** A range of IPv6 is endless: the search begins within its first addresses only. */
const MOST_STARTS = 65_536

function searchRange(
  { first, last, family }: AddressRange,
  isFree: (address: string) => boolean,
  start: number,
): string | null {
  const size = last - first + 1n
  const starts = size < BigInt(MOST_STARTS) ? Number(size) : MOST_STARTS
  const offset = BigInt(Math.floor(start * starts))
  for (let step = 0n; step < size; step++) {
    const address = textOf(first + ((offset + step) % size), family)
    if (isFree(address)) return address
  }
  return null
}

function guestAddress({ family, prefix, gateway }: AddressRange, address: string): GuestAddress {
  return { family, address, prefix, gateway }
}

/**
 * An address as a tag. Tags take letters, digits, `_ - + .` and no colon; IPv6 is therefore its 32
 * digits.
 */
export function addressTag(address: string): string {
  if (isIPv4(address)) return `berth-ip4-${address.replaceAll('.', '-')}`
  return `berth-ip6-${numberOf(address).toString(16).padStart(32, '0')}`
}

/** Reads what `addressTag` wrote; null for any other tag. */
export function addressOfTag(tag: string): string | null {
  const four = /^berth-ip4-(\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})$/.exec(tag)?.[1]
  if (four !== undefined) return four.replaceAll('-', '.')
  const six = /^berth-ip6-([0-9a-f]{32})$/.exec(tag)?.[1]
  return six === undefined ? null : textOf(BigInt(`0x${six}`), 6)
}
