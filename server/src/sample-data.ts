import { z } from 'zod'
import type { Context } from './context.ts'
import { loadDemo } from './demo/load-demo.ts'
import type { Http } from './platform/feature.ts'
import { defineProblems, refuse } from './platform/problem.ts'
import type { OwnProvider } from './sandbox-provider.ts'

defineProblems({
  has_customers: {
    status: 409,
    en: 'Sample data is only loaded where there are no customers yet.',
    fr: 'Les données d’exemple ne sont chargées que s’il n’y a encore aucun client.',
  },
})

/** Sample data on request, once; in sandbox mode only, whose addresses ask nobody who they are. */
export function sampleDataRoutes(http: Http, ctx: Context, provider: OwnProvider): void {
  http.post(
    '/api/v1/sandbox/sample-data',
    {
      config: { access: { kind: 'public' } },
      schema: {
        summary: 'Fill an installation without customers with an imaginary hosting company',
        tags: ['sandbox'],
        response: { 201: z.object({ customers: z.number().int(), services: z.number().int() }) },
      },
    },
    async (_request, reply) => {
      const running = await provider.get()
      const loaded = await loadDemo(ctx, running)
      if (!loaded) throw refuse('has_customers')
      return reply.code(201).send(loaded)
    },
  )
}
