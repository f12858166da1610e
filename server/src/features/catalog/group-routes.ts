import { asc } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { toGroupJson } from './queries.ts'
import { groupChanges, groupJson, newGroup } from './schemas.ts'
import { productGroups } from './tables.ts'
import { createGroup, updateGroup } from './write-group.ts'

const read = { access: { kind: 'staff', permission: 'products:read' } } as const
const write = { access: { kind: 'staff', permission: 'products:update' } } as const
const URL = '/api/v1/admin/product-groups'
const tags = ['products']

/** Staff: the groups that products stand in. */
export function groupRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: { summary: 'All product groups', tags, response: { 200: pageSchema(groupJson) } },
    },
    async () => {
      const rows = await ctx.db
        .select()
        .from(productGroups)
        .orderBy(asc(productGroups.position), asc(productGroups.slug))
      return {
        items: rows.map(toGroupJson),
        nextCursor: null,
        total: { count: rows.length, exact: true },
      }
    },
  )
  http.post(
    URL,
    {
      config: write,
      schema: {
        summary: 'Create a product group',
        tags,
        body: newGroup,
        response: { 201: groupJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const group = await inTransaction(ctx, (tx) => createGroup(tx, env, request.body))
      return reply.code(201).send(toGroupJson(group))
    },
  )
  http.patch(
    `${URL}/:id`,
    {
      config: write,
      schema: {
        summary: 'Change a product group',
        tags,
        params: z.object({ id: z.uuid() }),
        body: groupChanges,
        response: { 200: groupJson },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      const { id } = request.params
      return toGroupJson(await inTransaction(ctx, (tx) => updateGroup(tx, env, id, request.body)))
    },
  )
}
