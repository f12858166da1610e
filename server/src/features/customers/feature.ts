import type { AnyAction, Feature } from '../../platform/feature.ts'
import { holdCustomer, releaseCustomer } from './actions/hold-customer.ts'
import { clientCustomerRoutes } from './client-routes.ts'
import { impersonationRoutes } from './impersonation-routes.ts'
import { registerRoutes } from './register-routes.ts'
import { customerRoutes } from './routes.ts'
import { userRoutes } from './user-routes.ts'
import './texts.ts'

/** Who buys, and who logs in for them. */
export const customersFeature: Feature = {
  name: 'customers',
  actions: [holdCustomer, releaseCustomer] as unknown as readonly AnyAction[],
  routes(http, ctx) {
    customerRoutes(http, ctx)
    userRoutes(http, ctx)
    impersonationRoutes(http, ctx)
    clientCustomerRoutes(http, ctx)
    registerRoutes(http, ctx)
  },
}
