import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { CouponRefusal } from '../../domain/coupon.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type FieldError, invalidField, Problem } from '../../platform/problem.ts'
import { type CataloguedProduct, loadProducts } from '../catalog/queries.ts'
import type { Coupon } from '../coupons/queries.ts'
import { judgeCoupon } from '../coupons/use-coupon.ts'
import { customers } from '../customers/tables.ts'
import { loadProductOptions } from '../options/queries.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { limitErrors } from './check-limits.ts'
import { type PlannedItem, planItem } from './plan-item.ts'
import { type PlannedUnit, unitsOf, unitsTotal } from './plan-units.ts'
import { MOST_UNITS, type WantedItem } from './schemas.ts'

/** An order that could be placed, before anything is reserved. */
export interface PlannedOrder {
  customer: typeof customers.$inferSelect
  items: PlannedItem[]
  /** Every unit of the items, in their order. */
  units: PlannedUnit[]
  /** What becomes of the coupon; null without one. */
  coupon: PlannedCoupon | null
  catalogue: ReadonlyMap<string, CataloguedProduct>
  /** The business time zone. */
  zone: string
}

/** A coupon that was given: what it takes off, or why nothing. */
export type PlannedCoupon =
  | { kind: 'applies'; code: string; coupon: Coupon; off: bigint }
  | { kind: 'refused'; code: string; refusal: CouponRefusal }

export interface OrderWish {
  customerId: string
  items: readonly WantedItem[]
  couponCode?: string
  /** Staff go over what one customer may have of a product. */
  overrideLimits?: boolean
}

/** Checks an order and works out its services and lines. 422 naming every wrong field. */
export async function planOrder(db: Db | Tx, env: Env, wish: OrderWish): Promise<PlannedOrder> {
  const [customer] = await db.select().from(customers).where(eq(customers.id, wish.customerId))
  if (!customer || customer.anonymisedAt !== null)
    throw invalidField('/customerId', 'unknown_customer')
  const count = wish.items.reduce((sum, item) => sum + item.quantity, 0)
  if (count > MOST_UNITS) throw invalidField('/items', 'too_many_units', { most: MOST_UNITS })
  const ids = [...new Set(wish.items.map((item) => item.productId))]
  const catalogue = await loadProducts(db, ids)
  const { timeZone: zone } = await readSettings(db, businessSettings)
  const { currency, language } = customer
  const options = await loadProductOptions(db, ids)
  const about = { env, catalogue, options, currency, language, zone }
  const errors: FieldError[] = []
  const items: PlannedItem[] = []
  wish.items.forEach((wanted, index) => {
    const planned = planItem(wanted, index, about)
    if (planned.ok) items.push(planned.item)
    else errors.push(...planned.errors)
  })
  if (!wish.overrideLimits) errors.push(...(await limitErrors(db, customer.id, items)))
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const plan = { customer, items, catalogue, zone }
  return { ...plan, ...(await planPrices(db, env, { plan, code: wish.couponCode })) }
}

interface Pricing {
  plan: Pick<PlannedOrder, 'customer' | 'items'>
  code: string | undefined
}

async function planPrices(
  db: Db | Tx,
  env: Env,
  { plan, code }: Pricing,
): Promise<Pick<PlannedOrder, 'units' | 'coupon'>> {
  const { customer, items } = plan
  const listed = unitsOf(items, null)
  if (code === undefined) return { units: listed, coupon: null }
  const subtotal = unitsTotal(listed)
  const judged = await judgeCoupon(db, {
    ...{ code, subtotal, now: env.now, customerId: customer.id, currency: customer.currency },
    productIds: items.map(({ product }) => product.id),
  })
  if (judged.kind === 'refused') return { units: listed, coupon: { ...judged, code } }
  const { coupon, discount } = judged
  const units = unitsOf(items, { coupon, discount, language: customer.language })
  const off = subtotal - unitsTotal(units)
  return { units, coupon: { kind: 'applies', code: coupon.code, coupon, off } }
}

/** The same order without what a coupon would have taken off. */
export function withoutCoupon(plan: PlannedOrder, refusal: CouponRefusal): PlannedOrder {
  const code = plan.coupon?.code ?? ''
  return { ...plan, units: unitsOf(plan.items, null), coupon: { kind: 'refused', code, refusal } }
}
