import './texts.ts'
import type { Feature } from '../../platform/feature.ts'
import { automationLoop } from './due.ts'
import { forgetOldRuns } from './forget-old.ts'
import { dayLoop } from './proof/day-loop.ts'
import { resyncLoop } from './resync/resync-loop.ts'
import { automationRoutes } from './routes.ts'
import { watchLoop } from './runs/watch-loop.ts'

export const automation: Feature = {
  name: 'automation',
  routes: automationRoutes,
  due: (ctx) => [
    dayLoop(ctx),
    automationLoop(ctx),
    watchLoop(ctx),
    resyncLoop(ctx),
    forgetOldRuns(ctx),
  ],
}
