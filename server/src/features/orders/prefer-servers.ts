import type { Env } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { preferServer } from '../servers/prefer-server.ts'
import { openOrderData } from '../services/order-data.ts'
import { type OrderWish, type PlannedOrder, planOrder } from './plan-order.ts'

/** The servers that modules want for an order's items, by the item's index. */
export type PreferredServers = ReadonlyMap<number, string>

/**
 * Asks the modules that choose servers themselves, before the order's transaction begins. 422 as
 * for the order when it cannot be placed anyway.
 */
export async function preferServers(env: Env, wish: OrderWish): Promise<PreferredServers> {
  const { ctx } = env
  if (!ctx.modules.all().some((module) => module.pickServer)) return new Map()
  const plan = await planOrder(ctx.db, env, wish)
  const preferred = new Map<number, string>()
  for (const item of plan.items) {
    const serverId = await preferServer(ctx, item.product, serviceInput(env, plan, item))
    if (serverId !== null) preferred.set(item.index, serverId)
  }
  return preferred
}

/** The service as it would be: it has no number yet, and its key is none that will be used. */
function serviceInput(
  { ctx }: Env,
  { customer: { id, name, email, language } }: PlannedOrder,
  { product, service }: PlannedOrder['items'][number],
) {
  const { orderData = {}, orderSecrets = {}, type } = service
  const form = orderFormOf(ctx, type, product)
  return {
    key: newId(),
    number: 0,
    name: service.name,
    customer: { id, name, email, language },
    product: product.moduleSettings,
    orderData: openOrderData(ctx, form, { orderData, orderSecrets }),
    options: (service.options ?? []).map(({ key, value }) => ({ key, value })),
    resource: null,
    suspended: false,
  }
}
