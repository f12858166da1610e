import { asc } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { toServerGroupJson } from './present.ts'
import { newServerGroup, serverGroupJson } from './schemas.ts'
import { serverGroups } from './tables.ts'
import { createServerGroup, deleteServerGroup, renameServerGroup } from './write-server-group.ts'

const read = { access: { kind: 'staff', permission: 'servers:read' } } as const
const write = { access: { kind: 'staff', permission: 'servers:update' } } as const
const URL = '/api/v1/admin/server-groups'
const tags = ['servers']
const params = z.object({ id: z.uuid() })

/** Staff: groups of servers that can stand in for each other. */
export function serverGroupRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'All server groups',
        tags,
        response: { 200: pageSchema(serverGroupJson) },
      },
    },
    async () => {
      const rows = await ctx.db.select().from(serverGroups).orderBy(asc(serverGroups.name))
      const total = { count: rows.length, exact: true }
      return { items: rows.map(toServerGroupJson), nextCursor: null, total }
    },
  )
  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Create a server group',
        tags,
        body: newServerGroup,
        response: { 201: serverGroupJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const { name } = request.body
      const group = await inTransaction(ctx, (tx) => createServerGroup(tx, env, name))
      return reply.code(201).send(toServerGroupJson(group))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Rename a server group',
        tags,
        params,
        body: newServerGroup,
        response: { 200: serverGroupJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      const { name } = request.body
      return toServerGroupJson(
        await inTransaction(ctx, (tx) => renameServerGroup(tx, env, id, name)),
      )
    },
  )
  http.delete(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Delete a server group that nothing uses',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteServerGroup(tx, env, request.params.id))
      return reply.code(204).send(null)
    },
  )
}
