import type { Feature } from '../../platform/feature.ts'
import { operationsLoop } from './engine/loop.ts'

export const operationsFeature: Feature = {
  name: 'operations',
  due: (ctx) => [operationsLoop(ctx)],
}
