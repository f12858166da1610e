import type { Feature } from '../../platform/feature.ts'
import { staffProfileRoutes } from './profile-routes.ts'
import { roleRoutes } from './role-routes.ts'
import { staffRoutes } from './routes.ts'
import { setupRoute } from './setup.ts'

/** The team, what its members may do, and how the first of them comes to be. */
export const staffFeature: Feature = {
  name: 'staff',
  routes(http, ctx) {
    staffRoutes(http, ctx)
    roleRoutes(http, ctx)
    staffProfileRoutes(http, ctx)
    setupRoute(http, ctx)
  },
}
