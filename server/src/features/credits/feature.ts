import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { payWithCredit } from './actions/pay-with-credit.ts'
import { creditRoutes } from './routes.ts'

/** What can be done with a document by way of credit. */
export const creditActions = [payWithCredit] as unknown as readonly AnyAction[]

/** Money that customers have with us. */
export const creditsFeature: Feature = {
  name: 'credits',
  actions: creditActions,
  routes: creditRoutes,
}
