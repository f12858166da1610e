import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { newId, newToken } from '../../../platform/ids.ts'
import { currencyJson } from '../../../platform/json.ts'
import { invalidField } from '../../../platform/problem.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { findDocument } from '../../documents/queries.ts'
import type { PaymentIntent } from '../intents.ts'
import { paymentIntents, payments } from '../tables.ts'
import type { SandboxNotice } from './notices.ts'
import { sendNotice } from './send-notice.ts'

const craftedNotice = z.strictObject({
  type: z
    .enum(['payment.paid', 'payment.refused', 'payment.charged_back', 'method.closed'])
    .default('payment.paid'),
  /** For a method that is gone at the gateway. */
  methodRemoteId: z.string().max(200).optional(),
  /** The notice answers this intent, or one of its own for this document. */
  intentId: z.uuid().optional(),
  documentId: z.uuid().optional(),
  /** Minor units; what is due if absent, what was paid for a chargeback. */
  amount: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  currency: currencyJson.optional(),
  eventId: z.string().min(1).max(200).optional(),
  /** The gateway's id of the payment; a new one if absent. */
  reference: z.string().min(1).max(200).optional(),
  /** For a chargeback: the payment that is taken back; the last of the document if absent. */
  paymentReference: z.string().max(200).optional(),
  /** So many copies are sent in parallel. */
  copies: z.int().min(1).max(50).default(1),
  badSignature: z.boolean().default(false),
})
type CraftedNotice = z.output<typeof craftedNotice>

/** Makes the sandbox gateway send notices, crafted as testers want them. */
export function noticeRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/sandbox/gateway/notices',
    {
      config: { access: { kind: 'public' } },
      schema: {
        summary: 'Sandbox mode: make the sandbox gateway send notices',
        tags: ['sandbox'],
        body: craftedNotice,
        response: {
          200: z.object({
            eventId: z.string(),
            reference: z.string(),
            /** What the hook answered to each copy. */
            statuses: z.array(z.int()),
          }),
        },
      },
    },
    async (request) => {
      const wanted = request.body
      const eventId = wanted.eventId ?? `evt_${newToken()}`
      const reference = wanted.reference ?? `pay_${newToken()}`
      const { methodRemoteId = '' } = wanted
      const notice =
        wanted.type === 'method.closed'
          ? { type: wanted.type, methodRemoteId }
          : craft(wanted.type, {
              ...{ wanted, intent: await intentFor(ctx, wanted), reference },
              former: wanted.type === 'payment.charged_back' ? await formerFor(ctx, wanted) : null,
            })
      const { badSignature } = wanted
      const copies = Array.from({ length: wanted.copies }, () =>
        sendNotice(http, ctx, notice, { eventId, badSignature }),
      )
      return { eventId, reference, statuses: await Promise.all(copies) }
    },
  )
}

interface Crafting {
  wanted: CraftedNotice
  intent: PaymentIntent
  reference: string
  /** What a chargeback takes back. */
  former: typeof payments.$inferSelect | null
}

/** The payment that is named, or the document's last one. */
async function formerFor(ctx: Context, { documentId, paymentReference }: CraftedNotice) {
  const which = paymentReference
    ? eq(payments.reference, paymentReference)
    : documentId
      ? eq(payments.documentId, documentId)
      : sql`false`
  const [row] = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.gateway, 'sandbox'), eq(payments.kind, 'payment'), which))
    .orderBy(desc(payments.receivedAt), desc(payments.id))
    .limit(1)
  return row ?? null
}

function craft(
  type: Exclude<CraftedNotice['type'], 'method.closed'>,
  { wanted, intent, reference, former }: Crafting,
): SandboxNotice {
  const amount = {
    amount: wanted.amount ?? (former ?? intent).amount.toString(),
    currency: wanted.currency ?? (former ?? intent).currency,
  }
  const intentReference = intent.reference
  switch (type) {
    case 'payment.paid':
      return { type, reference, intentReference, amount }
    case 'payment.refused':
      return { type, intentReference, reason: 'refused by the tester' }
    case 'payment.charged_back':
      return {
        type,
        reference,
        paymentReference: wanted.paymentReference ?? former?.reference ?? `pay_${intentReference}`,
        amount,
      }
  }
}

async function intentFor(ctx: Context, wanted: CraftedNotice): Promise<PaymentIntent> {
  const { intentId, documentId } = wanted
  if (intentId) {
    const [row] = await ctx.db.select().from(paymentIntents).where(eq(paymentIntents.id, intentId))
    if (!row) throw invalidField('/intentId', 'not_found')
    return row
  }
  const subject = documentId ? await findDocument(ctx.db, documentId) : null
  if (!subject) throw invalidField('/documentId', 'not_found')
  const [intent] = await ctx.db
    .insert(paymentIntents)
    .values({
      id: newId(),
      documentId: subject.document.id,
      customerId: subject.document.customerId,
      gateway: 'sandbox',
      reference: newToken(),
      amount: amountDue(subject.document),
      currency: subject.document.currency,
      state: 'open',
      createdAt: ctx.clock.now(),
    })
    .returning()
  if (!intent) throw new Error('intent not made')
  return intent
}
