import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { newId, newToken } from '../../platform/ids.ts'
import { currencyJson } from '../../platform/json.ts'
import { invalidField, notFound } from '../../platform/problem.ts'
import { nameOf } from '../documents/document-name.ts'
import { amountDue } from '../documents/document-totals.ts'
import { findDocument } from '../documents/queries.ts'
import { documentPath, findIntent, type PaymentIntent } from './intents.ts'
import { type SandboxNotice, sandboxPagePath, signedNotice } from './sandbox-gateway.ts'
import { SANDBOX_CHOICES, type SandboxChoice, sandboxPage } from './sandbox-page.ts'
import { paymentIntents } from './tables.ts'

const HOOK = '/api/v1/hooks/sandbox'
const pageParams = z.object({ reference: z.string().max(100) })

/** The sandbox gateway's hosted page, and the API by which testers craft its notices. */
export function sandboxRoutes(http: Http, ctx: Context): void {
  if (!ctx.config.sandbox) return
  pageRoutes(http, ctx)
  noticeRoute(http, ctx)
}

function pageRoutes(http: Http, ctx: Context): void {
  http.register(async (plain) => {
    plain.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    const scope = plain as unknown as Http
    const config = { access: { kind: 'public' } } as const
    scope.get(
      sandboxPagePath(':reference'),
      { config, schema: { hide: true, params: pageParams } },
      async (request, reply) => {
        const { intent, document } = await loadIntent(ctx, request.params.reference)
        const page = sandboxPage({
          intent,
          documentName: nameOf(document),
          language: request.actor?.language ?? document.language,
          action: sandboxPagePath(intent.reference),
          returnUrl: documentPath(document.id),
        })
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
          .send(page)
      },
    )
    scope.post(
      sandboxPagePath(':reference'),
      {
        config,
        schema: {
          hide: true,
          params: pageParams,
          body: z.object({ choice: z.enum(SANDBOX_CHOICES) }),
        },
      },
      async (request, reply) => {
        const { intent } = await loadIntent(ctx, request.params.reference)
        const sent = noticeFor(intent, request.body.choice)
        await send(http, ctx, sent.notice, { eventId: sent.eventId })
        return reply.redirect(documentPath(intent.documentId), 303)
      },
    )
  })
}

async function loadIntent(ctx: Context, reference: string) {
  const intent = await findIntent(ctx.db, 'sandbox', reference)
  const subject = intent ? await findDocument(ctx.db, intent.documentId) : null
  if (!intent || !subject) throw notFound()
  return { intent, document: subject.document }
}

function noticeFor(
  intent: PaymentIntent,
  choice: SandboxChoice,
): { eventId: string; notice: SandboxNotice } {
  const { reference: intentReference, currency } = intent
  const amount = { amount: intent.amount.toString(), currency }
  if (choice === 'refuse') {
    const reason = 'refused on the sandbox page'
    return {
      eventId: `evt_${newToken()}`,
      notice: { type: 'payment.refused', intentReference, reason },
    }
  }
  const reference = choice === 'again' ? `pay_${newToken()}` : `pay_${intentReference}`
  const eventId = choice === 'again' ? `evt_${newToken()}` : `evt_${intentReference}`
  return { eventId, notice: { type: 'payment.paid', reference, intentReference, amount } }
}

/** Sends a notice over HTTP to our own hook, as a gateway would. Answers the hook's status. */
async function send(
  http: Http,
  ctx: Context,
  notice: SandboxNotice,
  options: { eventId: string; badSignature?: boolean },
): Promise<number> {
  const { body, headers } = signedNotice(ctx, notice, options)
  const answer = await http.inject({ method: 'POST', url: HOOK, headers, payload: body })
  return answer.statusCode
}

const craftedNotice = z.strictObject({
  type: z.enum(['payment.paid', 'payment.refused', 'payment.charged_back']).default('payment.paid'),
  /** The notice answers this intent, or one of its own for this document. */
  intentId: z.uuid().optional(),
  documentId: z.uuid().optional(),
  /** Minor units; what is due if absent. */
  amount: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  currency: currencyJson.optional(),
  eventId: z.string().min(1).max(200).optional(),
  /** The gateway's id of the payment; a new one if absent. */
  reference: z.string().min(1).max(200).optional(),
  /** For a chargeback: the payment that is taken back. */
  paymentReference: z.string().max(200).optional(),
  /** So many copies are sent in parallel. */
  copies: z.int().min(1).max(50).default(1),
  badSignature: z.boolean().default(false),
})
type CraftedNotice = z.output<typeof craftedNotice>

function noticeRoute(http: Http, ctx: Context): void {
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
      const intent = await intentFor(ctx, wanted)
      const eventId = wanted.eventId ?? `evt_${newToken()}`
      const reference = wanted.reference ?? `pay_${newToken()}`
      const notice = craft(wanted, intent, reference)
      const { badSignature } = wanted
      const copies = Array.from({ length: wanted.copies }, () =>
        send(http, ctx, notice, { eventId, badSignature }),
      )
      return { eventId, reference, statuses: await Promise.all(copies) }
    },
  )
}

function craft(wanted: CraftedNotice, intent: PaymentIntent, reference: string): SandboxNotice {
  const amount = {
    amount: wanted.amount ?? intent.amount.toString(),
    currency: wanted.currency ?? intent.currency,
  }
  const intentReference = intent.reference
  switch (wanted.type) {
    case 'payment.paid':
      return { type: wanted.type, reference, intentReference, amount }
    case 'payment.refused':
      return { type: wanted.type, intentReference, reason: 'refused by the tester' }
    case 'payment.charged_back':
      return {
        type: wanted.type,
        reference,
        paymentReference: wanted.paymentReference ?? `pay_${intentReference}`,
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
