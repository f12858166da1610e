import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import type { Text } from '../../platform/text.ts'
import type { CataloguedProduct } from '../catalog/queries.ts'
import { reserveStock } from '../catalog/stock.ts'
import { fieldError } from '../catalog/texts.ts'
import { reservePlaceOn } from '../servers/places.ts'
import { createServices } from './create.ts'
import { deliverService } from './moves/deliver.ts'
import { planNewService } from './plan-new-service.ts'
import { takeService } from './subject.ts'
import type { NewServiceBody } from './write-schemas.ts'

/**
 * Staff make a service without an order and without a document: pending, or delivered at once.
 * 422 naming every wrong field; then nothing is kept.
 */
export async function createByStaff(tx: Tx, env: Env, wanted: NewServiceBody): Promise<string> {
  const plan = await planNewService(tx, env, wanted, { imported: false })
  if (!plan.ok) throw new Problem('invalid', { errors: plan.errors })
  const { product } = plan
  const stockHeld = product !== null && (await holdStock(tx, product))
  const { serverId } = wanted
  if (serverId !== null && !(await reservePlaceOn(tx, serverId)))
    throw new Problem('invalid', { errors: [fieldError('/serverId', 'server_takes_none')] })
  const [service] = await createServices(tx, env, [
    { ...plan.service, stockHeld, placeHeld: serverId !== null },
  ])
  if (!service) throw new Error('service not made')
  if (wanted.deliver) {
    await deliverService(tx, env, await takeService(tx, service.id, env.now))
  }
  return service.id
}

/** What a dry run says of it. */
export function effectsOfCreation({ deliver }: NewServiceBody): Text[] {
  const delivery = deliver ? 'service.effect.made_and_delivered' : 'service.effect.made_pending'
  return [{ key: delivery }, { key: 'service.effect.no_document' }]
}

async function holdStock(tx: Tx, { product }: CataloguedProduct): Promise<boolean> {
  const stock = await reserveStock(tx, product.id, 1)
  if (stock === 'out_of_stock')
    throw new Problem('invalid', { errors: [fieldError('/productId', 'out_of_stock')] })
  return stock === 'held'
}
