import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, parseInstant, toInstantJson } from '../../platform/json.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { PERMISSIONS } from '../staff/permissions.ts'
import { staff } from '../staff/tables.ts'
import { createApiKey, revokeApiKey } from './api-keys.ts'
import { nothing, personNameInput } from './schemas.ts'
import { apiKeys } from './tables.ts'

const tags = ['api-keys']

const apiKeyJson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first characters, so that a key can be recognised. */
  prefix: z.string(),
  staff: z.object({ id: z.uuid(), name: z.string() }),
  /** Null: all that the staff member may do. */
  permissions: z.array(z.string()).nullable(),
  allowedIps: z.array(z.string()).nullable(),
  expiresAt: instantJson.nullable(),
  lastUsedAt: instantJson.nullable(),
  createdAt: instantJson,
  revokedAt: instantJson.nullable(),
})

const newApiKey = z.strictObject({
  name: personNameInput,
  permissions: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length).nullable().default(null),
  allowedIps: z.array(z.string().max(45)).min(1).max(50).nullable().default(null),
  expiresAt: instantJson.nullable().default(null),
})

/** Keys of the API. Everybody makes keys for themselves only: a key acts as its owner. */
export function apiKeyRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/api-keys',
    {
      config: { access: { kind: 'staff', permission: 'api_keys:read' } },
      schema: {
        summary: 'All API keys, the newest first',
        tags,
        response: { 200: z.object({ items: z.array(apiKeyJson) }) },
      },
    },
    async () => ({ items: await listApiKeys(ctx.db) }),
  )

  http.post(
    '/api/v1/admin/api-keys',
    {
      config: { access: { kind: 'staff', permission: 'api_keys:update' }, showsSecret: true },
      schema: {
        summary: 'Make an API key for yourself; the token is in this answer and nowhere else',
        tags,
        body: newApiKey,
        response: { 201: z.object({ id: z.uuid(), token: z.string() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      if (actor.kind !== 'staff' || !actor.id) throw new Problem('not_allowed')
      const owner = { id: actor.id, permissions: actor.permissions }
      const { name, permissions, allowedIps, expiresAt } = request.body
      const expires = expiresAt === null ? null : parseInstant(expiresAt, '/expiresAt')
      const { key, token } = await inTransaction(ctx, (tx) =>
        createApiKey(tx, requestEnv(ctx, request), {
          owner,
          name,
          permissions,
          allowedIps,
          expiresAt: expires,
        }),
      )
      return reply.code(201).send({ id: key.id, token })
    },
  )

  http.delete(
    '/api/v1/admin/api-keys/:id',
    {
      config: { access: { kind: 'staff', permission: 'api_keys:update' } },
      schema: {
        summary: 'Revoke an API key; it stops working at once',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const isRevoked = await inTransaction(ctx, (tx) =>
        revokeApiKey(tx, requestEnv(ctx, request), request.params.id),
      )
      if (!isRevoked) throw notFound()
      return {}
    },
  )
}

async function listApiKeys(db: Db): Promise<z.infer<typeof apiKeyJson>[]> {
  const rows = await db
    .select({ key: apiKeys, staffName: staff.name })
    .from(apiKeys)
    .innerJoin(staff, eq(staff.id, apiKeys.staffId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
  return rows.map(({ key, staffName }) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    staff: { id: key.staffId, name: staffName },
    permissions: key.permissions,
    allowedIps: key.allowedIps,
    expiresAt: toInstantJson(key.expiresAt),
    lastUsedAt: toInstantJson(key.lastUsedAt),
    createdAt: toInstantJson(key.createdAt),
    revokedAt: toInstantJson(key.revokedAt),
  }))
}
