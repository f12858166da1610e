import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { formOf, offerActions } from '../../platform/action-routes.ts'
import { permits } from '../../platform/actor.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { type BatchSubject, batchSubject } from './batch-subject.ts'
import { bulkActions } from './bulk-actions.ts'
import { assertBatch, chooseServices, createBatch } from './create-batch.ts'
import { batchOut, rowOut } from './present.ts'
import { listBatches, listRows } from './queries.ts'
import {
  batchDetailJson,
  batchJson,
  batchRowJson,
  bulkActionJson,
  newBatchBody,
  rowsQuery,
} from './schemas.ts'
import { undoOf } from './undos.ts'

const config = { access: { kind: 'staff', permission: 'batches:read' } } as const
const URL = '/api/v1/admin/batches'
const tags = ['batches']
const params = z.object({ id: z.uuid() })

/** Staff: one action on many services, previewed, confirmed, followed, taken back. */
export function batchRoutes(http: Http, ctx: Context, verbs: readonly AnyAction[]): void {
  const find = async (id: string): Promise<BatchSubject> => {
    const subject = (await batchSubject.load(ctx.db, [id], ctx.clock.now())).get(id)
    if (!subject) throw notFound()
    return subject
  }
  createRoute(http, ctx, find)
  bulkActionsRoute(http)
  http.get(
    URL,
    {
      config,
      schema: {
        summary: 'Batches, the newest first',
        tags,
        querystring: z.strictObject({ limit: pageQuery.limit, cursor: pageQuery.cursor }),
        response: { 200: pageSchema(batchJson) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const { items, ...page } = await listBatches(ctx.db, request.query)
      return { ...page, items: items.map((subject) => batchOut(subject, language)) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config,
      schema: {
        summary: 'A batch: its preview, its progress, and what can be done with it',
        tags,
        params,
        response: { 200: batchDetailJson },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const subject = await find(request.params.id)
      const actions = offerActions(verbs, subject, actor, ctx.clock.now())
      return { ...batchOut(subject, actor.language), actions }
    },
  )
  http.get(
    `${URL}/:id/rows`,
    {
      config,
      schema: {
        summary: 'The services of a batch: what will happen to each, then what came of it',
        tags,
        params,
        querystring: rowsQuery,
        response: {
          200: z.object({ items: z.array(batchRowJson), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const { batch } = await find(request.params.id)
      const { items, nextCursor } = await listRows(ctx.db, batch, request.query)
      return { items: items.map((row) => rowOut(row, batch, language)), nextCursor }
    },
  )
}

function createRoute(http: Http, ctx: Context, find: (id: string) => Promise<BatchSubject>): void {
  http.post(
    URL,
    {
      config,
      schema: {
        summary: 'Prepare an action on many services: the list is frozen, nothing is done yet',
        tags,
        body: newBatchBody,
        response: { 202: batchJson },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { select, ...wanted } = request.body
      assertBatch(wanted, actor)
      const chosen = await chooseServices(ctx, select)
      const cause = { kind: 'request' as const, route: 'batch.create' }
      const env = { ctx, actor, now: ctx.clock.now(), cause }
      const { id } = await inTransaction(ctx, (tx) => createBatch(tx, env, wanted, chosen))
      return reply.code(202).send(batchOut(await find(id), actor.language))
    },
  )
}

function bulkActionsRoute(http: Http): void {
  http.get(
    '/api/v1/admin/batch-actions',
    {
      config,
      schema: {
        summary: 'What can be done to many services at once, with the form of each',
        tags,
        response: { 200: z.object({ items: z.array(bulkActionJson) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const items = [...bulkActions.values()].map(({ action, destructive, typedConfirmation }) => ({
        action: action.id,
        form: formOf(action, 'staff'),
        destructive,
        typedConfirmation,
        undoAction: undoOf({ action: action.id, undoes: null, input: {} })?.as ?? null,
        allowed: permits(actor, action.permission),
      }))
      return { items }
    },
  )
}
