import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { permits } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { dryRunQuery, rehearsalJson, rehearse } from '../../platform/rehearse.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { lockServices } from '../operations/lock-services.ts'
import { createByStaff, effectsOfCreation } from './create-by-staff.ts'
import { describedServiceJson, describeService } from './describe-service.ts'
import { editService } from './edit-service.ts'
import { prefillJson, prefillQuery, prefillService } from './prefill.ts'
import { servicePage } from './present.ts'
import { servicePageJson } from './schemas.ts'
import { loadServices } from './subject.ts'
import { visibleService } from './visible.ts'
import { newServiceBody, serviceChangesBody } from './write-schemas.ts'

const tags = ['services']

/** Staff make services without an order, and edit them. */
export function writeRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/services/prefill',
    {
      config: { access: { kind: 'staff', permission: 'services:create' } },
      schema: {
        summary: 'What a new service starts with, for a customer, a product or a type, and a cycle',
        description:
          'Names, prices, expiry, servers and the module’s order form for the second step of ' +
          'making or importing a service. A type that is not the product’s is a 422.',
        tags,
        querystring: prefillQuery,
        response: { 200: prefillJson },
      },
    },
    (request) => prefillService(requestEnv(ctx, request), request.query),
  )
  http.post(
    '/api/v1/admin/services',
    {
      config: { access: { kind: 'staff', permission: 'services:create' } },
      schema: {
        summary: 'Make a service without an order and without a document',
        description:
          'Pending, or with `deliver: true` (which needs the permission `services:deliver`) ' +
          'delivered at once. An expiry in the past needs `confirmPast: true`.',
        tags,
        querystring: dryRunQuery,
        body: newServiceBody,
        response: { 200: rehearsalJson, 201: servicePageJson },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      if (request.body.deliver && !permits(actor, 'services:deliver'))
        throw new Problem('not_allowed')
      const env = requestEnv(ctx, request)
      if (request.query.dryRun === 'true') {
        return rehearse(ctx, actor.language, async (tx) => {
          await createByStaff(tx, env, request.body)
          return effectsOfCreation(request.body)
        })
      }
      const id = await inTransaction(ctx, (tx) => createByStaff(tx, env, request.body))
      const subject = await visibleService(ctx, actor, id)
      const view = { language: actor.language, now: ctx.clock.now() }
      return reply.code(201).send(servicePage(subject, view))
    },
  )
  http.patch(
    '/api/v1/admin/services/:id',
    {
      config: { access: { kind: 'staff', permission: 'services:update' } },
      schema: {
        summary: 'Edit a service; documents that exist are not changed',
        description:
          'While a renewal is open, a change of price, currency or cycle needs `openRenewal`. An ' +
          'expiry in the past needs `confirmPast: true`; a service that becomes overdue by it is ' +
          'not suspended for 24 hours. Status, server, type, product, policy and hold have actions ' +
          'of their own. `dryRun=true` says what would follow and writes nothing.',
        tags,
        params: z.object({ id: z.uuid() }),
        querystring: dryRunQuery,
        body: serviceChangesBody,
        response: { 200: z.union([rehearsalJson, describedServiceJson]) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { id } = request.params
      const env = requestEnv(ctx, request)
      const edit = async (tx: Tx) => {
        await lockServices(tx, [id])
        const subject = (await loadServices(tx, [id], env.now)).get(id)
        if (!subject) throw notFound()
        return editService(tx, env, subject, request.body)
      }
      if (request.query.dryRun === 'true') return rehearse(ctx, actor.language, edit)
      await inTransaction(ctx, edit)
      return describeService(ctx, await visibleService(ctx, actor, id), actor)
    },
  )
}
