import type { Feature } from '../../platform/feature.ts'
import { clientCustomerRoutes } from './client-routes.ts'
import { impersonationRoutes } from './impersonation-routes.ts'
import { registerRoutes } from './register-routes.ts'
import { customerRoutes } from './routes.ts'
import { userRoutes } from './user-routes.ts'
import './texts.ts'

/** Who buys, and who logs in for them. */
export const customersFeature: Feature = {
  name: 'customers',
  routes(http, ctx) {
    customerRoutes(http, ctx)
    userRoutes(http, ctx)
    impersonationRoutes(http, ctx)
    clientCustomerRoutes(http, ctx)
    registerRoutes(http, ctx)
  },
}
