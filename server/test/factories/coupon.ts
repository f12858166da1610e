import type { Context } from '../../src/context.ts'
import type { Coupon } from '../../src/features/coupons/queries.ts'
import { type NewCoupon, newCoupon } from '../../src/features/coupons/schemas.ts'
import { createCoupon } from '../../src/features/coupons/write-coupon.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** A coupon of 10 % off the first order, with a code of its own, unless told otherwise. */
export async function makeCoupon(ctx: Context, options: Partial<NewCoupon> = {}): Promise<Coupon> {
  const code = `C${newId().replaceAll('-', '').slice(-12)}`
  const wanted = newCoupon.parse({ code, kind: 'percent', basisPoints: 1000, ...options })
  return inTransaction(ctx, (tx) => createCoupon(tx, systemEnv(ctx), wanted))
}
