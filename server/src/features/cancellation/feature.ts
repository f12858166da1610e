import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { cancelService } from './actions/cancel-service.ts'
import { undoCancellation } from './actions/undo-cancellation.ts'
import { cancellationRoutes } from './routes.ts'

export const cancellationActions = [cancelService, undoCancellation] as AnyAction[]

export const cancellation: Feature = {
  name: 'cancellation',
  routes: cancellationRoutes,
  actions: cancellationActions,
}
