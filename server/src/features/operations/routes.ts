import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { operationSubject } from './operation-subject.ts'
import { listOperations, presentOperations, readOperationLog } from './queries.ts'
import { listQuery, operationDetail, operationPage } from './schemas.ts'

const config = { access: { kind: 'staff', permission: 'operations:read' } } as const
const URL = '/api/v1/admin/operations'
const tags = ['operations']

/** Staff: what is being done on servers, what waits, what failed, and why. */
export function operationRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    URL,
    {
      config,
      schema: {
        summary: 'List operations',
        tags,
        querystring: listQuery,
        response: { 200: operationPage },
      },
    },
    (request) => listOperations(ctx, request.query),
  )
  http.get(
    `${URL}/:id`,
    {
      config,
      schema: {
        summary: 'An operation with its attempts and what the module logged',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: operationDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const now = ctx.clock.now()
      const subject = (await operationSubject.load(ctx.db, [id], now)).get(id)
      if (!subject) throw notFound()
      const [operation] = await presentOperations(ctx, ctx.db, [subject.operation])
      if (!operation) throw notFound()
      return {
        ...operation,
        log: await readOperationLog(ctx.db, id),
        actions: offerActions(actions, subject, actorOf(request), now),
      }
    },
  )
}
