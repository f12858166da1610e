import { fail, ok, type Result } from '@berth/sdk'
import type { Cluster, ClusterNode } from './cluster.ts'

/** What a new guest needs of its node. */
export interface NodeWish {
  /** Names that the settings allow; empty: all. */
  readonly allowed: readonly string[]
  /** Names that have the template; null: any node can be given it. */
  readonly withTemplate: readonly string[] | null
  readonly memoryBytes: number
  /** Where its disk goes; null: not known, so its room is not looked at. */
  readonly storage: string | null
  readonly diskBytes: number
}

/** The node with most free memory among those that can take the guest. */
export function pickNode(cluster: Cluster, wish: NodeWish): Result<string> {
  const { allowed, withTemplate } = wish
  const known = cluster.nodes.filter(
    ({ name }) =>
      (allowed.length === 0 || allowed.includes(name)) &&
      (withTemplate === null || withTemplate.includes(name)),
  )
  if (known.length === 0) {
    return fail('config', 'No allowed node has the template', { pointer: '/settings/nodes' })
  }
  const online = known.filter((node) => node.isOnline)
  if (online.length === 0) return fail('transient', 'All nodes for it are offline')
  const fitting = online.filter((node) => hasRoom(cluster, node, wish))
  const best = fitting.reduce<ClusterNode | null>(
    (most, node) => (most && most.freeMemoryBytes >= node.freeMemoryBytes ? most : node),
    null,
  )
  if (best) return ok(best.name)
  const names = online.map((node) => node.name).join(', ')
  return fail('capacity', `Not enough free memory or disk on ${names}`)
}

function hasRoom(cluster: Cluster, node: ClusterNode, wish: NodeWish): boolean {
  if (node.freeMemoryBytes < wish.memoryBytes) return false
  if (wish.storage === null) return true
  const storage = cluster.storages.find(
    (one) => one.node === node.name && one.name === wish.storage,
  )
  if (!storage) return false
  return storage.freeBytes === null || storage.freeBytes >= wish.diskBytes
}
