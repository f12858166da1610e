import { fail, ok, type Result } from '@berth/sdk'
import { z } from 'zod'
import type { Pve } from './client.ts'
import { count, flag } from './numbers.ts'
import { keyOf, parseTags, SUSPENDED_TAG } from './tags.ts'

/*
 * One request shows the whole cluster: nodes, storages and guests with their tags. Tags and locks in
 * it are those of this moment; names and numbers are up to ten seconds old.
 */

export type Kind = 'qemu' | 'lxc'

const entrySchema = z.object({
  type: z.string(),
  node: z.string().optional(),
  status: z.string().optional(),
  // A guest.
  vmid: count.optional(),
  name: z.string().optional(),
  tags: z.string().optional(),
  lock: z.string().optional(),
  template: flag,
  maxcpu: count.optional(),
  maxdisk: count.optional(),
  // A node too.
  mem: count.optional(),
  maxmem: count.optional(),
  // A storage.
  storage: z.string().optional(),
  shared: flag,
  disk: count.optional(),
})
type Entry = z.output<typeof entrySchema>

/** One guest as the list of the cluster shows it. */
export interface Guest {
  readonly vmid: number
  readonly kind: Kind
  readonly node: string
  readonly name: string | undefined
  readonly tags: readonly string[]
  readonly key: string | null
  readonly lock: string | undefined
  readonly isTemplate: boolean
  readonly isRunning: boolean
  /** Absent just after it was made and while its node is away. */
  readonly cores: number | undefined
  readonly memoryBytes: number | undefined
  readonly diskBytes: number | undefined
}

export interface ClusterNode {
  readonly name: string
  readonly isOnline: boolean
  readonly freeMemoryBytes: number
}

/** One storage on one node. */
export interface NodeStorage {
  readonly node: string
  readonly name: string
  readonly isShared: boolean
  readonly freeBytes: number | null
}

export interface Cluster {
  readonly guests: readonly Guest[]
  readonly nodes: readonly ClusterNode[]
  readonly storages: readonly NodeStorage[]
}

/** Reads the cluster afresh. */
export async function readCluster(pve: Pve): Promise<Result<Cluster>> {
  const entries = await pve.get('/cluster/resources', z.array(entrySchema))
  if (!entries.ok) return entries
  return ok({
    guests: entries.value.flatMap(guestOf),
    nodes: entries.value.flatMap(clusterNodeOf),
    storages: entries.value.flatMap(storageOf),
  })
}

function guestOf(entry: Entry): Guest[] {
  const { type, vmid, node, name } = entry
  if ((type !== 'qemu' && type !== 'lxc') || vmid === undefined || node === undefined) return []
  const tags = parseTags(entry.tags)
  return [
    {
      vmid,
      kind: type,
      node,
      name,
      tags,
      key: keyOf(tags, name),
      lock: entry.lock,
      isTemplate: entry.template,
      isRunning: entry.status === 'running',
      cores: entry.maxcpu,
      memoryBytes: entry.maxmem,
      diskBytes: entry.maxdisk,
    },
  ]
}

function clusterNodeOf(entry: Entry): ClusterNode[] {
  if (entry.type !== 'node' || entry.node === undefined) return []
  const free = (entry.maxmem ?? 0) - (entry.mem ?? 0)
  return [{ name: entry.node, isOnline: entry.status === 'online', freeMemoryBytes: free }]
}

function storageOf(entry: Entry): NodeStorage[] {
  const { type, node, storage, maxdisk, disk } = entry
  if (type !== 'storage' || node === undefined || storage === undefined) return []
  const freeBytes = maxdisk === undefined ? null : maxdisk - (disk ?? 0)
  return [{ node, name: storage, isShared: entry.shared, freeBytes }]
}

/** Where a guest's own routes begin. */
export function pathOf({ node, kind, vmid }: Pick<Guest, 'node' | 'kind' | 'vmid'>): string {
  return `/nodes/${node}/${kind}/${vmid}`
}

/** Locks of a guest that is being made: its configuration is not complete yet. */
const MAKING = ['clone', 'create']

/** Whether a guest is being made right now. */
export function isBeingMade({ lock }: Pick<Guest, 'lock'>): boolean {
  return lock !== undefined && MAKING.includes(lock)
}

export function isSuspended({ tags }: Pick<Guest, 'tags'>): boolean {
  return tags.includes(SUSPENDED_TAG)
}

const makingSchema = z.object({
  name: z.string().optional(),
  hostname: z.string().optional(),
  tags: z.string().optional(),
  lock: z.string().optional(),
})

/**
 * Every guest that carries the key. A guest in the making has no tags yet and its name may not be in
 * the list for some seconds: those are looked at one by one.
 */
export async function guestsWithKey(
  pve: Pve,
  cluster: Cluster,
  key: string,
): Promise<Result<readonly Guest[]>> {
  const found = cluster.guests.filter((guest) => guest.key === key)
  if (found.length > 0) return ok(found)
  const unclear = cluster.guests.filter(
    (guest) => guest.key === null && (isBeingMade(guest) || guest.name === undefined),
  )
  const clear: Guest[] = []
  for (const guest of unclear) {
    const config = await pve.get(`${pathOf(guest)}/config`, makingSchema)
    if (!config.ok && config.error.code !== 'not_found') return config
    if (!config.ok) continue
    const name = config.value.name ?? config.value.hostname
    const tags = parseTags(config.value.tags)
    if (keyOf(tags, name) === key) clear.push({ ...guest, name, tags, key })
  }
  return ok(clear)
}

/** The one guest with our key, or null; several are a conflict that staff decide. */
export async function ownGuest(pve: Pve, key: string): Promise<Result<Guest | null>> {
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const found = await guestsWithKey(pve, cluster.value, key)
  if (!found.ok) return found
  if (found.value.length > 1) {
    const ids = found.value.map((guest) => guest.vmid).join(', ')
    return fail('conflict', `Several guests carry the key ${key}: ${ids}`)
  }
  return ok(found.value[0] ?? null)
}

/** The one guest with our key; that there is none is an error. */
export async function existingGuest(pve: Pve, key: string): Promise<Result<Guest>> {
  const own = await ownGuest(pve, key)
  if (!own.ok) return own
  return own.value ? ok(own.value) : fail('not_found', `No guest carries the key ${key}`)
}
