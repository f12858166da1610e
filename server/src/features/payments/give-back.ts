import { and, eq } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { addCredit } from '../credits/add-credit.ts'
import { addPaid } from '../documents/move-money.ts'
import type { Document } from '../documents/settlement.ts'
import { record } from '../history/record.ts'
import { askGateway } from './gateways/ask-gateway.ts'
import { gatewayOf } from './gateways/open-gateways.ts'
import type { Payment } from './payment-subject.ts'
import { payments } from './tables.ts'

/** What of a payment is taken off its document, and why. */
interface Returned {
  payment: Payment
  amount: bigint
  note: string
}

/** Makes money of a payment, set against a document that is not paid in full, customer credit. */
export async function makeCredit(
  tx: Tx,
  env: Env,
  { id: documentId, customerId }: Document,
  { payment: { id: paymentId, allocated, currency }, amount, note }: Returned,
): Promise<void> {
  await tx
    .update(payments)
    .set({ allocated: allocated - amount })
    .where(eq(payments.id, paymentId))
  await addPaid(tx, documentId, -amount)
  const movement = { customerId, currency, amount, note, documentId, paymentId }
  await addCredit(tx, env, { ...movement, reason: 'surplus' })
  const after = { to: 'credit', amount, currency }
  const entry = { kind: 'payment.resolved', customerId, after, note: note || null }
  await record(tx, env, [{ subject: 'payment', subjectId: paymentId, ...entry }])
}

/**
 * Records that money of a payment goes back to where it came from, and takes it off the document.
 * A gateway is told by a job after the commit; for transfers and the like staff send the money.
 */
export async function giveBack(
  tx: Tx,
  env: Env,
  { payment, amount, note }: Returned,
): Promise<string> {
  const id = newId()
  const byGateway = env.ctx.gateways.get(payment.gateway) !== undefined
  const { kind, id: actorId, name } = env.actor
  const allocated = payment.state === 'allocated' ? amount : 0n
  await tx.insert(payments).values({
    id,
    kind: 'refund',
    gateway: payment.gateway,
    reference: `refund-${id}`,
    customerId: payment.customerId,
    documentId: payment.documentId,
    amount: -amount,
    currency: payment.currency,
    allocated: -allocated,
    state: 'allocated',
    reversesId: payment.id,
    transfer: byGateway ? 'queued' : 'none',
    receivedAt: env.now,
    recordedBy: { kind, id: actorId, name },
    note,
  })
  if (payment.documentId && allocated > 0n) await addPaid(tx, payment.documentId, -allocated)
  await record(tx, env, [
    {
      subject: 'payment',
      subjectId: payment.id,
      customerId: payment.customerId,
      kind: 'payment.refunded',
      after: { refundId: id, amount, currency: payment.currency },
      note: note || null,
    },
  ])
  emit(tx, 'payment.refunded', [
    {
      paymentId: payment.id,
      refundId: id,
      documentId: payment.documentId,
      customerId: payment.customerId,
      amount: amount.toString(),
      currency: payment.currency,
    },
  ])
  return id
}

/**
 * Tells the gateway of a queued refund. Tried again after a failure of the network; a refusal is
 * kept with the gateway's words for staff.
 */
export async function sendRefund(ctx: Context, refundId: string): Promise<void> {
  const [refund] = await ctx.db.select().from(payments).where(eq(payments.id, refundId))
  if (refund?.transfer !== 'queued' || !refund.reversesId) return
  const [original] = await ctx.db.select().from(payments).where(eq(payments.id, refund.reversesId))
  const gateway = await gatewayOf(ctx, refund.gateway)
  if (!original || !gateway) throw new Error(`refund ${refundId} without payment or gateway`)
  const amount = { amount: -refund.amount, currency: refund.currency }
  const { reference } = original
  const answer = await askGateway(ctx, gateway, {
    run: ({ refund }, context) => refund(context, { reference, amount, key: refundId }),
  })
  // Tried again by the job: the key makes it one refund.
  if (answer.kind === 'lost') throw new Error(answer.message)
  const error = answer.kind === 'error' ? answer.error : null
  if (error?.code === 'transient') throw new Error(error.message)
  await inTransaction(ctx, async (tx) => {
    // A notice may have told its failure before.
    const [settled] = await tx
      .update(payments)
      .set({
        transfer: error ? 'failed' : 'sent',
        transferError: error?.message ?? null,
      })
      .where(and(eq(payments.id, refundId), eq(payments.transfer, 'queued')))
      .returning({ id: payments.id })
    if (error && settled) {
      const { customerId, documentId } = refund
      emit(tx, 'payment.refund_failed', [{ refundId, customerId, documentId }])
    }
  })
}
