import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { nothing } from '../auth/schemas.ts'
import { PERMISSIONS } from './permissions.ts'
import { listRoles } from './queries.ts'
import { changeRole, createRole, deleteRole } from './roles.ts'
import { idParams, newRoleInput, roleChangeInput, roleJson } from './schemas.ts'

const tags = ['staff']
const writes = { access: { kind: 'staff' as const, permission: 'roles:update' } }

export function roleRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/roles',
    {
      config: { access: { kind: 'staff', permission: 'staff:read' } },
      schema: {
        summary: 'The roles, and every permission there is',
        tags,
        response: {
          200: z.object({ items: z.array(roleJson), permissions: z.array(z.string()) }),
        },
      },
    },
    async () => ({ items: await listRoles(ctx.db), permissions: [...PERMISSIONS] }),
  )

  http.post(
    '/api/v1/admin/roles',
    {
      config: writes,
      schema: {
        summary: 'Make a role',
        tags,
        body: newRoleInput,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const id = await inTransaction(ctx, (tx) => createRole(tx, env, request.body))
      return reply.code(201).send({ id })
    },
  )

  http.patch(
    '/api/v1/admin/roles/:id',
    {
      config: writes,
      schema: {
        summary: 'Change a role; takes effect at once for everybody who has it',
        tags,
        params: idParams,
        body: roleChangeInput,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => changeRole(tx, env, request.params.id, request.body))
      return {}
    },
  )

  http.delete(
    '/api/v1/admin/roles/:id',
    {
      config: writes,
      schema: {
        summary: 'Delete a role that nobody has',
        tags,
        params: idParams,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => deleteRole(tx, env, request.params.id))
      return {}
    },
  )
}
