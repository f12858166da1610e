import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { invalidField } from '../../../platform/problem.ts'
import { addCredit } from '../../credits/add-credit.ts'
import { customers } from '../../customers/tables.ts'
import { record } from '../../history/record.ts'
import { giveBack } from '../give-back.ts'
import { notReturned, type PaymentSubject, paymentSubject } from '../payment-subject.ts'
import { payments } from '../tables.ts'

const input = z.strictObject({
  to: z.enum(['credit', 'refund']),
  /** Whose credit, for money that names no customer. */
  customerId: z.uuid().optional(),
  note: z.string().trim().max(500).default(''),
})

const output = z.object({ refundId: z.uuid().nullable() })

/** Decides what becomes of unallocated money: the customer's credit, or back to the sender. */
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
  summary: 'Make an unallocated payment credit, or give it back',
  input,
  output,
  check({ payment }) {
    return payment.state === 'unallocated' ? allowed() : refused('payment_not_unallocated')
  },
  async run(tx, subject, { to, note, customerId: given }, env) {
    const { payment } = subject
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
