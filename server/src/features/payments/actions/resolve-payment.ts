import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { invalidField } from '../../../platform/problem.ts'
import { addCredit } from '../../credits/add-credit.ts'
import { customers } from '../../customers/tables.ts'
import { record } from '../../history/record.ts'
import { giveBack } from '../give-back.ts'
import {
  notReturned,
  type Payment,
  type PaymentSubject,
  paymentSubject,
} from '../payment-subject.ts'
import { payments } from '../tables.ts'

const input = z.strictObject({
  to: z.enum(['credit', 'refund']),
  /** Whose credit, for money that names no customer. */
  customerId: z.uuid().optional(),
  note: z.string().trim().max(500).default(''),
})

const output = z.object({ refundId: z.uuid().nullable() })

/**
 * Decides what becomes of money that is ours and nobody's: of an unallocated payment, and of a refund
 * that its gateway refused. It is the customer's credit, or goes back to the sender; a refused refund
 * is sent back by staff themselves.
 */
export const resolvePayment = defineAction<
  Context,
  PaymentSubject,
  z.output<typeof input>,
  z.infer<typeof output>
>({
  id: 'payment.resolve',
  on: paymentSubject,
  permission: 'payments:refund',
  audiences: ['staff'],
  summary: 'Make an unallocated payment or a refused refund credit, or give it back',
  input,
  output,
  check({ payment }, wanted) {
    const isRefused = wasRefused(payment)
    if (payment.state !== 'unallocated' && !isRefused) return refused('payment_not_unallocated')
    const byHand = isRefused && wanted?.to === 'refund'
    return byHand ? allowed({ key: 'payment.effect.sent_by_hand' }) : allowed()
  },
  async run(tx, subject, { to, note, customerId: given }, env) {
    const { payment } = subject
    if (wasRefused(payment))
      return { refundId: await settleRefused(tx, env, payment, { to, note }) }
    const amount = notReturned(subject)
    const customerId = payment.customerId ?? given ?? null
    let refundId: string | null = null
    if (to === 'refund') refundId = await giveBack(tx, env, { payment, amount, note })
    else {
      if (!customerId) throw invalidField('/customerId', 'payment_without_customer')
      const [customer] = await tx
        .select({ id: customers.id })
        .from(customers)
        .where(eq(customers.id, customerId))
      if (!customer) throw invalidField('/customerId', 'not_found')
      const { currency, id: paymentId } = payment
      const movement = { customerId, amount, currency, note, paymentId }
      await addCredit(tx, env, { ...movement, reason: 'unallocated' })
    }
    await tx
      .update(payments)
      .set({ state: 'resolved', customerId })
      .where(eq(payments.id, payment.id))
    await record(tx, env, [
      {
        subject: 'payment',
        subjectId: payment.id,
        customerId,
        kind: 'payment.resolved',
        after: { to },
        note: note || null,
      },
    ])
    return { refundId }
  },
})

const wasRefused = ({ kind, transfer }: Payment) => kind === 'refund' && transfer === 'failed'

/** The books took the money off its document already; the gateway has nothing more to do with it. */
async function settleRefused(
  tx: Tx,
  env: Env,
  { id, customerId, amount, currency }: Payment,
  { to, note }: Pick<z.output<typeof input>, 'to' | 'note'>,
): Promise<string | null> {
  if (to === 'credit') {
    if (!customerId) throw invalidField('/customerId', 'payment_without_customer')
    const movement = { customerId, amount: -amount, currency, note, paymentId: id }
    await addCredit(tx, env, { ...movement, reason: 'refund' })
  }
  await tx.update(payments).set({ transfer: 'none' }).where(eq(payments.id, id))
  const entry = { kind: 'payment.resolved', customerId, after: { to }, note: note || null }
  await record(tx, env, [{ subject: 'payment', subjectId: id, ...entry }])
  return to === 'refund' ? id : null
}
