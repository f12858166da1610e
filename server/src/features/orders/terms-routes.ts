import { desc } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { newTerms, termsJson } from './schemas.ts'
import { termsVersions } from './tables.ts'
import { currentTerms, publishTerms, type TermsVersion } from './terms.ts'

const ADMIN = '/api/v1/admin/terms'
const tags = ['orders']

const toJson = (row: TermsVersion) => ({ ...row, publishedAt: toInstantJson(row.publishedAt) })

/** The terms of sale: everybody reads the version in force, staff publish new ones. */
export function termsRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/shop/terms',
    {
      config: { access: { kind: 'public' } },
      schema: {
        summary: 'The terms of sale in force; null while none are published',
        tags,
        response: { 200: z.object({ current: termsJson.nullable() }) },
      },
    },
    async () => {
      const current = await currentTerms(ctx.db)
      return { current: current && toJson(current) }
    },
  )
  http.get(
    ADMIN,
    {
      config: { access: { kind: 'staff', permission: 'settings:read' } },
      schema: {
        summary: 'All versions of the terms of sale, the newest first',
        tags,
        response: { 200: pageSchema(termsJson) },
      },
    },
    async () => {
      const rows = await ctx.db
        .select()
        .from(termsVersions)
        .orderBy(desc(termsVersions.publishedAt), desc(termsVersions.id))
      const total = { count: rows.length, exact: true }
      return { items: rows.map(toJson), nextCursor: null, total }
    },
  )
  http.post(
    ADMIN,
    {
      config: { access: { kind: 'staff', permission: 'settings:update' } },
      schema: {
        summary: 'Publish a new version of the terms of sale',
        tags,
        body: newTerms,
        response: { 201: termsJson },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const { text } = request.body
      const row = await inTransaction(ctx, (tx) => publishTerms(tx, env, text))
      return reply.code(201).send(toJson(row))
    },
  )
}
