import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

const ranges = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  ranges.addSubnet(net, prefix, 'ipv4')
}
for (const [net, prefix] of [
  // These hold an IPv4 address that a router may unpack: compatible, translated, 6to4 and Teredo.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  ranges.addSubnet(net, prefix, 'ipv6')
}

/**
 * True for an IP address that does not belong to the public internet: loopback, private and
 * link-local networks, shared and reserved space, multicast, translated and mapped forms of these.
 */
export function isPrivateAddress(address: string): boolean {
  return ranges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** All the addresses of a name; rejects when it has none. */
export type Resolve = (host: string) => Promise<readonly { address: string }[]>

const systemResolve: Resolve = (host) => lookup(host, { all: true })

/**
 * Where a host of a URL leads: `inside` when it is, or resolves to, a private address; one private
 * answer among several is enough. `nowhere` when its name does not resolve.
 */
export async function whereHostLeads(
  hostname: string,
  resolve: Resolve = systemResolve,
): Promise<'inside' | 'outside' | 'nowhere'> {
  const host = hostname.replace(/^\[|\]$/g, '')
  const answers = isIP(host) ? [{ address: host }] : await resolve(host).catch(() => [])
  if (answers.length === 0) return 'nowhere'
  return answers.some(({ address }) => isPrivateAddress(address)) ? 'inside' : 'outside'
}

/** A name that does not resolve is not private: nothing can be sent to it. */
export const isPrivateHost = async (hostname: string): Promise<boolean> =>
  (await whereHostLeads(hostname)) === 'inside'
