import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { customerIdOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound } from '../../../platform/problem.ts'
import { autoPayJson, autoPayOf, staffAutoPayJson } from './auto-pay-json.ts'
import { type AutoPaySubject, autoPaySubject } from './auto-pay-subject.ts'

const tags = ['services']
const params = z.object({ id: z.uuid() })

/** How the renewals of a service are paid, and what became of the attempts. */
export function autoPayRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/client/services/:id/auto-pay',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'How the renewals of your service are paid, with the attempts so far',
        tags,
        params,
        response: { 200: autoPayJson },
      },
    },
    async (request) => {
      const subject = await findSubject(ctx, request.params.id)
      if (subject?.service.customerId !== customerIdOf(request)) throw notFound()
      return autoPayOf(ctx, subject)
    },
  )
  http.get(
    '/api/v1/admin/services/:id/auto-pay',
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'How the renewals of a service are paid, with the attempts so far',
        tags,
        params,
        response: { 200: staffAutoPayJson },
      },
    },
    async (request) => {
      const subject = await findSubject(ctx, request.params.id)
      if (!subject) throw notFound()
      return autoPayOf(ctx, subject)
    },
  )
}

async function findSubject(ctx: Context, id: string): Promise<AutoPaySubject | undefined> {
  return (await autoPaySubject.load(ctx.db, [id], ctx.clock.now())).get(id)
}
