import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { actionOffer, offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { presentServers } from './present.ts'
import { listServers, serverFilters } from './queries.ts'
import { newServer, serverChanges, serverJson } from './schemas.ts'
import { serverSubject } from './server-subject.ts'
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
      return reply.code(201).send(await shown(ctx, server.id))
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
      await inTransaction(ctx, (tx) => updateServer(tx, env, id, request.body))
      return shown(ctx, id)
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
      const { items, ...page } = await listServers(ctx.db, request.query, ctx.clock.now())
      return { ...page, items: await presentServers(ctx, ctx.db, items) }
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
      const { id } = request.params
      const now = ctx.clock.now()
      const row = (await serverSubject.load(ctx.db, [id], now)).get(id)
      if (!row) throw notFound()
      const offers = offerActions(actions, row, actorOf(request), now)
      return { ...(await shown(ctx, id)), actions: offers }
    },
  )
}

async function shown(ctx: Context, id: string): Promise<z.input<typeof serverJson>> {
  const rows = await serverSubject.load(ctx.db, [id], ctx.clock.now())
  const [server] = await presentServers(ctx, ctx.db, [...rows.values()])
  if (!server) throw notFound()
  return server
}
