import { z } from 'zod'
import type { Context } from './context.ts'
import { loadDemo } from './demo/load-demo.ts'
import { actorOf } from './platform/access.ts'
import { permits } from './platform/actor.ts'
import type { Http } from './platform/feature.ts'
import { defineProblems, Problem, refuse } from './platform/problem.ts'
import type { OwnProvider } from './sandbox-provider.ts'

defineProblems({
  has_customers: {
    status: 409,
    en: 'Sample data is only loaded where there are no customers yet.',
    fr: 'Les données d’exemple ne sont chargées que s’il n’y a encore aucun client.',
  },
})

/** Sample data on request, in sandbox mode only: for owners, once. */
export function sampleDataRoutes(http: Http, ctx: Context, provider: OwnProvider): void {
  http.post(
    '/api/v1/sandbox/sample-data',
    {
      config: { access: { kind: 'staff', permission: 'settings:update' } },
      schema: {
        summary: 'Fill an installation without customers with an imaginary hosting company',
        tags: ['sandbox'],
        response: { 201: z.object({ customers: z.number().int(), services: z.number().int() }) },
      },
    },
    async (request, reply) => {
      if (!permits(actorOf(request), '*')) throw new Problem('not_allowed')
      const running = await provider.get()
      const loaded = await loadDemo(ctx, running)
      if (!loaded) throw refuse('has_customers')
      return reply.code(201).send(loaded)
    },
  )
}
