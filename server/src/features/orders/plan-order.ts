import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type FieldError, invalidField, Problem } from '../../platform/problem.ts'
import { type CataloguedProduct, loadProducts } from '../catalog/queries.ts'
import { customers } from '../customers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { type PlannedItem, planItem } from './plan-item.ts'
import { MOST_UNITS, type WantedItem } from './schemas.ts'

/** An order that could be placed, before anything is reserved. */
export interface PlannedOrder {
  customer: typeof customers.$inferSelect
  items: PlannedItem[]
  catalogue: ReadonlyMap<string, CataloguedProduct>
  /** The business time zone. */
  zone: string
}

export interface OrderWish {
  customerId: string
  items: readonly WantedItem[]
}

/** Checks an order and works out its services and lines. 422 naming every wrong field. */
export async function planOrder(db: Db | Tx, env: Env, wish: OrderWish): Promise<PlannedOrder> {
  const [customer] = await db.select().from(customers).where(eq(customers.id, wish.customerId))
  if (!customer || customer.anonymisedAt !== null)
    throw invalidField('/customerId', 'unknown_customer')
  const units = wish.items.reduce((sum, item) => sum + item.quantity, 0)
  if (units > MOST_UNITS) throw invalidField('/items', 'too_many_units', { most: MOST_UNITS })
  const ids = [...new Set(wish.items.map((item) => item.productId))]
  const catalogue = await loadProducts(db, ids)
  const { timeZone: zone } = await readSettings(db, businessSettings)
  const { currency, language } = customer
  const about = { env, catalogue, currency, language, zone }
  const errors: FieldError[] = []
  const items: PlannedItem[] = []
  wish.items.forEach((wanted, index) => {
    const planned = planItem(wanted, index, about)
    if (planned.ok) items.push(planned.item)
    else errors.push(...planned.errors)
  })
  if (errors.length > 0) throw new Problem('invalid', { errors })
  return { customer, items, catalogue, zone }
}
