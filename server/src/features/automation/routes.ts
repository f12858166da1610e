import { z } from 'zod'
import type { Context } from '../../context.ts'
import { nextSteps } from '../../domain/automation/index.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { say } from '../../platform/text.ts'
import { visibleService } from '../services/visible.ts'
import { brakeRoutes } from './brake/brake-routes.ts'
import { effectRoutes } from './effect/effect-routes.ts'
import { priceEffectRoutes } from './effect/price-effect-routes.ts'
import { forecastRoutes } from './forecast/forecast-routes.ts'
import { forecastInput } from './forecast-input.ts'
import { inheritedPolicyRoutes } from './inherited-policy-routes.ts'
import { proofRoutes } from './proof/proof-routes.ts'
import { runRoutes } from './runs/run-routes.ts'
import { expectedStepJson, shownSteps, stepJson } from './step-json.ts'
import { whatIfRoutes } from './what-if-routes.ts'

const SHOWN = 3

/** What the automation will do next with a service, when and why. */
export function automationRoutes(http: Http, ctx: Context): void {
  for (const area of ['admin', 'client'] as const) {
    http.get(
      `/api/v1/${area}/services/:id/next-steps`,
      {
        config: {
          access:
            area === 'admin'
              ? { kind: 'staff', permission: 'services:read' }
              : { kind: 'customer' },
        },
        schema: {
          summary: 'What will happen next with a service, when and why, if nobody does anything',
          tags: ['services'],
          params: z.object({ id: z.uuid() }),
          response: {
            200: z.object({ items: z.array(expectedStepJson), paused: z.string().nullable() }),
          },
        },
      },
      async (request) => {
        const actor = actorOf(request)
        const { service } = await visibleService(ctx, actor, request.params.id)
        const steps = shownSteps(nextSteps(await forecastInput(ctx, service.id), SHOWN), area)
        const paused = service.automationPaused ? say('automation.paused', actor.language) : null
        return { items: steps.map((step) => stepJson(step, actor.language, area)), paused }
      },
    )
  }
  whatIfRoutes(http, ctx)
  effectRoutes(http, ctx)
  priceEffectRoutes(http, ctx)
  brakeRoutes(http, ctx)
  runRoutes(http, ctx)
  proofRoutes(http, ctx)
  forecastRoutes(http, ctx)
  inheritedPolicyRoutes(http, ctx)
}
