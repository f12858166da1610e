import { and, eq, sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId, newToken } from '../../platform/ids.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { Problem } from '../../platform/problem.ts'
import { publicLink } from '../../platform/public-link.ts'
import type { Language } from '../../platform/text.ts'
import { nameOf } from '../documents/document-name.ts'
import { amountDue } from '../documents/document-totals.ts'
import type { Document } from '../documents/settlement.ts'
import type { Answer } from '../servers/ask-module.ts'
import { askGateway } from './gateways/ask-gateway.ts'
import { gatewayOf, type OpenGateway, takes } from './gateways/open-gateways.ts'
import { payerOf } from './methods/payer.ts'
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
  const [row] = await intentByReference(db).execute({ gateway, reference })
  return row ?? null
}

const intentByReference = preparedIn((db) =>
  db
    .select()
    .from(paymentIntents)
    .where(
      and(
        eq(paymentIntents.gateway, sql.placeholder('gateway')),
        eq(paymentIntents.reference, sql.placeholder('reference')),
      ),
    )
    .prepare('payment_intent_by_reference'),
)

/** The gateway refused an open intent. */
export async function refuseIntent(tx: Tx, env: Env, { id }: PaymentIntent): Promise<void> {
  await tx
    .update(paymentIntents)
    .set({ state: 'refused', settledAt: env.now })
    .where(eq(paymentIntents.id, id))
}

export interface HostedPayment {
  document: Document
  gatewayId: string
  language: Language
  /** Keep the method for later charges; the customer has agreed to it. */
  keepMethod: boolean
}

/**
 * Starts a hosted payment of all that is due. The intent is stored first, so that a notice which
 * comes before the gateway's answer is understood. Throws `unknown_gateway`,
 * `document_not_payable` and `below_minimum`.
 */
export async function startPayment(
  ctx: Context,
  { document, gatewayId, language, keepMethod }: HostedPayment,
): Promise<{ intentId: string; redirectUrl: string }> {
  const open = await usableGateway(ctx, gatewayId)
  const amount = { amount: amountDue(document), currency: document.currency }
  if (amount.amount === 0n) throw new Problem('document_not_payable')
  // Two ways at once would take the money twice.
  if (document.chargingSince !== null) throw new Problem('charge_in_flight')
  if (!takes(open, amount)) throw new Problem('below_minimum')
  if (keepMethod && !open.gateway.charge) throw new Problem('gateway_keeps_nothing')
  const [intentId, reference] = [newId(), newToken()]
  await ctx.db.insert(paymentIntents).values({
    id: intentId,
    documentId: document.id,
    customerId: document.customerId,
    gateway: open.id,
    reference,
    ...amount,
    state: 'open',
    keepMethod,
    createdAt: ctx.clock.now(),
  })
  const customer = await payerOf(ctx.db, document.customerId, open.id)
  const returnUrl = publicLink(ctx.config, documentPath(document.id))
  const description = nameOf(document)
  const request = { reference, customer, amount, description, language, returnUrl, keepMethod }
  const answer = await askGateway(ctx, open, {
    run: (gateway, context) => gateway.startPayment(context, request),
  })
  return { intentId, ...pageOf(ctx, open, answer) }
}

/** A gateway that is switched on; throws `unknown_gateway`. */
export async function usableGateway(ctx: Context, id: string): Promise<OpenGateway> {
  const open = await gatewayOf(ctx, id)
  if (!open?.enabled) throw new Problem('unknown_gateway')
  return open
}

/** The page a gateway made, or `amount_not_taken` or `gateway_unavailable`; why, the log knows. */
export function pageOf<T>(ctx: Context, { id }: OpenGateway, answer: Answer<T>): T {
  if (answer.kind === 'value') return answer.value
  const error = answer.kind === 'lost' ? answer.message : answer.error.message
  ctx.log.warn({ gateway: id, error }, 'a gateway made no page')
  const isRefused = answer.kind === 'error' && answer.error.code === 'rejected'
  if (isRefused) throw new Problem('amount_not_taken')
  throw new Problem('gateway_unavailable')
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
