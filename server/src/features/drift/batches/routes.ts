import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { pageQuery, pageSchema } from '../../../platform/pagination.ts'
import { notFound } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import type { Language } from '../../../platform/text.ts'
import {
  confirmDriftBatch as confirmBody,
  driftBatchJson,
  driftBatchRowJson,
  driftBatchRows,
  newDriftBatch,
} from '../schemas.ts'
import { createDriftBatch } from './create.ts'
import { confirmDriftBatch, discardDriftBatch } from './move.ts'
import { findDriftBatch, listDriftBatches, listDriftBatchRows } from './queries.ts'

const read = { access: { kind: 'staff', permission: 'drift:read' } } as const
const URL = '/api/v1/admin/drift/batches'
const tags = ['drift']
const params = z.object({ id: z.uuid() })

/** Staff: one fix for many differences, previewed, confirmed, followed. */
export function driftBatchRoutes(http: Http, ctx: Context): void {
  const find = async (id: string, language: Language) => {
    const batch = await findDriftBatch(ctx.db, id, language)
    if (!batch) throw notFound()
    return batch
  }
  readRoutes(http, ctx, find)
  http.post(
    URL,
    {
      config: read,
      schema: {
        summary: 'Prepare a fix of many differences: the list is frozen, nothing is done yet',
        tags,
        body: newDriftBatch,
        response: { 202: driftBatchJson },
      },
    },
    async (request, reply) => {
      const id = await createDriftBatch(requestEnv(ctx, request), request.body)
      return reply.code(202).send(await find(id, actorOf(request).language))
    },
  )
  http.post(
    `${URL}/:id/confirm`,
    {
      config: read,
      schema: {
        summary: 'Confirm it: it runs in the background, each row on its own',
        tags,
        params,
        body: confirmBody,
        response: { 202: driftBatchJson },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await confirmDriftBatch(requestEnv(ctx, request), id, request.body)
      return reply.code(202).send(await find(id, actorOf(request).language))
    },
  )
  http.post(
    `${URL}/:id/discard`,
    {
      config: read,
      schema: {
        summary: 'Give up what has not begun',
        tags,
        params,
        body: z.strictObject({}),
        response: { 200: driftBatchJson },
      },
    },
    async (request) => {
      const { id } = request.params
      await discardDriftBatch(requestEnv(ctx, request), id)
      return find(id, actorOf(request).language)
    },
  )
}

type Find = (id: string, language: Language) => Promise<z.input<typeof driftBatchJson>>

function readRoutes(http: Http, ctx: Context, find: Find): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Fixes of many differences, the newest first',
        tags,
        querystring: z.strictObject({ limit: pageQuery.limit, cursor: pageQuery.cursor }),
        response: { 200: pageSchema(driftBatchJson) },
      },
    },
    (request) => listDriftBatches(ctx.db, request.query, actorOf(request).language),
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'A fix of many differences: its preview and its progress',
        tags,
        params,
        response: { 200: driftBatchJson },
      },
    },
    (request) => find(request.params.id, actorOf(request).language),
  )
  http.get(
    `${URL}/:id/rows`,
    {
      config: read,
      schema: {
        summary: 'Its differences: what will happen to each, then what came of it',
        tags,
        params,
        querystring: driftBatchRows,
        response: {
          200: z.object({ items: z.array(driftBatchRowJson), nextCursor: z.string().nullable() }),
        },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const { id, confirmedAt } = await find(request.params.id, language)
      const batch = { id, isAhead: confirmedAt === null }
      return listDriftBatchRows(ctx.db, batch, { ...request.query, language })
    },
  )
}
