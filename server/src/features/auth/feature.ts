import type { Feature } from '../../platform/feature.ts'
import type { AccountRealms } from './accounts.ts'
import { apiKeyRoutes } from './api-key-routes.ts'
import { forgetExpired } from './forget-expired.ts'
import { passwordRoutes } from './password-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import './settings.ts'
import './texts.ts'

/** Logging in. Whose accounts there are is told by the features that own them. */
export function authFeature(realms: AccountRealms): Feature {
  return {
    name: 'auth',
    routes(http, ctx) {
      sessionRoutes(http, ctx, realms)
      passwordRoutes(http, ctx, realms)
      apiKeyRoutes(http, ctx)
    },
    due: (ctx) => [forgetExpired(ctx)],
  }
}
