import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf, customerIdOf } from '../../platform/access.ts'
import { actionOffer, offerActions } from '../../platform/action-routes.ts'
import type { Actor } from '../../platform/actor.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { instantJson, toInstantJson } from '../../platform/json.ts'
import { notFound } from '../../platform/problem.ts'
import { creditEntriesOfDocument, creditEntryJson, toCreditEntryJson } from '../credits/queries.ts'
import type { DocumentSubject } from '../documents/document-subject.ts'
import { customerLabel, customerLabels } from '../documents/label-rows.ts'
import { documentPage, findDocument } from '../documents/queries.ts'
import { documentPageJson } from '../documents/schemas.ts'
import { loadPayments } from './payment-subject.ts'
import { paymentsOfDocument, transferAnnouncedAt } from './queries.ts'
import { ownPaymentJson, paymentJson, toPaymentJson } from './schemas.ts'

const tags = ['documents']
const params = z.object({ id: z.uuid() })

const staffPage = documentPageJson.extend({
  customer: customerLabel.nullable(),
  payments: z.array(paymentJson.extend({ actions: z.array(actionOffer) })),
  /** Movements of the customer's credit for this document; negative: spent on it. */
  credit: z.array(creditEntryJson),
  transferAnnouncedAt: instantJson.nullable(),
  actions: z.array(actionOffer),
})

const customerPage = documentPageJson.omit({ reason: true, version: true }).extend({
  payments: z.array(ownPaymentJson),
  credit: z.array(creditEntryJson.omit({ by: true, note: true })),
  transferAnnouncedAt: instantJson.nullable(),
  actions: z.array(actionOffer),
})

interface Offered {
  document: readonly AnyAction[]
  payment: readonly AnyAction[]
}

/** The page of a document, with its money and what may be done, for both areas. */
export function documentPageRoutes(http: Http, ctx: Context, offered: Offered): void {
  http.get(
    '/api/v1/admin/documents/:id',
    {
      config: { access: { kind: 'staff', permission: 'documents:read' } },
      schema: {
        summary: 'One document with lines, payments, credit notes and what can be done',
        tags,
        params,
        response: { 200: staffPage },
      },
    },
    async (request) => {
      const subject = await findDocument(ctx.db, request.params.id)
      if (!subject) throw notFound()
      const { customerId } = subject.document
      const owners = await customerLabels(ctx.db, [customerId])
      const customer = owners.get(customerId) ?? null
      return { customer, ...(await assemble(ctx, subject, actorOf(request), offered)) }
    },
  )
  http.get(
    '/api/v1/client/documents/:id',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'One of your documents with lines, payments and credit notes',
        tags,
        params,
        response: { 200: customerPage },
      },
    },
    async (request) => {
      const subject = await findDocument(ctx.db, request.params.id, customerIdOf(request))
      if (!subject) throw notFound()
      return assemble(ctx, subject, actorOf(request), offered)
    },
  )
}

async function assemble(ctx: Context, subject: DocumentSubject, actor: Actor, offered: Offered) {
  const { db } = ctx
  const now = ctx.clock.now()
  const { id } = subject.document
  const payments = await paymentsOfDocument(db, id)
  const subjects = await loadPayments(
    db,
    payments.map((payment) => payment.id),
  )
  const credit = await creditEntriesOfDocument(db, id)
  const announcedAt = await transferAnnouncedAt(db, id)
  return {
    ...(await documentPage(db, subject, now)),
    payments: payments.map((payment) => ({
      ...toPaymentJson(payment),
      actions: offerActions(offered.payment, subjects.get(payment.id), actor, now),
    })),
    credit: credit.map(toCreditEntryJson),
    transferAnnouncedAt: toInstantJson(announcedAt),
    actions: offerActions(offered.document, subject, actor, now),
  }
}
