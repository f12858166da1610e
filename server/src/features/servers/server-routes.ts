import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { actionOffer, offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { listServers, serverFilters, toServerJson } from './queries.ts'
import { newServer, serverChanges, serverJson } from './schemas.ts'
import { servers } from './tables.ts'
import { createServer, deleteServer, updateServer } from './write-server.ts'

const read = { access: { kind: 'staff', permission: 'servers:read' } } as const
const write = { access: { kind: 'staff', permission: 'servers:update' } } as const
const URL = '/api/v1/admin/servers'
const tags = ['servers']
const params = z.object({ id: z.uuid() })
const serverPage = z.object({ ...serverJson.shape, actions: z.array(actionOffer) })

/** Staff: the servers. `actions` are those that a server's page offers. */
export function serverRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  readRoutes(http, ctx, actions)
  http.post(
    URL,
    {
      config: write,
      schema: { summary: 'Add a server', tags, body: newServer, response: { 201: serverJson } },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const server = await inTransaction(ctx, (tx) => createServer(tx, env, request.body))
      return reply.code(201).send(toServerJson(ctx, server))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change a server; secrets that are left empty stay',
        tags,
        params,
        body: serverChanges,
        response: { 200: serverJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      const server = await inTransaction(ctx, (tx) => updateServer(tx, env, id, request.body))
      return toServerJson(ctx, server)
    },
  )
  http.delete(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Delete a server that no service names',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteServer(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )
}

function readRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Servers by name',
        tags,
        querystring: serverFilters,
        response: { 200: pageSchema(serverJson) },
      },
    },
    async (request) => {
      const { items, ...page } = await listServers(ctx.db, request.query)
      return { ...page, items: items.map((row) => toServerJson(ctx, row)) }
    },
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One server and what can be done',
        tags,
        params,
        response: { 200: serverPage },
      },
    },
    async (request) => {
      const [row] = await ctx.db.select().from(servers).where(eq(servers.id, request.params.id))
      if (!row) throw notFound()
      const offers = offerActions(actions, row, actorOf(request), ctx.clock.now())
      return { ...toServerJson(ctx, row), actions: offers }
    },
  )
}
