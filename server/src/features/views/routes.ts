import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { assertMaySee, listViews, readView } from './queries.ts'
import { newView, screen, viewChanges, viewJson } from './schemas.ts'
import { changeView, createView, deleteView } from './write-view.ts'

const tags = ['views']
const config = { access: { kind: 'staff-self' } } as const
const params = z.object({ id: z.uuid() })

/** Saved views of the lists: a staff member's own, and those that others share. */
export function viewRoutes(http: Http, ctx: Context): void {
  const { db } = ctx
  http.get(
    '/api/v1/admin/views',
    {
      config,
      schema: {
        summary: 'The saved views of a list: one’s own in their order, then the shared ones',
        tags,
        querystring: z.strictObject({ screen }),
        response: { 200: z.object({ items: z.array(viewJson) }) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      assertMaySee(actor, request.query.screen)
      return { items: await listViews(db, actor, request.query.screen) }
    },
  )
  http.post(
    '/api/v1/admin/views',
    {
      config,
      schema: { summary: 'Keep a view', tags, body: newView, response: { 201: viewJson } },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const id = await inTransaction(ctx, (tx) => createView(tx, env, request.body))
      return reply.code(201).send(await readView(db, env.actor, id))
    },
  )
  oneViewRoutes(http, ctx)
}

function oneViewRoutes(http: Http, ctx: Context): void {
  const { db } = ctx
  http.patch(
    '/api/v1/admin/views/:id',
    {
      config,
      schema: {
        summary: 'Rename, change, share or move a view, or open its list with it',
        tags,
        params,
        body: viewChanges,
        response: { 200: viewJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const changes = { ...request.body, id: request.params.id }
      await inTransaction(ctx, (tx) => changeView(tx, env, changes))
      return readView(db, env.actor, request.params.id)
    },
  )
  http.delete(
    '/api/v1/admin/views/:id',
    {
      config,
      schema: { summary: 'Delete a view', tags, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteView(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )
}
