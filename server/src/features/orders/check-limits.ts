import { and, count, eq, inArray, isNotNull, notInArray, or } from 'drizzle-orm'
import { ENDED_STATUSES } from '../../domain/service-status.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { FieldError } from '../../platform/problem.ts'
import { fieldError } from '../catalog/texts.ts'
import { services } from '../services/tables.ts'
import type { PlannedItem } from './plan-item.ts'

/**
 * The items that would give a customer more of a product than one may have. With the customer locked
 * the limit holds for orders at the same time too. An order that was never paid and given up counts
 * for nothing.
 */
export async function limitErrors(
  db: Db | Tx,
  customerId: string,
  items: readonly PlannedItem[],
): Promise<FieldError[]> {
  const limited = items.filter(({ product }) => product.customerLimit !== null)
  const had = await servicesHad(
    db,
    customerId,
    limited.map(({ product }) => product.id),
  )
  const wanted = new Map<string, number>()
  return limited.flatMap(({ index, quantity, product }) => {
    const { id, customerLimit, customerLimitCounts } = product
    const units = (wanted.get(id) ?? 0) + quantity
    wanted.set(id, units)
    const limit = customerLimit ?? 0
    const known = had.get(id)?.[customerLimitCounts] ?? 0
    if (known + units <= limit) return []
    return [fieldError(`/items/${index}/productId`, 'customer_limit', { limit })]
  })
}

async function servicesHad(db: Db | Tx, customerId: string, productIds: readonly string[]) {
  const had = new Map<string, { active: number; all: number }>()
  if (productIds.length === 0) return had
  const ended = [...ENDED_STATUSES]
  const rows = await db
    .select({ productId: services.productId, status: services.status, n: count() })
    .from(services)
    .where(
      and(
        eq(services.customerId, customerId),
        inArray(services.productId, [...productIds]),
        or(notInArray(services.status, ended), isNotNull(services.deliveredAt)),
      ),
    )
    .groupBy(services.productId, services.status)
  for (const { productId, status, n } of rows) {
    const known = had.get(productId ?? '') ?? { active: 0, all: 0 }
    const isActive = !(ended as string[]).includes(status)
    had.set(productId ?? '', {
      active: known.active + (isActive ? n : 0),
      all: known.all + n,
    })
  }
  return had
}
