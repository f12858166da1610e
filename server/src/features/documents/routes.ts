import { z } from 'zod'
import type { Context } from '../../context.ts'
import { customerIdOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { customerLabel, customerLabels } from './label-rows.ts'
import { documentFilters, listDocuments, ownDocumentFilters } from './list-documents.ts'
import { customDocument, openCustomDocument } from './open-custom-document.ts'
import { documentJson, toDocumentJson } from './schemas.ts'

const tags = ['documents']

const staffRow = documentJson.extend({ customer: customerLabel.nullable() })

/** Lists of documents for both areas, and a new one by staff. Their page is above payments. */
export function documentRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/documents',
    {
      config: { access: { kind: 'staff', permission: 'documents:read' } },
      schema: {
        summary: 'Invoices, open documents and credit notes',
        tags,
        querystring: documentFilters,
        response: { 200: pageSchema(staffRow) },
      },
    },
    async (request) => {
      const now = ctx.clock.now()
      const { items, ...page } = await listDocuments(ctx.db, request.query, now)
      const owners = await customerLabels(
        ctx.db,
        items.map((row) => row.customerId),
      )
      return {
        ...page,
        items: items.map((row) => ({
          ...toDocumentJson(row, now),
          customer: owners.get(row.customerId) ?? null,
        })),
      }
    },
  )
  http.post(
    '/api/v1/admin/documents',
    {
      config: { access: { kind: 'staff', permission: 'documents:update' } },
      schema: {
        summary: 'Open a document for a customer',
        tags,
        body: customDocument,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const id = await inTransaction(ctx, (tx) => openCustomDocument(tx, env, request.body))
      return reply.code(201).send({ id })
    },
  )
  http.get(
    '/api/v1/client/documents',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'Your invoices, open documents and credit notes',
        tags,
        querystring: ownDocumentFilters,
        response: { 200: pageSchema(documentJson) },
      },
    },
    async (request) => {
      const now = ctx.clock.now()
      const filters = { ...request.query, customerId: customerIdOf(request) }
      const { items, ...page } = await listDocuments(ctx.db, filters, now)
      return { ...page, items: items.map((row) => toDocumentJson(row, now)) }
    },
  )
}
