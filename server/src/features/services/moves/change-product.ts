import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { CataloguedProduct } from '../../catalog/queries.ts'
import { releaseStock, reserveStock } from '../../catalog/stock.ts'
import { changeService } from '../change.ts'
import type { Service, ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

export interface ProductExchange {
  /** Null makes it a custom service. */
  wanted: CataloguedProduct | null
  how: 'books' | 'change_plan'
  /** What the next period costs from here on, in minor units. */
  price: bigint
  note: string
}

/**
 * Gives a locked service another product of its type: stock of the one is returned and of the other
 * taken, and the name follows where it was the old product's. The module reads the new product when
 * it changes the plan.
 */
export async function exchangeProduct(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  { wanted, how, price, note }: ProductExchange,
): Promise<{ operationId: string | null }> {
  const { service } = subject
  const stockHeld = await exchangeStock(tx, service, wanted)
  const changed = await changeService(tx, env, service, {
    set: {
      productId: wanted?.product.id ?? null,
      stockHeld,
      ...(price === service.price ? {} : { price }),
      ...nameOf(subject, wanted),
    },
    entry: { kind: 'service.product_changed', note: note || null, after: { how } },
  })
  if (how === 'books') return { operationId: null }
  const input = { from: service.productId, to: changed.productId }
  return carryOut(tx, env, changed, { kind: 'change_plan', input })
}

/** In the order of the ids, like a checkout that takes of several products. */
async function exchangeStock(tx: Tx, service: Service, wanted: CataloguedProduct | null) {
  const former = service.stockHeld ? service.productId : null
  const next = wanted?.product.id ?? null
  const release = async () => {
    if (former !== null) await releaseStock(tx, former, 1)
  }
  const releasesFirst = former !== null && next !== null && former < next
  if (releasesFirst) await release()
  const stock = next === null ? 'unlimited' : await reserveStock(tx, next, 1)
  if (stock === 'out_of_stock') throw invalidField('/productId', 'out_of_stock')
  if (!releasesFirst) await release()
  return stock === 'held'
}

function nameOf(
  { service, product, customer }: ServiceSubject,
  wanted: CataloguedProduct | null,
): { name?: string } {
  if (!wanted || product?.name[customer.language] !== service.name) return {}
  return { name: wanted.product.name[customer.language].slice(0, 100) }
}
