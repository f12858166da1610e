import './cycle-names.ts'
import './edit-texts.ts'
import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { addDaysToService, subtractDays } from './actions/change-days.ts'
import { deleteService } from './actions/delete.ts'
import { deliver } from './actions/deliver.ts'
import { hold, pauseAutomation, release, resumeAutomation } from './actions/hold.ts'
import { redeliver } from './actions/redeliver.ts'
import { rename } from './actions/rename.ts'
import { setStatus } from './actions/set-status.ts'
import { suspend } from './actions/suspend.ts'
import { terminate } from './actions/terminate.ts'
import { unsuspend } from './actions/unsuspend.ts'
import { followChanges } from './jobs/follow-changes.ts'
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
  setStatus,
  deleteService,
] as AnyAction[]

export const services: Feature = {
  name: 'services',
  routes: serviceRoutes,
  actions: serviceActions,
  jobs: followChanges,
}
