import type { ConformanceTarget } from '@berth/sdk/testing'
import { productSettings, serverSettings } from '../src/forms.ts'
import { keyOf, parseTags } from '../src/tags.ts'
import { FINGERPRINT, startFaultProxy } from './fault-proxy.ts'
import { type StandIn, startStandIn, TOKEN } from './stand-in/start.ts'
import { addGuest, type Kind, lowestFree } from './stand-in/state.ts'

const ARCHIVE = 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst'

/** A product of each kind. */
export const PRODUCTS = {
  qemu: productSettings.parse({
    guest: 'qemu',
    template: 'debian-12',
    templates: 'debian-12\nlocal-template',
    cores: 2,
    memoryMb: 2048,
    diskGb: 20,
    ipv4: 'pool',
    ipv6: 'pool',
    rateMb: 12,
    firewall: true,
    snapshots: 2,
    backups: 2,
  }),
  lxc: productSettings.parse({
    guest: 'lxc',
    template: ARCHIVE,
    cores: 1,
    memoryMb: 512,
    diskGb: 8,
    ipv4: 'pool',
    ipv6: 'auto',
    snapshots: 2,
    backups: 2,
  }),
} as const

export function settingsFor(url: string, more: Record<string, unknown> = {}) {
  return serverSettings.parse({
    url,
    tokenId: TOKEN.id,
    tokenSecret: TOKEN.secret,
    storage: 'ceph',
    backupStorage: 'backups',
    addresses: '192.0.2.10-192.0.2.60/24 via 192.0.2.1\n2001:db8::/64 via 2001:db8::1',
    nameservers: '192.0.2.53',
    reverseName: '{address}.vps.example.test',
    consoleUrl: 'https://console.example.test/{node}/{kind}/{vmid}?port={port}&ticket={ticket}',
    ...more,
  })
}

export const ORDER = {
  hostname: 'vps.example.test',
  sshKeys: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabc+/= zoé@maison',
}

/** A cluster behind a proxy that can misbehave and that shows a self-signed certificate. */
export interface ClusterTarget extends ConformanceTarget {
  readonly standIn: StandIn
}

/** How many guests of the stand-in carry a key, by tag or by the name of their making. */
export function guestsWith(standIn: StandIn, key: string) {
  return [...standIn.state.guests.values()].filter(({ config }) => {
    const name = config.name ?? config.hostname
    return keyOf(parseTags(config.tags), name) === key
  })
}

export async function clusterTarget(
  kind: Kind,
  settings: Record<string, unknown> = {},
): Promise<ClusterTarget> {
  const standIn = await startStandIn()
  const { state } = standIn
  const proxy = await startFaultProxy(standIn.url)
  const foreign = (vmid: number) => {
    const net0 = 'virtio=BC:24:11:00:00:02,bridge=vmbr0'
    const config: Record<string, string> =
      kind === 'qemu'
        ? { name: `theirs-${vmid}`, scsi0: 'ceph:vm-disk-0,size=10G', memory: '512', net0 }
        : { hostname: `theirs-${vmid}`, rootfs: 'ceph:vm-disk-0,size=10G', memory: '512' }
    return addGuest(state, { vmid, kind, node: 'pve1', status: 'running' }, config)
  }
  const { memoryMb } = PRODUCTS[kind]
  return {
    standIn,
    server: {
      id: 'server-1',
      name: 'Cluster',
      settings: settingsFor(proxy.url, { fingerprint: FINGERPRINT, ...settings }),
    },
    product: PRODUCTS[kind],
    otherProduct: { ...PRODUCTS[kind], memoryMb: memoryMb * 2, diskGb: 40 },
    orderData: kind === 'qemu' ? ORDER : { ...ORDER, hostname: '' },
    faults: proxy.faults,
    actionInputs: { snapshot_create: { name: 'before', description: 'Avant l’été' } },
    countByKey: async (key) => guestsWith(standIn, key).length,
    async fill(count) {
      for (let i = 0; i < count; i++) foreign(lowestFree(state))
    },
    async makeOrphan() {
      return String(foreign(lowestFree(state)).vmid)
    },
    async withhold() {
      const all = state.permissions
      const { 'VM.Snapshot': _gone, ...left } = all['/'] ?? {}
      state.permissions = { '/': left }
      return {
        named: 'VM.Snapshot',
        async restore() {
          state.permissions = all
        },
      }
    },
    async close() {
      await proxy.close()
      await standIn.close()
    },
  }
}
