import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf, customerIdOf } from '../../platform/access.ts'
import { actionOffer, offerActions } from '../../platform/action-routes.ts'
import type { Db } from '../../platform/db.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { instantJson, toInstantJson } from '../../platform/json.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { customerLabel, customerLabels, documentNames } from '../documents/label-rows.ts'
import { findDocument } from '../documents/queries.ts'
import { documentJson, toDocumentJson } from '../documents/schemas.ts'
import { startPayment } from './intents.ts'
import { paymentMethods, paymentMethodsJson } from './payment-methods.ts'
import { loadPayments, type Payment } from './payment-subject.ts'
import { listAwaitedTransfers, listPayments, paymentFilters } from './queries.ts'
import { paymentJson, toPaymentJson } from './schemas.ts'

const tags = ['payments']
const params = z.object({ id: z.uuid() })

const paymentRow = paymentJson.extend({
  customer: customerLabel.nullable(),
  /** Number or reference of the document. */
  documentName: z.string().nullable(),
})

/** Payments with the words of their list. */
async function toRows(db: Db, rows: readonly Payment[]): Promise<z.infer<typeof paymentRow>[]> {
  const owners = await customerLabels(
    db,
    rows.map((row) => row.customerId),
  )
  const names = await documentNames(
    db,
    rows.map((row) => row.documentId),
  )
  return rows.map((row) => ({
    ...toPaymentJson(row),
    customer: owners.get(row.customerId ?? '') ?? null,
    documentName: names.get(row.documentId ?? '') ?? null,
  }))
}

/** Staff: all money that came and went, and what is on its way. */
export function paymentRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  const config = { access: { kind: 'staff', permission: 'payments:read' } } as const
  http.get(
    '/api/v1/admin/payments',
    {
      config,
      schema: {
        summary: 'Payments, refunds and chargebacks; `state=unallocated` waits for a decision',
        tags,
        querystring: paymentFilters,
        response: { 200: pageSchema(paymentRow) },
      },
    },
    async (request) => {
      const { items, ...page } = await listPayments(ctx.db, request.query)
      return { ...page, items: await toRows(ctx.db, items) }
    },
  )
  http.get(
    '/api/v1/admin/payments/:id',
    {
      config,
      schema: {
        summary: 'One payment and what can be done with it',
        tags,
        params,
        response: { 200: paymentRow.extend({ actions: z.array(actionOffer) }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const subject = (await loadPayments(ctx.db, [id])).get(id)
      if (!subject) throw notFound()
      const offers = offerActions(actions, subject, actorOf(request), ctx.clock.now())
      const [row] = await toRows(ctx.db, [subject.payment])
      if (!row) throw notFound()
      return { ...row, actions: offers }
    },
  )
  http.get(
    '/api/v1/admin/awaited-transfers',
    {
      config,
      schema: {
        summary: 'Documents whose customers have announced a transfer',
        tags,
        response: {
          200: z.object({
            items: z.array(z.object({ document: documentJson, announcedAt: instantJson })),
          }),
        },
      },
    },
    async () => {
      const now = ctx.clock.now()
      const rows = await listAwaitedTransfers(ctx.db)
      return {
        items: rows.map(({ document, announcedAt }) => ({
          document: toDocumentJson(document, now),
          announcedAt: toInstantJson(announcedAt),
        })),
      }
    },
  )
}

/** Customers: how to pay a document, and the start of a hosted payment. */
export function payRoutes(http: Http, ctx: Context): void {
  const config = { access: { kind: 'customer' } } as const
  http.get(
    '/api/v1/client/documents/:id/payment-methods',
    {
      config,
      schema: {
        summary: 'The ways to pay a document',
        tags,
        params,
        response: { 200: paymentMethodsJson },
      },
    },
    async (request) => {
      const subject = await findDocument(ctx.db, request.params.id, customerIdOf(request))
      if (!subject) throw notFound()
      return paymentMethods(ctx, subject.document, actorOf(request).language)
    },
  )
  http.post(
    '/api/v1/client/documents/:id/pay',
    {
      config,
      schema: {
        summary: 'Start a hosted payment of what is due',
        tags,
        params,
        body: z.strictObject({
          gateway: z.string().min(1).max(60),
          /** The customer agrees that the method is kept for automatic payments. */
          keepMethod: z.boolean().default(false),
        }),
        response: { 201: z.object({ intentId: z.uuid(), redirectUrl: z.string() }) },
      },
    },
    async (request, reply) => {
      const subject = await findDocument(ctx.db, request.params.id, customerIdOf(request))
      if (!subject) throw notFound()
      const { language } = actorOf(request)
      const { document } = subject
      const { gateway: gatewayId, keepMethod } = request.body
      const wanted = { document, gatewayId, language, keepMethod }
      return reply.code(201).send(await startPayment(ctx, wanted))
    },
  )
}
