import './texts.ts'
import type { Feature } from '../../platform/feature.ts'
import { couponRoutes } from './routes.ts'
import { releaseUses } from './use-coupon.ts'

/** Codes that take something off an order and its renewals. */
export const couponsFeature: Feature = {
  name: 'coupons',
  routes: couponRoutes,
  jobs: (ctx) => ({
    'coupon.release': (payload) => releaseUses(ctx, String(payload.orderId)),
  }),
}
