import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { abandonOperation } from './actions/abandon-operation.ts'
import { resolveOperation } from './actions/resolve-operation.ts'
import { retryOperation } from './actions/retry-operation.ts'
import { operationsLoop } from './engine/loop.ts'
import { forgetOldLogs } from './log-retention.ts'
import { operationRoutes } from './routes.ts'

const actions = [
  retryOperation,
  abandonOperation,
  resolveOperation,
] as unknown as readonly AnyAction[]

/** Intended changes of resources, and the engine that carries them out. */
export const operationsFeature: Feature = {
  name: 'operations',
  actions,
  routes: (http, ctx) => operationRoutes(http, ctx, actions),
  due: (ctx) => [operationsLoop(ctx), forgetOldLogs(ctx)],
}
