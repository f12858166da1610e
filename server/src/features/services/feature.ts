import './cycle-names.ts'
import './edit-texts.ts'
import './place-texts.ts'
import './metadata-words.ts'
import './policy-words.ts'
import './texts.ts'
import './why-texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { addDaysToService, subtractDays } from './actions/change-days.ts'
import { changeProduct } from './actions/change-product.ts'
import { changeServer } from './actions/change-server.ts'
import { changeType } from './actions/change-type.ts'
import { deleteService } from './actions/delete.ts'
import { deliver } from './actions/deliver.ts'
import { hold, pauseAutomation, release, resumeAutomation } from './actions/hold.ts'
import { redeliver } from './actions/redeliver.ts'
import { rename } from './actions/rename.ts'
import { setMetadata } from './actions/set-metadata.ts'
import { setOrderData } from './actions/set-order-data.ts'
import { setPolicy } from './actions/set-policy.ts'
import { setStatus } from './actions/set-status.ts'
import { suspend } from './actions/suspend.ts'
import { terminate } from './actions/terminate.ts'
import { unsuspend } from './actions/unsuspend.ts'
import { historyRoutes } from './history-routes.ts'
import { followChanges } from './jobs/follow-changes.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { ownHistoryRoutes } from './own-history/routes.ts'
import { serviceRoutes } from './routes.ts'

export const serviceActions = [
  deliver,
  suspend,
  unsuspend,
  hold,
  release,
  pauseAutomation,
  resumeAutomation,
  rename,
  addDaysToService,
  subtractDays,
  redeliver,
  terminate,
  changeServer,
  changeType,
  changeProduct,
  setPolicy,
  setMetadata,
  setOrderData,
  setStatus,
  deleteService,
] as AnyAction[]

export const services: Feature = {
  name: 'services',
  routes(http, ctx) {
    serviceRoutes(http, ctx)
    metadataRoutes(http)
    historyRoutes(http, ctx)
    ownHistoryRoutes(http, ctx)
  },
  actions: serviceActions,
  jobs: followChanges,
}
