import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { deleteThere } from './actions/delete-there.ts'
import { fixBooks } from './actions/fix-books.ts'
import { fixServer } from './actions/fix-server.ts'
import { ignoreDrift, reopenDrift } from './actions/ignore-drift.ts'
import { importResource } from './actions/import-resource.ts'
import { driftBatchesLoop } from './batches/loop.ts'
import { driftBatchRoutes } from './batches/routes.ts'
import { driftJobs } from './raise-known.ts'
import { reconciliationsLoop } from './reconcile/loop.ts'
import { reconciliationRoutes } from './reconciliation-routes.ts'
import { removalsLoop } from './remove/loop.ts'
import { driftRoutes } from './routes.ts'

const actions = [
  fixServer,
  fixBooks,
  deleteThere,
  importResource,
  ignoreDrift,
  reopenDrift,
] as unknown as readonly AnyAction[]

/** Where the books and the servers disagree, and how that is set right. */
export const driftFeature: Feature = {
  name: 'drift',
  actions,
  routes(http, ctx) {
    driftRoutes(http, ctx, actions)
    driftBatchRoutes(http, ctx)
    reconciliationRoutes(http, ctx)
  },
  jobs: driftJobs,
  due: (ctx) => [reconciliationsLoop(ctx), removalsLoop(ctx), driftBatchesLoop(ctx)],
}
