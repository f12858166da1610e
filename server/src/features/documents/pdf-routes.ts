import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { customerIdOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { renderDocument } from './pdf/render-document.ts'
import { findDocument } from './queries.ts'

const schema = {
  tags: ['documents'],
  params: z.object({ id: z.uuid() }),
  response: {
    200: { content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } } },
  },
}

/** A document on paper, in its own language. */
export function pdfRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/documents/:id/pdf',
    {
      config: { access: { kind: 'staff', permission: 'documents:read' } },
      schema: { summary: 'The PDF of a document', ...schema },
    },
    (request, reply) => sendPdf(ctx, reply, request.params.id),
  )
  http.get(
    '/api/v1/client/documents/:id/pdf',
    {
      config: { access: { kind: 'customer' } },
      schema: { summary: 'The PDF of one of your documents', ...schema },
    },
    (request, reply) => sendPdf(ctx, reply, request.params.id, customerIdOf(request)),
  )
}

async function sendPdf(ctx: Context, reply: FastifyReply, id: string, customerId?: string) {
  const subject = await findDocument(ctx.db, id, customerId)
  if (!subject) throw notFound()
  const { fileName, pdf } = await renderDocument(ctx.db, subject)
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${fileName}"`)
    .send(pdf)
}
