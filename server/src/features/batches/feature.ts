import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { cancelRest, discardBatch } from './actions/cancel-rest.ts'
import { confirmBatch } from './actions/confirm-batch.ts'
import { pauseBatch, resumeBatch } from './actions/pause-batch.ts'
import { retryFailed } from './actions/retry-failed.ts'
import { undoBatch } from './actions/undo-batch.ts'
import { batchesLoop } from './due.ts'
import { batchRoutes } from './routes.ts'

const actions = [
  confirmBatch,
  discardBatch,
  pauseBatch,
  resumeBatch,
  cancelRest,
  retryFailed,
  undoBatch,
] as AnyAction[]

export const batchesFeature: Feature = {
  name: 'batches',
  routes: (http, ctx) => batchRoutes(http, ctx, actions),
  actions,
  due: (ctx) => [batchesLoop(ctx)],
}
