import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { newToken } from '../../../platform/ids.ts'
import { notFound } from '../../../platform/problem.ts'
import { customers } from '../../customers/tables.ts'
import { nameOf } from '../../documents/document-name.ts'
import { findDocument } from '../../documents/queries.ts'
import { documentPath, findIntent, type PaymentIntent } from '../intents.ts'
import { METHODS_PATH } from '../methods/start-setup.ts'
import { methodSetups } from '../tables.ts'
import { sandboxPagePath, sandboxSetupPath } from './gateway.ts'
import type { SandboxNotice } from './notices.ts'
import { sandboxObjects } from './objects.ts'
import { SANDBOX_CHOICES, type SandboxChoice, sandboxPage } from './pay-page.ts'
import { sendNotice } from './send-notice.ts'
import { SANDBOX_CARD_NAMES, SANDBOX_CARDS, type SandboxCardName, setupPage } from './setup-page.ts'

const pageParams = z.object({ reference: z.string().max(100) })
const config = { access: { kind: 'public' } } as const
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
}

/** The pages of the sandbox gateway: forms without scripts. */
export function pageRoutes(http: Http, ctx: Context): void {
  http.register(async (plain) => {
    plain.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    payPageRoutes(plain as unknown as Http, ctx)
    setupPageRoutes(plain as unknown as Http, ctx)
  })
}

function payPageRoutes(http: Http, ctx: Context): void {
  http.get(
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
      return reply.headers(HEADERS).send(page)
    },
  )
  const body = z.object({ choice: z.enum(SANDBOX_CHOICES) })
  http.post(
    sandboxPagePath(':reference'),
    { config, schema: { hide: true, params: pageParams, body } },
    async (request, reply) => {
      const { intent } = await loadIntent(ctx, request.params.reference)
      const { choice } = request.body
      const method =
        intent.keepMethod && choice !== 'refuse' ? await storeCard(ctx, 'succeed') : null
      const sent = noticeFor(intent, choice, method)
      await sendNotice(http, ctx, sent.notice, { eventId: sent.eventId })
      return reply.redirect(documentPath(intent.documentId), 303)
    },
  )
}

function setupPageRoutes(http: Http, ctx: Context): void {
  http.get(
    sandboxSetupPath(':reference'),
    { config, schema: { hide: true, params: pageParams } },
    async (request, reply) => {
      const { setup, language } = await loadSetup(ctx, request.params.reference)
      const page = setupPage({
        language: request.actor?.language ?? language,
        action: sandboxSetupPath(setup.reference),
        returnUrl: returnPath(setup),
      })
      return reply.headers(HEADERS).send(page)
    },
  )
  const body = z.object({ card: z.enum(SANDBOX_CARD_NAMES) })
  http.post(
    sandboxSetupPath(':reference'),
    { config, schema: { hide: true, params: pageParams, body } },
    async (request, reply) => {
      const { setup } = await loadSetup(ctx, request.params.reference)
      const method = await storeCard(ctx, request.body.card)
      const { reference } = setup
      const notice = { type: 'method.stored' as const, reference, method }
      await sendNotice(http, ctx, notice, { eventId: `evt_${newToken()}` })
      return reply.redirect(returnPath(setup), 303)
    },
  )
}

const returnPath = ({ serviceId }: { serviceId: string | null }) =>
  serviceId ? `/client/services/${serviceId}` : METHODS_PATH

async function loadIntent(ctx: Context, reference: string) {
  const intent = await findIntent(ctx.db, 'sandbox', reference)
  const subject = intent ? await findDocument(ctx.db, intent.documentId) : null
  if (!intent || !subject) throw notFound()
  return { intent, document: subject.document }
}

async function loadSetup({ db }: Context, reference: string) {
  const [row] = await db
    .select({ setup: methodSetups, language: customers.language })
    .from(methodSetups)
    .innerJoin(customers, eq(customers.id, methodSetups.customerId))
    .where(and(eq(methodSetups.gateway, 'sandbox'), eq(methodSetups.reference, reference)))
  if (!row) throw notFound()
  return row
}

/** Keeps a card at the sandbox gateway and answers how it is told of. */
export async function storeCard(ctx: Context, behaviour: SandboxCardName) {
  const { kind, label } = SANDBOX_CARDS[behaviour]
  const remoteId = `pm_${newToken()}`
  await sandboxObjects(ctx).put('method', remoteId, { behaviour, label })
  return { remoteId, customerRemoteId: null, kind, label, expiresOn: null as string | null }
}

function noticeFor(
  intent: PaymentIntent,
  choice: SandboxChoice,
  method: Awaited<ReturnType<typeof storeCard>> | null,
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
  const paid = { type: 'payment.paid' as const, reference, intentReference, amount }
  return { eventId, notice: method ? { ...paid, method } : paid }
}
