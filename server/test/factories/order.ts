import type { Context } from '../../src/context.ts'
import type { PlacedOrder } from '../../src/features/orders/place-order.ts'
import { placeOrder } from '../../src/features/orders/place-order.ts'
import { staffOrderBody } from '../../src/features/orders/schemas.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { makeProduct } from './catalog.ts'
import { makeCustomer, systemEnv } from './customer.ts'

export interface OrderOptions {
  customerId?: string
  productId?: string
  cycle?: string
  quantity?: number
  orderData?: Record<string, unknown>
  options?: Record<string, unknown>
  couponCode?: string
}

/** An unpaid order of one monthly unit of a fresh product for a fresh customer. */
export async function makeOrder(
  app: { ctx: Context },
  options: OrderOptions = {},
): Promise<PlacedOrder & { customerId: string }> {
  const { ctx } = app
  const customerId = options.customerId ?? (await makeCustomer(app)).customer.id
  const productId = options.productId ?? (await makeProduct(ctx)).product.id
  const { cycle = 'monthly', quantity, orderData, couponCode } = options
  const wanted = staffOrderBody.parse({
    customerId,
    items: [{ productId, cycle, quantity, orderData, options: options.options }],
    couponCode,
  })
  const placed = await inTransaction(ctx, (tx) =>
    placeOrder(tx, systemEnv(ctx), { ...wanted, termsVersionId: null }),
  )
  return { ...placed, customerId }
}
