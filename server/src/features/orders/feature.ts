import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { cancelOrderAction } from './actions/cancel-order.ts'
import { clientOrderRoutes } from './client-routes.ts'
import { shopRoutes } from './shop-routes.ts'
import { staffOrderRoutes } from './staff-routes.ts'
import { termsRoutes } from './terms-routes.ts'
import { unpaidOrders } from './unpaid-orders.ts'
import { withdrawEnded } from './withdraw-ended.ts'

const actions = [cancelOrderAction] as readonly AnyAction[]

/** What customers buy in one go: the shop, terms of sale, orders and their timeline. */
export const orders: Feature = {
  name: 'orders',
  actions,
  routes(http, ctx) {
    shopRoutes(http, ctx)
    termsRoutes(http, ctx)
    clientOrderRoutes(http, ctx)
    staffOrderRoutes(http, ctx, actions)
  },
  jobs: (ctx) => ({
    'order.withdraw_ended': (payload) => withdrawEnded(ctx, String(payload.serviceId)),
  }),
  due: (ctx) => [unpaidOrders(ctx)],
}
