import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { actOnMany } from './act-on-many.ts'
import { listLog, readClaims, readLatestLog } from './log-queries.ts'
import { operationSubject } from './operation-subject.ts'
import { presentOperations } from './present.ts'
import { countOperations, listOperations } from './queries.ts'
import {
  countsQuery,
  listQuery,
  logPage,
  logQuery,
  manyAnswer,
  manyBody,
  operationCounts,
  operationDetail,
  operationPage,
} from './schemas.ts'

const config = { access: { kind: 'staff', permission: 'operations:read' } } as const
const URL = '/api/v1/admin/operations'
const tags = ['operations']
const params = z.object({ id: z.uuid() })

/** Staff: what is being done on servers, what waits, what failed, and why. */
export function operationRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  listRoutes(http, ctx)
  detailRoutes(http, ctx, actions)
  http.post(
    `${URL}/many`,
    {
      config: { access: { kind: 'staff', permission: 'operations:retry' } },
      schema: {
        summary: 'Try again, or give up, many operations: those named or all that filters match',
        tags,
        body: manyBody,
        response: { 200: manyAnswer },
      },
    },
    (request) => actOnMany(ctx, actorOf(request), request.body),
  )
}

function listRoutes(http: Http, ctx: Context): void {
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
    `${URL}/counts`,
    {
      config,
      schema: {
        summary: 'How many operations each tab of the list shows',
        tags,
        querystring: countsQuery,
        response: { 200: operationCounts },
      },
    },
    (request) => countOperations(ctx, request.query),
  )
}

function detailRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    `${URL}/:id`,
    {
      config,
      schema: {
        summary: 'An operation with its attempts and what the module logged',
        tags,
        params,
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
        claims: await readClaims(ctx.db, id),
        log: await readLatestLog(ctx.db, id),
        actions: offerActions(actions, subject, actorOf(request), now),
      }
    },
  )
  http.get(
    `${URL}/:id/log`,
    {
      config,
      schema: {
        summary: 'All that the attempts logged: requests and answers without secrets',
        tags,
        params,
        querystring: logQuery,
        response: { 200: logPage },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!(await operationSubject.load(ctx.db, [id], ctx.clock.now())).has(id)) throw notFound()
      return listLog(ctx.db, id, request.query)
    },
  )
}
