import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { dryRunQuery, rehearsalJson, rehearse } from '../../platform/rehearse.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { listResources } from './list-resources.ts'
import { proposeImports } from './propose.ts'
import { findImport, listImports } from './queries.ts'
import { requestImport, writeImport } from './request-import.ts'
import {
  importEntryJson,
  importJson,
  newImportBody,
  proposalPageJson,
  resourcePageJson,
} from './schemas.ts'

const access = { kind: 'staff', permission: 'services:create' } as const
const params = z.object({ id: z.uuid() })
const resourceQuery = z.strictObject({
  /** Part of the id, name, owner or plan. */
  q: z.string().trim().max(100).optional(),
  cursor: pageQuery.cursor,
})

/** Staff take over what exists on a server. */
export function importRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/servers/:id/resources',
    {
      config: { access },
      schema: {
        summary: 'What exists on a server, and which service it belongs to',
        description: 'Asked of the server itself while the request waits; 503 with its own words.',
        tags: ['imports'],
        params,
        querystring: resourceQuery,
        response: { 200: resourcePageJson },
      },
    },
    (request) => listResources(ctx, request.params.id, request.query),
  )
  http.get(
    '/api/v1/admin/servers/:id/import-proposals',
    {
      config: { access },
      schema: {
        summary: 'What exists on a server, each with the service that it could become',
        description:
          'The customer by the owner’s e-mail or name, the product by the hosting plan, terms from ' +
          'the product’s prices. Nothing is written.',
        tags: ['imports'],
        params,
        querystring: resourceQuery,
        response: { 200: proposalPageJson },
      },
    },
    (request) => proposeImports(ctx, request.params.id, request.query),
  )
  http.post(
    '/api/v1/admin/imports',
    {
      config: { access },
      schema: {
        summary: 'Make services for resources that exist on a server, without a document',
        description:
          'All rows or none. Each service is `pending` until its resource carries our mark, and is ' +
          'removed again if the server refuses. `?dryRun=true` says what is wrong with which row.',
        tags: ['imports'],
        querystring: dryRunQuery,
        body: newImportBody,
        response: { 200: rehearsalJson, 202: importJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const { body } = request
      if (request.query.dryRun === 'true') {
        return rehearse(ctx, actorOf(request).language, async (tx) => {
          await writeImport(tx, env, body)
          const params = { count: String(body.rows.length) }
          return [{ key: 'import.effect.services', params }, { key: 'service.effect.no_document' }]
        })
      }
      const id = await requestImport(env, body)
      const made = await findImport(ctx.db, id)
      if (!made) throw new Error(`import ${id} vanished`)
      return reply.code(202).send(made)
    },
  )
  http.get(
    '/api/v1/admin/imports',
    {
      config: { access },
      schema: {
        summary: 'The imports there were, the newest first',
        tags: ['imports'],
        querystring: z.strictObject({ limit: pageQuery.limit, cursor: pageQuery.cursor }),
        response: { 200: pageSchema(importEntryJson) },
      },
    },
    (request) => listImports(ctx.db, request.query),
  )
  http.get(
    '/api/v1/admin/imports/:id',
    {
      config: { access },
      schema: {
        summary: 'An import: each resource and what came of it',
        tags: ['imports'],
        params,
        response: { 200: importJson },
      },
    },
    async (request) => {
      const found = await findImport(ctx.db, request.params.id)
      if (!found) throw notFound()
      return found
    },
  )
}
