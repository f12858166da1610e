import { and, eq } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId, newToken } from '../../platform/ids.ts'
import { Problem, refuse } from '../../platform/problem.ts'
import { publicLink } from '../../platform/public-link.ts'
import type { Language } from '../../platform/text.ts'
import { nameOf } from '../documents/document-name.ts'
import { amountDue } from '../documents/document-totals.ts'
import type { Document } from '../documents/settlement.ts'
import { gatewayOf } from './gateways.ts'
import { paymentIntents } from './tables.ts'

export type PaymentIntent = typeof paymentIntents.$inferSelect

/** Where customers look at a document in the client area. */
export const documentPath = (documentId: string) => `/client/invoices/${documentId}`

/** The intent of a gateway by its reference; null when there is none. */
export async function findIntent(
  db: Db | Tx,
  gateway: string,
  reference: string,
): Promise<PaymentIntent | null> {
  const [row] = await db
    .select()
    .from(paymentIntents)
    .where(and(eq(paymentIntents.gateway, gateway), eq(paymentIntents.reference, reference)))
  return row ?? null
}

/** Finishes an intent; one that is paid stays so. */
export async function settleIntent(
  tx: Tx,
  env: Env,
  intent: PaymentIntent,
  state: 'paid' | 'refused',
): Promise<void> {
  if (intent.state === 'paid') return
  await tx
    .update(paymentIntents)
    .set({ state, settledAt: env.now })
    .where(eq(paymentIntents.id, intent.id))
}

/**
 * Starts a hosted payment of all that is due. The intent is stored first, so that a notice which
 * comes before the gateway's answer is understood. Throws `unknown_gateway`,
 * `document_not_payable` and `below_minimum`.
 */
export async function startPayment(
  ctx: Context,
  { document, gatewayId, language }: { document: Document; gatewayId: string; language: Language },
): Promise<{ intentId: string; redirectUrl: string }> {
  const gateway = gatewayOf(ctx, gatewayId)
  if (!gateway) throw new Problem('unknown_gateway')
  const amount = { amount: amountDue(document), currency: document.currency }
  if (amount.amount === 0n) throw new Problem('document_not_payable')
  if (amount.amount < gateway.minimumAmount) throw refuse('below_minimum')
  const [intentId, reference] = [newId(), newToken()]
  await ctx.db.insert(paymentIntents).values({
    id: intentId,
    documentId: document.id,
    customerId: document.customerId,
    gateway: gateway.id,
    reference,
    ...amount,
    state: 'open',
    createdAt: ctx.clock.now(),
  })
  const { redirectUrl } = await gateway.startPayment({
    reference,
    amount,
    description: nameOf(document),
    language,
    returnUrl: publicLink(ctx.config, documentPath(document.id)),
  })
  return { intentId, redirectUrl }
}

/** What the customer writes on a transfer: the number, or the reference before there is one. */
export const transferReference = (document: Document) => nameOf(document)

/** Notes that the customer sends a transfer; a second announcement changes nothing. */
export async function announceTransfer(tx: Tx, env: Env, document: Document): Promise<void> {
  await tx
    .insert(paymentIntents)
    .values({
      id: newId(),
      documentId: document.id,
      customerId: document.customerId,
      gateway: 'bank_transfer',
      reference: transferReference(document),
      amount: amountDue(document),
      currency: document.currency,
      state: 'open',
      createdAt: env.now,
    })
    .onConflictDoNothing()
}
