import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { invalidField } from '../../platform/problem.ts'
import { reserveStock } from '../catalog/stock.ts'
import { SERVER_OPTION } from '../options/choose-options.ts'
import { placeCandidates, reservePlace, reservePlaceOn } from '../servers/places.ts'
import type { PlannedItem } from './plan-item.ts'
import type { PreferredServers } from './prefer-servers.ts'

/** What is held for one item: whether each unit holds stock, and a server per unit or none. */
export interface ReservedItem {
  item: PlannedItem
  stockHeld: boolean
  serverIds: (string | null)[]
}

/**
 * Takes stock and places for every unit, or throws 422 naming the item, which gives back with the
 * transaction what was taken before. Products are taken in order of their ids, so that two orders
 * for the same things never wait for each other in a circle.
 */
export async function reserveUnits(
  tx: Tx,
  env: Env,
  items: readonly PlannedItem[],
  preferred: PreferredServers = new Map(),
): Promise<ReservedItem[]> {
  const reserved: ReservedItem[] = []
  const byProduct = [...items].sort((a, b) => (a.product.id < b.product.id ? -1 : 1))
  for (const item of byProduct) {
    const { product, quantity, index } = item
    const stock = await reserveStock(tx, product.id, quantity)
    if (stock === 'out_of_stock') throw invalidField(`/items/${index}/productId`, 'out_of_stock')
    const serverIds: (string | null)[] = []
    const preferredServerId = preferred.get(index) ?? null
    for (let unit = 0; unit < quantity; unit++)
      serverIds.push(await placeFor(tx, env, item, preferredServerId))
    reserved.push({ item, stockHeld: stock === 'held', serverIds })
  }
  return reserved.sort((a, b) => a.item.index - b.item.index)
}

async function placeFor(
  tx: Tx,
  env: Env,
  { product, index, serverId: chosen }: PlannedItem,
  preferredServerId: string | null,
): Promise<string | null> {
  if (!env.ctx.modules.get(product.type)?.needsServer) return null
  const wish = { type: product.type, serverGroupId: product.serverGroupId }
  if (chosen !== null) {
    const isPossible = (await placeCandidates(tx, wish)).some(({ id }) => id === chosen)
    if (isPossible && (await reservePlaceOn(tx, chosen))) return chosen
    throw invalidField(`/items/${index}/options/${SERVER_OPTION}`, 'servers_full')
  }
  const serverId = await reservePlace(tx, { ...wish, preferredServerId })
  if (serverId === null) throw invalidField(`/items/${index}/productId`, 'servers_full')
  return serverId
}
